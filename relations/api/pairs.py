"""What ties two actors: the page of a pair as data."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from relations.reading.actors import current_slugs, find_actor
from relations.reading.pairs import PairPage, pair_page

from .lists import answer, asked_of, moved
from .queries import Query
from .records.actors import MEMBERSHIP
from .records.agreement import AGREEMENT
from .records.incompatibility import INCOMPATIBILITY, MEETING
from .records.parts import ACTOR, ROOT, URI
from .records.statement import POSITION, STATEMENT
from .shapes import Asked, Field, Shape, many, plain

_AGREEMENT = AGREEMENT.only(
    "PairAgreement",
    "An agreement of both.",
    *("self", "url", "slug", "title", "kind", "legal_force", "state", "first_act", "parties"),
)
_MEMBERSHIP = MEMBERSHIP.only(
    "PairMembership",
    "A membership of one of the two.",
    *("self", "url", "member", "organization", "status", "acts"),
)
_STATEMENT = STATEMENT.only(
    "PairStatement",
    "A statement on behalf of both.",
    *("self", "url", "slug", "title", "date", "medium", "sides"),
)
_SHARED = Shape(
    "SharedMembership",
    "An organization to which both are tied, and how.",
    (
        Field("organization", ACTOR, "Which organization.", lambda shared, asked: shared[0]),
        Field("first", _MEMBERSHIP, "The tie of the first.", lambda shared, asked: shared[1]),
        Field("second", _MEMBERSHIP, "The tie of the second.", lambda shared, asked: shared[2]),
    ),
)

_MEETING = Shape(
    "PairMeeting",
    "An incompatibility that one of the two meets on the day.",
    (
        plain(
            "incompatibility",
            INCOMPATIBILITY.only(
                "PairIncompatibility",
                "An incompatibility of two organizations.",
                *("self", "url", "first", "second", "kind", "statement", "sides", "ground"),
                *("since", "until", "source", "locator", "citations"),
            ),
            "Which one.",
        ),
        *MEETING.fields,
    ),
)


def _path(page: PairPage) -> str:
    return reverse("pair", args=[page.first.slug, page.second.slug])


def _self(page: PairPage, asked: Asked) -> str:
    return f"{asked.site}{ROOT}{_path(page)}"


def _url(page: PairPage, asked: Asked) -> str:
    return f"{asked.site}{_path(page)}"


PAIR = Shape(
    "Pair",
    "What ties two actors on a day.",
    (
        Field("self", str, "Where the pair is here.", _self, schema=URI),
        Field("url", str, "The page of the pair.", _url, schema=URI),
        plain("first", ACTOR, "The first of the two."),
        plain("second", ACTOR, "The second of the two."),
        many("agreements", _AGREEMENT, "Agreements of both, the newest first.", "agreements"),
        many("shared", _SHARED, "Organizations of both.", "shared"),
        many("direct", _MEMBERSHIP, "The tie of one of them with the other.", "direct"),
        many(
            "first_on_second",
            POSITION,
            "What the first says on the second: the newest 100.",
            "first_on_second",
        ),
        many(
            "second_on_first",
            POSITION,
            "What the second says on the first: the newest 100.",
            "second_on_first",
        ),
        many(
            "excludes",
            INCOMPATIBILITY,
            "Where both are organizations: why one can't belong to both.",
            "incompatibilities",
        ),
        many(
            "meets",
            _MEETING,
            "Where one is an organization: what the other one meets with it.",
            "meets",
        ),
        many("joint", _STATEMENT, "Statements on behalf of both: the newest 100.", "joint"),
    ),
)


def pair(request: HttpRequest, query: Query, first: str, second: str) -> HttpResponse:
    """Give what ties two actors by slug or code; the other order leads on to this one.

    Raises Http404 where one is not known here, or both are the same.
    """
    wanted = sorted(current_slugs([first, second]))
    if [first, second] != wanted:
        return moved(request, ROOT + reverse("pair", args=wanted))
    one, other = find_actor(first), find_actor(second)
    if first == second or one is None or other is None:
        raise Http404("A pair needs two different countries or organizations.")
    asked = asked_of(request, query)
    page = pair_page(one, other, asked.day, begun=query.given is not None)
    return answer(PAIR.write(page, asked, query.choice), {"cite-as": _url(page, asked)})
