"""What a page is about in the terms of schema.org, for search engines and other programs.

Only terms that schema.org has (https://schema.org/docs/full.html, release 29); where it has
none for ours, nothing is said. Dates that it can't write (about May 2018, one of ten days)
are left out. A state is both a Country, which is a place, and an Organization, which belongs
to others: schema.org lets a thing have several types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from relations.vocabularies import (
    STATUS_AFTER,
    AgreementState,
    LegalForce,
    LinkKind,
    MembershipStatus,
    SourceKind,
)

Node = dict[str, Any]
# Makes an absolute URL of a path.
Absolute = Callable[[str], str]

CONTEXT = "https://schema.org"
WIKIDATA = "http://www.wikidata.org/entity/"
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

SOURCE_TYPES = {
    SourceKind.NEWS: "NewsArticle",
    SourceKind.DATASET: "Dataset",
}
# The statuses between which one belongs to an organization without a break.
BELONGING = (MembershipStatus.MEMBER, MembershipStatus.FROZEN, MembershipStatus.SUSPENDED)
LEFT = (MembershipStatus.WITHDRAWN, MembershipStatus.EXPELLED, MembershipStatus.ENDED)


def date(value: Any) -> str | None:
    """Give a partial date as schema.org writes one, None where that would say too much."""
    return str(value) if value and _ISO.fullmatch(str(value)) else None


def without_gaps(node: Node) -> Node:
    """Leave out what nothing is known of."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def reference(record: Any, absolute: Absolute, kind: str | list[str] = "Thing") -> Node:
    """Name a record that has a page of its own."""
    url = absolute(record.get_absolute_url())
    return {"@type": kind, "@id": url, "name": str(record), "url": url}


def actor_type(actor: Any) -> str | list[str]:
    """Give the types of a country or an organization."""
    return ["Country", "Organization"] if actor._meta.model_name == "country" else "Organization"


def actor_reference(actor: Any, absolute: Absolute) -> Node:
    """Name a country or an organization."""
    return reference(actor, absolute, actor_type(actor))


def _actor(page: Any, absolute: Absolute) -> Node:
    actor = page.actor
    return {
        **actor_reference(actor, absolute),
        "description": actor.summary,
        "alternateName": [str(name) for name in page.names],
        "foundingDate": date(actor.begin),
        "dissolutionDate": date(actor.end),
        "sameAs": WIKIDATA + actor.wikidata if actor.wikidata else None,
        "memberOf": [_membership(m, absolute) for m in page.memberships],
        "citation": _sources(actor, page.citations, absolute),
    }


def country(page: Any, absolute: Absolute) -> Node:
    """Describe a country. ``page`` is its :class:`~relations.reading.actors.ActorPage`."""
    actor = page.actor
    codes = (
        ("ISO 3166-1 alpha-3", actor.code),
        ("ISO 3166-1 alpha-2", actor.alpha2),
        ("ISO 3166-1 numeric", actor.numeric),
    )
    return _actor(page, absolute) | {
        "legalName": actor.official_name,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": code}
            for name, code in codes
            if code
        ],
    }


def organization(page: Any, absolute: Absolute) -> Node:
    """Describe an organization. ``page`` is its :class:`~relations.reading.actors.ActorPage`."""
    actor = page.actor
    parent = actor.parent if actor.parent and actor.parent.is_published else None
    names = [actor.acronym] if actor.acronym else []
    described = _actor(page, absolute)
    return described | {
        "alternateName": names + [n for n in described["alternateName"] if n not in names],
        "parentOrganization": actor_reference(parent, absolute) if parent else None,
        "subOrganization": [actor_reference(part, absolute) for part in page.parts],
        "location": actor.headquarters,
        "sameAs": [url for url in (described["sameAs"], actor.website) if url],
    }


def _membership(membership: Any, absolute: Absolute) -> Node:
    """Describe a membership: in which role, since when, until when."""
    start, end = _interval(membership.acts)
    return without_gaps(
        {
            "@type": "OrganizationRole",
            "memberOf": actor_reference(membership.organization, absolute),
            "roleName": str(MembershipStatus(membership.status).label) if membership.status else "",
            "startDate": date(start),
            "endDate": date(end),
        }
    )


def _interval(acts: Iterable[Any]) -> tuple[Any, Any]:
    """Give since when and until when somebody had the last status, acts in their order."""
    status, start, end = None, None, None
    for act in acts:
        after, when = STATUS_AFTER[act.kind], act.effect or act.date
        if after in LEFT:
            end = when
        elif not (after in BELONGING and status in BELONGING):
            start, end = when, None
        status = after
    return start, end


