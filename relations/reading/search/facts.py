"""What to know at once of a country or organization whose code was typed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Membership
from relations.querysets import Rows, prepared
from relations.vocabularies import MembershipStatus

from ..shown_rows import DAYS

Fact = tuple[Any, str, str]  # what, the fact, and an address or ''


def key_facts(actor: Any) -> list[Fact]:
    """Give the facts that are known, a word for each, and where to read more of it; one query."""
    facts = _of_country(actor) if isinstance(actor, Country) else _of_organization(actor)
    if actor.begin:
        facts.append((_("Since"), actor.begin.words(), ""))
    if actor.is_historical:
        facts.append((_("Until"), actor.end.words(), ""))
    return [fact for fact in facts if fact[1]]


def _of_country(country: Any) -> list[Fact]:
    codes = ", ".join(filter(None, (country.code, country.alpha2, country.numeric)))
    memberships = len(_members(localdate()).filter(actor_country__in=[country]))
    return [
        (_("Official name"), country.official_name, ""),
        (_("Codes"), codes, ""),
        (_("Region"), country.get_subregion_display() or country.get_region_display(), ""),
        (
            _("Organizations it is a member of"),
            str(memberships or ""),
            f"{reverse('organization-list')}?member={country.slug}&status=member",
        ),
    ]


def _of_organization(organization: Any) -> list[Fact]:
    members = len(_members(localdate()).filter(organization__in=[organization]))
    return [
        (_("Acronym"), organization.acronym, ""),
        (_("Kind"), organization.get_kind_display(), ""),
        (_("Headquarters"), organization.headquarters, ""),
        (
            _("Members"),
            str(members or ""),
            f"{reverse('country-list')}?member={organization.slug}&status=member",
        ),
    ]


@lru_cache(DAYS)
def _members(day: dt.date) -> Rows:
    rows: Rows = Membership.objects.visible().with_status(day)
    members = rows.filter(status=MembershipStatus.MEMBER).order_by()
    return prepared(members.values_list("pk", flat=True))
