"""Columns of agreements, statements and sources."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from relations.models import Provision
from relations.querysets import Rows
from relations.reading import lists

from .columns import EVIDENCE, Column, Kind, dated, key_of, plain, reader_may_see


def _agreements(on: dt.date) -> Rows:
    provisions = Provision.objects.select_related("scope")
    return (
        lists.agreements_shown(on)
        .select_related("source")
        .prefetch_related(Prefetch("provision_set", provisions, to_attr="provisions"))
    )


def _scopes(agreement: Any) -> list[str]:
    return list(dict.fromkeys(provision.scope.slug for provision in agreement.provisions))


AGREEMENT = Kind(
    _agreements,
    (
        plain("slug", _("word in the address")),
        plain("title", _("title as in the document")),
        plain("short_title", _("short title")),
        plain("kind", _("kind of agreement")),
        plain("legal_force", _("binding, political or unclear")),
        plain("state", _("state on the day of the list, as it follows from the acts")),
        plain("first_act", _("date of the first dated act, in EDTF (ISO 8601-2)"), "first_date"),
        plain("first_act_earliest", _("first possible day of that act"), "first_day"),
        plain("latest_act", _("date of the latest dated act by that day, in EDTF"), "last_date"),
        plain("latest_act_earliest", _("first possible day of that act"), "last_day"),
        plain("latest_act_kind", _("what that act was"), "last_kind"),
        Column(
            "parties",
            _("codes of countries and slugs of organizations"),
            lambda agreement: [key_of(party.actor) for party in agreement.parties],
        ),
        Column(
            "party_names",
            _("their names, in the same order"),
            lambda agreement: [party.actor.name for party in agreement.parties],
        ),
        Column("scopes", _("slugs of the scopes of its provisions"), _scopes),
        plain("registration", _("registration")),
        plain("summary", _("summary, in our words")),
        *EVIDENCE,
    ),
)


def _target(position: Any) -> str:
    target = position.target
    if position.target_membership:
        return f"{target.actor.slug}/{target.organization.slug}"
    return str(target.slug)


def _people(statement: Any) -> list[Any]:
    people = (reader_may_see(side.person) for side in statement.sides)
    return [person for person in people if person is not None]


STATEMENT = Kind(
    lists.statements_shown,
    (
        plain("slug", _("word in the address")),
        plain("title", _("headline, in our words")),
        *dated("date", _("date")),
        plain("medium", _("through what it was said")),
        plain("place", _("where")),
        plain("voice", _("official or commentary")),
        plain("commentator", _("whose commentary it is")),
        Column("speakers", _("slugs of the speakers"), lambda row: [p.slug for p in _people(row)]),
        Column("speaker_names", _("their names"), lambda row: [p.name for p in _people(row)]),
        Column(
            "on_behalf_of",
            _("codes of countries and slugs of organizations that it speaks for"),
            lambda row: [key_of(side.actor) for side in row.sides],
        ),
        plain("summary", _("paraphrase, in our words")),
        plain("quotation", _("the speaker's own words")),
        plain("language", _("original language, ISO 639-1")),
        Column(
            "translated", _("1 where the quotation is a translation"), lambda r: int(r.translated)
        ),
        Column(
            "positions",
            _("each stance, and the slug of what it is on"),
            lambda row: [f"{p.stance} {_target(p)}" for p in row.positions],
        ),
        *EVIDENCE,
    ),
)

SOURCE = Kind(
    lists.sources_asked,
    (
        plain("slug", _("word in the address")),
        plain("kind", _("kind of source")),
        plain("publisher", _("publisher")),
        plain("title", _("title")),
        plain("author", _("author")),
        *dated("published", _("date published")),
        plain("url", _("address")),
        plain("archived_url", _("address of an archived copy")),
        plain("accessed", _("day on which it was read")),
        plain("language", _("language, ISO 639-1")),
        plain("note", _("editors' note")),
    ),
)
