"""The pages of one record. An old slug redirects for ever."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relations.models import (
    Agreement,
    Country,
    Organization,
    Person,
    ReviewRequest,
    Scope,
    Source,
)
from relations.querysets import Rows, prepared
from relations.reading.actors import actor_page
from relations.reading.addresses import find
from relations.reading.agreements import agreement_page
from relations.reading.claims import claims_by, disputes
from relations.reading.incompatibilities import incompatible_with, meetings
from relations.reading.lifecycle import agreement_lifecycle
from relations.reading.maps import member_map, party_map
from relations.reading.membership_bars import membership_bars
from relations.reading.origins import origins
from relations.reading.overview import person_page, scope_page
from relations.reading.shown_rows import DAYS, statement_rows
from relations.reading.sources import source_page, visible_citations

from .as_of import as_of, as_of_context
from .taking import taking_away


class Moved(Exception):
    """A record was asked for by a former slug."""

    def __init__(self, record: Any) -> None:
        self.record = record


def record_at(records: Rows, slug: str) -> Any:
    """Find a record by slug. Raises Moved where the slug is a former one, Http404 without."""
    found = find(records, slug)
    if found.moved:
        raise Moved(found.record)
    return found.record


@cache
def _records(model: Any, *loaded: str) -> Rows:
    return prepared(model.objects.published().select_related(*loaded))


@lru_cache(DAYS)
def _agreements(day: dt.date) -> Rows:
    return prepared(Agreement.objects.published().with_state(day).select_related("source"))


def lead_on(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect for ever to another address, with the query of this one."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(address + query, permanent=True)


def follows_former_slugs(view: Any) -> Any:
    """Turn a former slug, found by the view, into a permanent redirect."""

    def wrapped(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except Moved as moved:
            return lead_on(request, moved.record.get_absolute_url())

    return wrapped


def _show(request: HttpRequest, kind: str, context: dict[str, Any], record: Any) -> HttpResponse:
    """Render a record's page; an edit that no editor has confirmed yet is marked."""
    edit = ReviewRequest.objects.unreviewed_edits([record]).get(record.pk)
    taking = taking_away(request, context, record, reviewed=edit is None)
    context |= {"edit": edit, "origins": origins(record), "taking": taking}
    return render(request, f"relations/{kind}_detail.html", context)


@follows_former_slugs
def country(request: HttpRequest, slug: str) -> HttpResponse:
    return _actor(request, "country", record_at(_records(Country, "source", "sovereign"), slug))


@follows_former_slugs
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    records = _records(Organization, "source", "parent")
    return _actor(request, "organization", record_at(records, slug))


def _actor(request: HttpRequest, kind: str, actor: Any) -> HttpResponse:
    chosen = as_of(request)
    page = actor_page(actor, chosen.day, begun=chosen.given is not None)
    is_country = kind == "country"
    context = {
        "page": page,
        "actor": actor,
        "bars": membership_bars(actor, page.memberships, label="organization", day=chosen.day)
        if is_country
        else membership_bars(actor, page.members, label="actor", day=chosen.day),
        "map": None if is_country else member_map(actor, page.members, chosen.day),
        "meets": meetings(page.memberships, chosen.day),
        "excludes": [] if is_country else incompatible_with(actor, chosen.day),
        **as_of_context(request, chosen),
    }
    return _show(request, kind, context, actor)


@follows_former_slugs
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = as_of(request)
    found = record_at(_agreements(chosen.day), slug)
    page = agreement_page(found, chosen.day)
    context = {
        "page": page,
        "agreement": found,
        "life": agreement_lifecycle(found, page.acts, chosen.day),
        "map": party_map(found, page.parties.rows, page.acts, chosen.day),
        **as_of_context(request, chosen),
    }
    return _show(request, "agreement", context, found)


@follows_former_slugs
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    found = record_at(statement_rows(), slug)
    context = {
        "statement": found,
        "citations": visible_citations().filter(statement__in=[found]),
        "disputes": disputes(found, found.positions),
    }
    return _show(request, "statement", context, found)


@follows_former_slugs
def person(request: HttpRequest, slug: str) -> HttpResponse:
    page = person_page(record_at(_records(Person, "source"), slug))
    return _show(request, "person", {"page": page, "person": page.person}, page.person)


@follows_former_slugs
def scope(request: HttpRequest, slug: str) -> HttpResponse:
    page = scope_page(record_at(Scope.objects.select_related("parent"), slug))
    return _show(request, "scope", {"page": page, "scope": page.scope}, page.scope)


@follows_former_slugs
def source(request: HttpRequest, slug: str) -> HttpResponse:
    page = source_page(record_at(_records(Source), slug))
    context = {"page": page, "source": page.source, "claims": claims_by(page.source)}
    return _show(request, "source", context, page.source)