def agreement(page: Any, absolute: Absolute) -> Node:
    """Describe an agreement. ``page`` is its AgreementPage.

    What binds in law is Legislation, schema.org's word for a legal document; any other
    is a CreativeWork.
    """
    record = page.agreement
    binding = record.legal_force == LegalForce.BINDING
    parties = [actor_reference(row.party.actor, absolute) for row in page.parties.rows]
    signed = [act for act in page.acts if act.kind in ("adopted", "signed") and date(act.date)]
    described = {
        **reference(record, absolute, "Legislation" if binding else "CreativeWork"),
        "name": record.title,
        "alternateName": record.short_title,
        "abstract": record.summary,
        "citation": _sources(record, page.citations, absolute),
    }
    day = date(signed[0].date) if signed else None
    if not binding:
        kind = str(record.get_kind_display())
        return described | {"genre": kind, "dateCreated": day, "creator": parties}
    changed = (LinkKind.AMENDS, LinkKind.REPLACES)
    return described | {
        "legislationType": str(record.get_kind_display()),
        "legislationDate": day,
        "legislationIdentifier": record.registration,
        "legislationLegalForce": (
            f"{CONTEXT}/{'InForce' if record.state == AgreementState.IN_FORCE else 'NotInForce'}"
            if record.state
            else None
        ),
        "legislationPassedBy": parties,
        "legislationChanges": [
            reference(link.to_agreement, absolute, "Legislation")
            for link in page.links
            if link.kind in changed
        ],
    }


def statement(record: Any, citations: Iterable[Any], absolute: Absolute) -> Node:
    """Describe a statement: a Quotation where there are words, else a CreativeWork."""
    speakers = [
        reference(side.person, absolute, "Person")
        if side.person and side.person.is_published
        else actor_reference(side.actor, absolute)
        for side in record.sides
    ]
    if record.commentator:
        speakers = [{"@type": "Person", "name": record.commentator}]
    return {
        **reference(record, absolute, "Quotation" if record.quotation else "CreativeWork"),
        "text": record.quotation,
        "abstract": record.summary,
        "dateCreated": date(record.date),
        "creator": speakers,
        "inLanguage": record.language if record.quotation and not record.translated else None,
        "locationCreated": {"@type": "Place", "name": record.place} if record.place else None,
        "citation": _sources(record, citations, absolute),
    }


def person(page: Any, absolute: Absolute) -> Node:
    """Describe a person with the offices held. ``page`` is a PersonPage."""
    record = page.person
    return {
        **reference(record, absolute, "Person"),
        "alternateName": record.native_name,
        "description": record.summary,
        "sameAs": WIKIDATA + record.wikidata if record.wikidata else None,
        "hasOccupation": [
            without_gaps(
                {
                    "@type": "Role",
                    "hasOccupation": {"@type": "Occupation", "name": office.title},
                    "startDate": date(office.start),
                    "endDate": date(office.end),
                }
            )
            for office in page.offices
        ],
        "worksFor": [
            without_gaps(
                {
                    "@type": "OrganizationRole",
                    "worksFor": actor_reference(office.actor, absolute),
                    "roleName": office.title,
                    "startDate": date(office.start),
                    "endDate": date(office.end),
                }
            )
            for office in page.offices
        ],
        "citation": _sources(record, page.citations, absolute),
    }


def source(record: Any, absolute: Absolute) -> Node:
    """Describe a source, which is somebody else's work."""
    return {
        **_source(record, absolute),
        "sameAs": [url for url in (record.url, record.archived_url) if url],
        "inLanguage": record.language,
    }


def scope(record: Any, absolute: Absolute) -> Node:
    """Describe a scope: a term of ours."""
    return {
        **reference(record, absolute, "DefinedTerm"),
        "description": record.description,
        "inDefinedTermSet": absolute("/about/") + "#scopes",
    }


def pair(first: Any, second: Any, absolute: Absolute, path: str) -> Node:
    """Describe the page of two actors."""
    return {
        "@type": "WebPage",
        "@id": absolute(path),
        "url": absolute(path),
        "about": [actor_reference(actor, absolute) for actor in (first, second)],
    }


def dataset(name: str, description: str, absolute: Absolute) -> Node:
    """Describe all that geopol records."""
    return {
        "@type": "Dataset",
        "@id": absolute("/"),
        "url": absolute("/"),
        "name": name,
        "description": description,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": name, "url": absolute("/")},
    }


def breadcrumbs(steps: Iterable[tuple[str, str]], absolute: Absolute) -> Node:
    """Describe the way to a page: (name, path) from the home page down to it."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
            for number, (name, path) in enumerate(steps, 1)
        ],
    }


def _sources(record: Any, citations: Iterable[Any], absolute: Absolute) -> list[Node]:
    """Give the principal source and the further ones, those that readers may see."""
    found = [record.source, *(citation.source for citation in citations)]
    return [
        without_gaps(_source(one, absolute))
        for one in dict.fromkeys(found)
        if one and one.is_published
    ]


def _source(record: Any, absolute: Absolute) -> Node:
    return {
        **reference(record, absolute, SOURCE_TYPES.get(record.kind, "CreativeWork")),
        "name": record.title,
        "publisher": {"@type": "Organization", "name": record.publisher},
        "author": {"@type": "Person", "name": record.author} if record.author else None,
        "datePublished": date(record.published),
    }
