"""The shapes of countries, organizations, memberships and people."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Prefetch

from relations.models import MembershipAct, Office, OtherName
from relations.querysets import Rows
from relations.reading.sources import with_citations
from relations.vocabularies import (
    CountryKind,
    IsoStatus,
    MembershipActKind,
    MembershipStatus,
    NameKind,
    OrganizationKind,
    Region,
    Subregion,
)

from ..shapes import Shape, many, maybe, plain
from .parts import (
    ACTOR,
    CITATION,
    EVIDENCE,
    LOCATOR,
    OWN_SOURCE,
    addresses,
    dated,
    visible,
)

OTHER_NAME = Shape(
    "OtherName",
    "A further name of an actor.",
    (
        plain("name", str, "The name."),
        plain("kind", NameKind, "What kind of name it is."),
        maybe("language", str, "Its language, ISO 639-1."),
        maybe("note", str, "Since when, or where it is used."),
    ),
)


def _with_names(rows: Rows) -> Rows:
    names = OtherName.objects.order_by("name", "pk")
    return rows.prefetch_related(Prefetch("othername_set", names, to_attr="names"))


NAMES = many("names", OTHER_NAME, "Its other names.", "names", _with_names)
EXISTENCE = (
    dated("begin", "Since when it has existed."),
    dated("end", "When it ended; null while it exists."),
)
WIKIDATA = maybe("wikidata", str, "The Wikidata item, as Q399.")
SUMMARY = maybe("summary", str, "In our own words.")


def _with_sovereign(rows: Rows) -> Rows:
    return rows.select_related("sovereign")


COUNTRY = Shape(
    "Country",
    "A state, territory or former state.",
    (
        *addresses("the country"),
        plain("code", str, "ISO 3166-1 alpha-3, or the user-assigned or withdrawn code."),
        plain("slug", str, "The word in its address."),
        plain("name", str, "The usual English name."),
        maybe("official_name", str, "The official name."),
        maybe("alpha2", str, "ISO 3166-1 alpha-2 code."),
        maybe("numeric", str, "ISO 3166-1 numeric code, which is also that of M49."),
        plain("iso_status", IsoStatus, "What the code is."),
        plain("kind", CountryKind, "State, territory, partly recognised or former state."),
        visible("sovereign", ACTOR, "The state that a territory is under.", needs=_with_sovereign),
        maybe("region", Region, "M49 code of the region."),
        maybe("subregion", Subregion, "M49 code of the sub-region."),
        *EXISTENCE,
        NAMES,
        plain("agreement_count", int, "How many agreements it is party to."),
        WIKIDATA,
        SUMMARY,
        *EVIDENCE,
    ),
)


def _with_parent(rows: Rows) -> Rows:
    return rows.select_related("parent")


ORGANIZATION = Shape(
    "Organization",
    "An organization, alliance, forum, court, bank or mission of states.",
    (
        *addresses("the organization"),
        plain("slug", str, "The word in its address."),
        plain("name", str, "The usual English name."),
        maybe("acronym", str, "Its acronym."),
        plain("kind", OrganizationKind, "What kind of organization it is."),
        visible("parent", ACTOR, "The organization that it is part of.", needs=_with_parent),
        *EXISTENCE,
        NAMES,
        maybe("headquarters", str, "Where its headquarters are."),
        maybe("website", str, "Its website."),
        plain("member_count", int, "How many members it has on the day."),
        WIKIDATA,
        SUMMARY,
        *EVIDENCE,
    ),
)

# Memberships ----------------------------------------------------------------------------

OCCURRENCE = plain("occurrence", int, "2 for the second step of the same kind.")
EFFECT = dated("effect", "When it took effect, where that is another date.")
PART_CITATIONS = many("citations", CITATION, "Further evidence.", "further_sources")

MEMBERSHIP_ACT = Shape(
    "MembershipAct",
    "A dated step of a membership.",
    (
        plain("kind", MembershipActKind, "What was done."),
        dated("date", "Of the step: signature, deposit, notice."),
        EFFECT,
        OCCURRENCE,
        maybe("note", str, "Why, by whom."),
        OWN_SOURCE,
        LOCATOR,
        PART_CITATIONS,
    ),
)


def _with_ends(rows: Rows) -> Rows:
    return rows.with_actors().select_related("organization")


def _with_steps(rows: Rows) -> Rows:
    steps = (
        MembershipAct.objects.in_order().select_related("source").prefetch_related(with_citations())
    )
    return rows.prefetch_related(Prefetch("membershipact_set", steps, to_attr="acts"))


MEMBERSHIP = Shape(
    "Membership",
    "The tie of an actor with an organization, with all its steps.",
    (
        *(replace(f, needs=_with_ends) for f in addresses("the membership")),
        plain("member", ACTOR, "Who belongs there.", "actor"),
        plain("organization", ACTOR, "Where."),
        maybe("status", MembershipStatus, "As what on the day, as it follows from the steps."),
        many("acts", MEMBERSHIP_ACT, "The steps, in their order.", "acts", _with_steps),
        maybe("note", str, "What else is known."),
        *EVIDENCE,
    ),
)

# People ---------------------------------------------------------------------------------

OFFICE = Shape(
    "Office",
    "A post that a person held for an actor.",
    (
        plain("title", str, "The title of the post."),
        plain("actor", ACTOR, "For whom."),
        dated("start", "From when."),
        dated("end", "Until when; .. while in office, null where nothing is recorded."),
        plain("occurrence", int, "2 for a second term after an interruption."),
        OWN_SOURCE,
        LOCATOR,
        PART_CITATIONS,
    ),
)


def _with_offices(rows: Rows) -> Rows:
    offices = (
        Office.objects.published()
        .visible()
        .with_actors()
        .select_related("source")
        .prefetch_related(with_citations())
    )
    return rows.prefetch_related(Prefetch("office_set", offices, to_attr="offices"))


PERSON = Shape(
    "Person",
    "Somebody who speaks or acts for an actor.",
    (
        *addresses("the person"),
        plain("slug", str, "The word in the address."),
        plain("name", str, "The usual English spelling of the name."),
        maybe("native_name", str, "The name in its own script."),
        many("offices", OFFICE, "The offices held.", "offices", _with_offices),
        plain("statement_count", int, "How many statements are recorded."),
        WIKIDATA,
        SUMMARY,
        *EVIDENCE,
    ),
)
