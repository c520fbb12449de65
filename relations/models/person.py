"""People, and the offices they held."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..constraints import date_order, unique_per_target, unique_when_set
from ..fields import PartialDateField
from ..querysets import ActorArcQuerySet, CuratedQuerySet, oldest
from .actors import wikidata_validator
from .base import ActorArc, CuratedModel, one_actor, published_needs_source
from .slug import Slugged


class Person(Slugged, CuratedModel):
    """Somebody who speaks or acts for an actor."""

    natural_key_fields = ("slug",)

    name = models.CharField(_("name"), max_length=160)
    native_name = models.CharField(_("name in own script"), max_length=160, blank=True)
    wikidata = models.CharField(
        _("Wikidata item"), max_length=16, blank=True, validators=[wikidata_validator]
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("In our own words."))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            *published_needs_source("person"),
            unique_when_set(
                "relations_person_wikidata_unique",
                "wikidata",
                _("Another person is this Wikidata item."),
            ),
        ]
        indexes = [
            # the list in its order
            models.Index(fields=["name"], name="person_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(CuratedQuerySet, ActorArcQuerySet):
    pass


class Office(ActorArc, CuratedModel):
    """A post that a person held for an actor, and when."""

    natural_key_fields = (
        "person",
        "actor_country",
        "actor_organization",
        "title",
        "occurrence",
    )
    part_of = ("person",)

    person = models.ForeignKey(
        # An office is a part of what we know of the person.
        Person,
        on_delete=models.CASCADE,
        verbose_name=_("person"),
    )
    title = models.CharField(_("title"), max_length=160)
    occurrence = models.PositiveSmallIntegerField(
        _("time"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("2 for a second term after an interruption."),
    )
    start = PartialDateField(_("from"))
    end = PartialDateField(
        _("until"), help_text=_(".. while in office; empty where nothing is recorded.")
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = [oldest("start_earliest"), "id"]
        constraints = [
            *published_needs_source("office"),
            one_actor("office"),
            date_order("relations_office_dates", "start", "end", _("It ends before it begins.")),
            *unique_per_target(
                "relations_office_unique",
                ["person", "title", "occurrence"],
                ActorArc.ACTOR,
                _("This office is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.actor}"
