"""A page of a list, all of it as JSON Lines, and one record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils import translation

from geopol.operations import heartbeat
from relations.exporting.published import at_one_moment
from relations.models import Membership
from relations.reading.actors import current_slugs
from relations.reading.addresses import find
from relations.reading.paging import in_order_of

from .cursors import columns_of, decode, encode, keys_behind
from .kinds import Kind
from .problems import Problem
from .queries import Query
from .records.parts import ROOT
from .shapes import Asked, Choice

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
BATCH = 500  # rows of a stream in memory at a time


def asked_of(request: HttpRequest, query: Query) -> Asked:
    return Asked(request.build_absolute_uri("/").rstrip("/"), query.day)


def answer(content: Any, links: dict[str, str] | None = None) -> HttpResponse:
    """Make the answer with some content, and with links (by relation) in its head."""
    response = HttpResponse(json.dumps(content, ensure_ascii=False), content_type=JSON)
    if links:
        response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    return response


def page(
    request: HttpRequest, cursor: str | None, following: str | None, records: list[Any]
) -> HttpResponse:
    """Give the page of a list that begins at a cursor, and the link to that behind it."""
    behind = _address(request, following) if following else None
    content = {"self": _address(request, cursor), "next": behind, "records": records}
    return answer(content, {"next": behind} if behind else {})


def _address(request: HttpRequest, cursor: str | None) -> str:
    words = [(w, v) for w, vs in request.GET.lists() for v in vs if w != "cursor"]
    query = urlencode([*words, ("cursor", cursor)] if cursor else words)
    return request.build_absolute_uri(f"{request.path}{'?' if query else ''}{query}")


class Listing:
    """The rows of a kind that meet the filters of a request, in the order that it wants.

    Raises Problem where a filter names a record that isn't here.
    """

    def __init__(self, kind: Kind, request: HttpRequest, query: Any) -> None:
        self.kind, self.request = kind, request
        self.asked, self.choice = asked_of(request, query), query.choice
        self.sort: str = query.sort
        filters = kind.filterset(
            request.GET, kind.rows(query.day), on=query.day, given=query.given is not None
        )
        if errors := filters.form.errors:
            raise Problem("not-found", *unknown(errors))
        self.first_of = filters.first_of
        self.columns = columns_of(filters.qs)

    def records(self, keys: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
        """Load and write the rows with these keys, in their order."""
        shape = self.kind.shape
        rows = shape.loaded(self.kind.rows(self.asked.day), self.choice)
        for record in in_order_of([key[-1] for key in keys], rows):
            yield shape.write(record, self.asked, self.choice)

    def page(self, cursor: str | None, limit: int) -> HttpResponse:
        """Give one page, and the link to the next one."""
        values = decode(cursor, self.kind.place, self.sort) if cursor else None
        keys = keys_behind(self.first_of, self.columns, values, limit + 1)
        following = None
        if keys[limit:]:
            following = encode(self.kind.place, self.sort, list(keys[limit - 1]))
        return page(self.request, cursor, following, list(self.records(keys[:limit])))

    def stream(self) -> HttpResponseBase:
        """Give all rows of one moment, one a line, some hundreds in memory at a time."""
        return StreamingHttpResponse(at_one_moment(self._lines()), content_type=JSON_LINES)

    def _lines(self) -> Iterator[bytes]:
        values = None
        while True:
            with translation.override("en-gb"):  # that of the door ended before this is read
                keys = keys_behind(self.first_of, self.columns, values, BATCH)
                found = [json.dumps(each, ensure_ascii=False) for each in self.records(keys)]
            if not keys:
                return
            heartbeat.beat()
            for line in found:
                yield line.encode() + b"\n"
            values = list(keys[-1])


def unknown(errors: Any) -> tuple[str, dict[str, str]]:
    """Say which words name what isn't here."""
    said = {name: f"{name}: {' '.join(messages)}" for name, messages in errors.items()}
    return " ".join(said.values()), said


# One record -----------------------------------------------------------------------------


def record(kind: Kind, request: HttpRequest, query: Query, slug: str) -> HttpResponse:
    """Give a record by slug, a country by its code too; a former slug leads on for ever.

    Raises Http404 where there is none.
    """
    if kind.place == "countries":
        [current] = current_slugs([slug])
        if current != slug:
            return moved(request, f"{ROOT}/{kind.place}/{current}/")
    asked = asked_of(request, query)
    found = find(kind.shape.loaded(kind.rows(asked.day), query.choice), slug)
    if found.moved:
        return moved(request, f"{ROOT}/{kind.place}/{found.record.slug}/")
    return _one(kind, found.record, asked, query.choice)


def membership(
    kind: Kind, request: HttpRequest, query: Query, member: str, organization: str
) -> HttpResponse:
    """Give a membership by the slugs or codes of its two ends. Raises Http404 without."""
    current = current_slugs([member, organization])
    if current != [member, organization]:
        return moved(request, f"{ROOT}/{kind.place}/{current[0]}/{current[1]}/")
    asked = asked_of(request, query)
    rows = kind.shape.loaded(kind.rows(asked.day), query.choice)
    rows = rows.filter(organization__slug=organization)
    found = rows.filter(actor_country__slug=member) | rows.filter(actor_organization__slug=member)
    if (one := found.first()) is None:
        raise Http404(f"There is no {Membership._meta.verbose_name} {member}/{organization}.")
    return _one(kind, one, asked, query.choice)


def _one(kind: Kind, found: Any, asked: Asked, choice: Choice | None) -> HttpResponse:
    page = asked.site + found.get_absolute_url()
    return answer(kind.shape.write(found, asked, choice), {"cite-as": page})


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """Lead on for ever to another address, with the query of this one."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    response = HttpResponsePermanentRedirect(path + query)
    del response["Content-Type"]  # of nothing
    return response
