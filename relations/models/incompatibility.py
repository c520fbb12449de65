"""Incompatibilities: organizations of which one can't belong to both, and who says so."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import date_order, unique_per_target, vocabulary
from ..fields import PartialDateField
from ..querysets import IncompatibilityQuerySet
from ..vocabularies import IncompatibilityKind
from .base import CuratedModel, published_needs_source

TWICE = _("This incompatibility of the two is there already: cite the other source in it.")


class Incompatibility(CuratedModel):
    """Two organizations of which, somebody says or their rules imply, one can't belong to both.

    Whose membership or application meets one is read from the memberships
    (:mod:`relations.reading.incompatibilities`) and never stored.
    """

    natural_key_fields = ("first", "second", "kind", "statement")

    # PROTECT: an organization or a statement that this rests on can't be deleted.
    first = models.ForeignKey(
        "Organization",
        models.PROTECT,
        verbose_name=_("belonging to"),
        related_name="+",
        help_text=_("One of the two organizations; their order says nothing."),
    )
    second = models.ForeignKey(
        "Organization",
        models.PROTECT,
        verbose_name=_("excludes belonging to"),
        related_name="+",
        help_text=_("The other one."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=IncompatibilityKind.choices)
    statement = models.ForeignKey(
        "Statement",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("stated in"),
        help_text=_("Who says so and when; where it is recorded as a source only, leave it empty."),
    )
    ground = models.TextField(
        _("what it rests on"),
        help_text=_("In our own words: the rules, with their articles, or the reasons given."),
    )
    since = PartialDateField(
        _("since"),
        help_text=_("Empty: since it was stated, else as long as both organizations exist."),
    )
    until = PartialDateField(_("until"), help_text=_("Empty while it holds, as far as we know."))

    objects = IncompatibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("incompatibility")
        verbose_name_plural = _("incompatibilities")
        ordering = ["first__name", "second__name", "-kind", "id"]
        constraints = [
            *published_needs_source("incompatibility"),
            # By these a merge finds the twins of a row; the third one knows the other order.
            *unique_per_target(
                "relations_incompatibility_unique",
                ["first", "second", "kind"],
                ["statement"],
                TWICE,
                or_none=True,
            ),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                "kind",
                # No statement is the same as no statement.
                Coalesce("statement", Value(0)),
                name="relations_incompatibility_unique_in_any_order",
                violation_error_message=TWICE,
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="relations_incompatibility_of_two",
                violation_error_message=_("Choose two different organizations."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=IncompatibilityKind.STATED)
                | Q(statement__isnull=False)
                | Q(source__isnull=False),
                name="relations_incompatibility_stated_by_somebody",
                violation_error_message=_(
                    "Who states it? Choose the statement, or a source that reports it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(ground=""),
                name="relations_incompatibility_has_a_ground",
                violation_error_message=_("Say what the incompatibility rests on."),
            ),
            date_order(
                "relations_incompatibility_dates",
                "since",
                "until",
                _("It ends before it begins."),
            ),
            *vocabulary("incompatibility", kind=IncompatibilityKind),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        """Lead to the page of the two organizations, where it stands."""
        pair = reverse("pair", args=sorted((self.first.slug, self.second.slug)))
        return f"{pair}#incompatibilities"
