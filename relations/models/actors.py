"""Actors: countries and organizations, and the other names they go by."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import date_order, unique_per_target, unique_when_set, vocabulary
from ..fields import PartialDateField
from ..vocabularies import (
    CountryKind,
    IsoStatus,
    NameKind,
    OrganizationKind,
    Region,
    Subregion,
)
from .base import ActorArc, CuratedModel, one_actor, published_needs_source
from .slug import Slugged

wikidata_validator = RegexValidator(r"^Q[1-9]\d*$", _("A Wikidata item is written Q399."))


class Actor(Slugged, CuratedModel):
    """What a country and an organization have in common. Not a table of its own.

    Slugs are unique across both: the database keeps that by a trigger, see
    :mod:`relations.triggers`.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("The usual English name."))
    begin = PartialDateField(_("beginning"), help_text=_("Since when it has existed."))
    end = PartialDateField(
        _("end"),
        help_text=_("Empty while it exists; XXXX where it ended on an unknown date."),
    )
    wikidata = models.CharField(
        _("Wikidata item"), max_length=16, blank=True, validators=[wikidata_validator]
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("In our own words."))

    class Meta(CuratedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Say in the form what the trigger would refuse."""
        super().clean()
        for other in (Country, Organization):
            if not isinstance(self, other) and other.objects.filter(slug=self.slug).exists():
                raise ValidationError(
                    {"slug": _("Countries and organizations share their slugs: it is taken.")}
                )

    @property
    def is_historical(self) -> bool:
        end: Any = self.end
        return end is not None and not end.is_open


class Country(Actor):
    """A state, territory or former state with a code of its own."""

    natural_key_fields = ("code",)

    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$")],
        help_text=_("ISO 3166-1 alpha-3, or the user-assigned or withdrawn code of the rest."),
    )
    alpha2 = models.CharField(
        _("alpha-2 code"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$")],
    )
    numeric = models.CharField(
        _("numeric code"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^\d{3}$")],
        help_text=_("ISO 3166-1 numeric, which is also the M49 code: 051."),
    )
    iso_status = models.CharField(
        _("status of the code"),
        max_length=14,
        choices=IsoStatus.choices,
        default=IsoStatus.ASSIGNED,
    )
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=CountryKind.choices, default=CountryKind.STATE
    )
    sovereign = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="territory_set",
        verbose_name=_("belongs to"),
        help_text=_("For a territory: the state that it is under."),
    )
    region = models.CharField(_("region"), max_length=3, blank=True, choices=Region.choices)
    subregion = models.CharField(
        _("subregion"), max_length=3, blank=True, choices=Subregion.choices
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            *published_needs_source("country"),
            date_order(
                "relations_country_dates",
                "begin",
                "end",
                _("It ends before it begins."),
            ),
            models.UniqueConstraint(
                # CS was Czechoslovakia's before it was Serbia and Montenegro's.
                fields=["alpha2"],
                condition=~Q(alpha2="") & ~Q(iso_status=IsoStatus.WITHDRAWN),
                name="relations_country_alpha2_unique",
                violation_error_message=_("Another country has this alpha-2 code."),
            ),
            unique_when_set(
                "relations_country_numeric_unique",
                "numeric",
                _("Another country has this numeric code."),
            ),
            unique_when_set(
                "relations_country_wikidata_unique",
                "wikidata",
                _("Another country is this Wikidata item."),
            ),
            models.CheckConstraint(
                condition=Q(sovereign__isnull=True) | ~Q(sovereign=models.F("id")),
                name="relations_country_not_own_sovereign",
                violation_error_message=_("A country can't belong to itself."),
            ),
            *vocabulary(
                "country",
                or_empty=("region", "subregion"),
                kind=CountryKind,
                iso_status=IsoStatus,
                region=Region,
                subregion=Subregion,
            ),
        ]


class Organization(Actor):
    """An organization, alliance, forum, court, bank or mission of states."""

    natural_key_fields = ("slug",)

    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="part_set",
        verbose_name=_("part of"),
    )
    headquarters = models.CharField(_("headquarters"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            *published_needs_source("organization"),
            date_order(
                "relations_organization_dates",
                "begin",
                "end",
                _("It ends before it begins."),
            ),
            unique_when_set(
                "relations_organization_wikidata_unique",
                "wikidata",
                _("Another organization is this Wikidata item."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="relations_organization_not_own_parent",
                violation_error_message=_("An organization can't be part of itself."),
            ),
            *vocabulary("organization", kind=OrganizationKind),
        ]


class OtherName(ActorArc):
    """A further name of an actor: former, short, in another language or script."""

    natural_key_fields = ("actor_country", "actor_organization", "name")
    part_of = ActorArc.ACTOR

    name = models.CharField(_("name"), max_length=200, db_index=True)
    kind = models.CharField(_("kind"), max_length=16, choices=NameKind.choices)
    language = models.CharField(_("language"), max_length=8, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]
        constraints = [
            one_actor("othername"),
            *unique_per_target(
                "relations_othername_unique",
                ["name"],
                ActorArc.ACTOR,
                _("It already has this name."),
            ),
            *vocabulary("othername", kind=NameKind),
        ]

    def __str__(self) -> str:
        return self.name
