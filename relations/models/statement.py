"""Statements, on whose behalf they were made, and the positions stated in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import exactly_one, unique_per_target, vocabulary
from ..fields import PartialDateField
from ..querysets import PositionQuerySet, StatementQuerySet, newest
from ..vocabularies import TIES, Medium, Stance, Voice
from .base import (
    ActorArc,
    CuratedModel,
    NaturalKeyModel,
    one_actor,
    published_needs_source,
)
from .person import Office, Person
from .slug import Slugged


class Statement(Slugged, CuratedModel):
    """Something said in public: by an official for an actor, or by a commentator.

    ``quotation`` holds the speaker's words, everything else is ours.
    """

    natural_key_fields = ("slug",)

    title = models.CharField(_("headline"), max_length=240, help_text=_("Ours, and neutral."))
    date = PartialDateField(_("date"))
    medium = models.CharField(_("medium"), max_length=20, choices=Medium.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    voice = models.CharField(
        _("voice"), max_length=12, choices=Voice.choices, default=Voice.OFFICIAL
    )
    commentator = models.CharField(
        _("commentator"),
        max_length=160,
        blank=True,
        help_text=_("For a commentary only: whose view it is."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("A paraphrase in our own words.")
    )
    quotation = models.TextField(
        _("quotation"),
        blank=True,
        help_text=_("The speaker's own words, short, to the letter."),
    )
    language = models.CharField(
        _("original language"),
        max_length=8,
        blank=True,
        help_text=_("ISO 639-1, as hy or ru."),
    )
    translated = models.BooleanField(
        _("translated"), default=False, help_text=_("The quotation is a translation.")
    )
    note = models.TextField(_("editors' note"), blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = [newest("date_earliest"), "title"]
        constraints = [
            *published_needs_source("statement"),
            models.CheckConstraint(
                condition=Q(voice=Voice.OFFICIAL, commentator="")
                | Q(voice=Voice.COMMENTARY) & ~Q(commentator=""),
                name="relations_statement_voice",
                violation_error_message=_(
                    "A commentary names its commentator; an official statement has none, but sides."
                ),
            ),
            *vocabulary("statement", medium=Medium, voice=Voice),
        ]
        indexes = [
            # the lists of statements, newest first: of all, and with one filter each
            models.Index(newest("date_earliest"), "title", name="statement_newest_first"),
            *(
                models.Index(field, newest("date_earliest"), name=f"statement_newest_by_{field}")
                for field in ("review", "language")
            ),
            # and of what is published without a look at each row, as SQLite and as PostgreSQL go
            *(
                models.Index(
                    "review", field, newest("date_earliest"), name=f"statement_public_{field}"
                )
                for field in ("voice", "medium")
            ),
            *(
                models.Index(
                    field, newest("date_earliest"), "review", name=f"statement_{field}_newest"
                )
                for field in ("voice", "medium")
            ),
            # in the admin: sorted oldest first, within a year, by headline
            models.Index(fields=["date_earliest"], name="statement_oldest_first"),
            models.Index(fields=["title"], name="statement_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Side(ActorArc):
    """On whose behalf a statement speaks; a joint statement has several sides."""

    natural_key_fields = ("statement", "actor_country", "actor_organization")
    part_of = ("statement",)

    statement = models.ForeignKey(
        # A side is a part of its statement.
        Statement,
        on_delete=models.CASCADE,
        verbose_name=_("statement"),
    )
    person = models.ForeignKey(
        # Who spoke is a part of the evidence.
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("speaker"),
    )
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("in office as"),
    )

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ["id"]
        constraints = [
            one_actor("side"),
            *unique_per_target(
                "relations_side_unique",
                ["statement"],
                ActorArc.ACTOR,
                _("The statement speaks for this actor already."),
            ),
        ]
        indexes = [
            # who asks what somebody said needs the numbers of the statements, not the sides
            models.Index(fields=["person", "statement"], name="side_of_person"),
            models.Index(fields=["actor_country", "statement"], name="side_of_country"),
            models.Index(fields=["actor_organization", "statement"], name="side_of_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.person or ''} ({self.actor})".strip()

    def clean(self) -> None:
        """Refuse an office that this speaker didn't hold for this actor."""
        super().clean()
        if self.office and (self.office.person != self.person or self.office.actor != self.actor):
            raise ValidationError(
                {"office": _("This office is another person's, or was held for another actor.")}
            )


POSITION_TARGETS = (
    "target_country",
    "target_organization",
    "target_agreement",
    "target_scope",
    "target_membership",
)


class Position(NaturalKeyModel):
    """A statement's stance on one target."""

    TARGETS: ClassVar[tuple[str, ...]] = POSITION_TARGETS
    natural_key_fields = ("statement", *POSITION_TARGETS)
    part_of = ("statement",)

    statement = models.ForeignKey(
        # A position is a part of its statement.
        Statement,
        on_delete=models.CASCADE,
        verbose_name=_("statement"),
    )
    # What somebody took a stand on can't be deleted.
    target_country = models.ForeignKey(
        "Country", models.PROTECT, null=True, blank=True, verbose_name=_("on country")
    )
    target_organization = models.ForeignKey(
        "Organization",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("on organization"),
    )
    target_agreement = models.ForeignKey(
        "Agreement",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("on agreement"),
    )
    target_scope = models.ForeignKey(
        "Scope", models.PROTECT, null=True, blank=True, verbose_name=_("on scope")
    )
    target_membership = models.ForeignKey(
        "Membership",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("on membership"),
    )
    stance = models.CharField(_("stance"), max_length=12, choices=Stance.choices)
    text = models.TextField(_("position"), blank=True, help_text=_("In our own words."))
    quotation = models.TextField(
        _("quotation"),
        blank=True,
        help_text=_("The speaker's own words, short, to the letter."),
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["id"]
        constraints = [
            exactly_one(
                "relations_position_one_target",
                POSITION_TARGETS,
                _("Choose just one target: country, organization, agreement, scope or membership."),
            ),
            *unique_per_target(
                "relations_position_unique",
                ["statement"],
                POSITION_TARGETS,
                _("The statement's position on this target is there already."),
            ),
            models.CheckConstraint(
                condition=Q(target_country__isnull=True) | Q(stance__in=[*TIES, Stance.UNCLEAR]),
                name="relations_position_country_is_ties",
                violation_error_message=_(
                    "Nobody supports or opposes a country as such: say how ties are "
                    "(improving, steady, worsening, unclear)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(target_country__isnull=False)
                | Q(target_organization__isnull=False)
                | ~Q(stance__in=list(TIES)),
                name="relations_position_ties_are_with_actors",
                violation_error_message=_(
                    "Ties improve or worsen with a country or organization only."
                ),
            ),
            *vocabulary("position", stance=Stance),
        ]
        indexes = [
            # the list in the admin, the last entered first, with its filter
            models.Index(fields=["stance", "-id"], name="position_newest_by_stance"),
            # which statements of a list take a stance
            models.Index(fields=["statement", "stance"], name="position_of_statement"),
            # who asks what is said of something needs no other column
            *(
                models.Index(
                    fields=[f"target_{target}", "statement", "stance", "id"],
                    condition=Q(**{f"target_{target}__isnull": False}),
                    name=f"position_on_{target}",
                )
                for target in ("country", "organization", "agreement", "membership")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.target}"

    @property
    def target(self) -> Any:
        """What the position is on."""
        return next(filter(None, (getattr(self, name) for name in self.TARGETS)), None)
