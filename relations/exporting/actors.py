"""Columns of countries, organizations, memberships and people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.querysets import Rows
from relations.reading import lists

from .columns import EVIDENCE, Column, Kind, dated, key_of, plain, reader_may_see

EXISTENCE = (*dated("begin", _("beginning")), *dated("end", _("end")))


def _sovereign(country: Any) -> str | None:
    sovereign = reader_may_see(country.sovereign)
    return sovereign.code if sovereign else None


def _parent(organization: Any) -> str | None:
    parent = reader_may_see(organization.parent)
    return parent.slug if parent else None


def _countries(on: dt.date) -> Rows:
    return lists.countries_shown(on).select_related("sovereign", "source")


def _organizations(on: dt.date) -> Rows:
    return lists.organizations_shown(on).select_related("parent", "source")


def _people(on: dt.date) -> Rows:
    return lists.people_shown(on).select_related("source")


COUNTRY = Kind(
    _countries,
    (
        plain("code", _("ISO 3166-1 alpha-3 code, or the user-assigned or withdrawn one")),
        plain("alpha2", _("ISO 3166-1 alpha-2 code")),
        plain("numeric", _("ISO 3166-1 numeric code, which is also that of M49")),
        plain("slug", _("word in the address")),
        plain("name", _("usual English name")),
        plain("official_name", _("official name")),
        plain("kind", _("state, territory, disputed or former")),
        Column("sovereign", _("code of the state that a territory is under"), _sovereign),
        plain("region", _("M49 code of the region")),
        plain("region_name", _("name of the region"), "get_region_display"),
        plain("subregion", _("M49 code of the sub-region")),
        plain("subregion_name", _("name of the sub-region"), "get_subregion_display"),
        *EXISTENCE,
        plain("agreements", _("how many agreements it is party to"), "agreement_count"),
        plain("wikidata", _("Wikidata item")),
        *EVIDENCE,
    ),
)

ORGANIZATION = Kind(
    _organizations,
    (
        plain("slug", _("word in the address")),
        plain("name", _("usual English name")),
        plain("acronym", _("acronym")),
        plain("kind", _("kind of organization")),
        Column("parent", _("slug of the organization that it is part of"), _parent),
        plain("headquarters", _("headquarters")),
        plain("website", _("website")),
        *EXISTENCE,
        plain("members", _("how many members it has on the day of the list"), "member_count"),
        plain("wikidata", _("Wikidata item")),
        *EVIDENCE,
    ),
)


def _steps(membership: Any) -> list[str]:
    return [f"{act.date or 'XXXX'} {act.kind}" for act in membership.acts]


MEMBERSHIP = Kind(
    lists.memberships_shown,
    (
        Column(
            "member",
            _("code of the country or slug of the organization that is a member"),
            lambda membership: key_of(membership.actor),
        ),
        plain("member_name", _("its name")),
        plain("organization", _("slug of the organization"), "organization.slug"),
        plain("organization_name", _("its name"), "organization.name"),
        plain("status", _("status on the day of the list, as it follows from the steps")),
        plain("since_earliest", _("first possible day of the first dated step"), "first_day"),
        Column("steps", _("each step: its date in EDTF, and what it was"), _steps),
        *EVIDENCE,
    ),
)


def _offices(person: Any) -> list[str]:
    """Write each office with its interval, as ISO 8601 writes one: 2018-05-08/.."""
    return [
        f"{office.title}, {key_of(office.actor)}, {office.start or ''}/{office.end or ''}"
        for office in person.offices
    ]


PERSON = Kind(
    _people,
    (
        plain("slug", _("word in the address")),
        plain("name", _("name")),
        plain("native_name", _("name in own script")),
        Column("offices", _("each office: title, for whom, from/until in EDTF"), _offices),
        plain("statements", _("how many statements are recorded"), "statement_count"),
        plain("wikidata", _("Wikidata item")),
        *EVIDENCE,
    ),
)
