"""The operations, as django-ninja reads and documents them: each list, record, and the rest."""

# No postponed annotations here: ninja reads those of the functions that this module makes.
import inspect
import re
from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Path
from ninja import Query as InQuery
from ninja.errors import ValidationError
from pydantic import BaseModel, ConfigDict, Field, create_model

from relations.views.as_of import WORD as AS_OF

from . import drift, lists
from .document import MEDIA_TYPE, DocumentedApi
from .door import VERSION
from .index import INDEX, index
from .kinds import KINDS, Kind, kind_at
from .pairs import PAIR, pair
from .position_changes import CHANGE, WORDS, position_changes
from .problems import Problem
from .queries import (
    AS_OF_WORD,
    CURSOR_WORD,
    LIMIT_WORD,
    SLUG,
    Flag,
    Query,
    Text,
    fields_word,
    filter_words,
    in_words,
    query_of,
    word,
)
from .records.actors import MEMBERSHIP
from .records.parts import URI
from .searching import ANSWER, found
from .shapes import Shape, list_of, many
from .vocabulary import GLOSSARY, glossary

Answer = HttpResponseBase
View = Callable[..., Answer]
SAID = "A slug, or the code of a country."
PART: Any = Annotated[str, Path(pattern=SLUG, max_length=100, description=SAID)]
A_POLE: Any = Annotated[
    str, Path(pattern=drift.POLE, max_length=110, description=f"{SAID} Or members:g7.")
]

api = DocumentedApi(title="geopol", version=VERSION, openapi_url=None, urls_namespace="api-v1")


@api.exception_handler(Exception)
def _to_the_door(request: HttpRequest, error: Exception) -> Answer:
    raise error


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> Answer:
    raise Problem.missing(str(error)) from error


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> Answer:
    raise Problem.invalid(in_words(error.errors)) from error


def add(
    path: str,
    view: View,
    schema: Any,
    *,
    summary: str,
    tag: str,
    words: dict[str, tuple[Any, Any]] | None = None,
    description: str = "",
    media_type: str = lists.JSON,
    takes_also: dict[str, Any] | None = None,
) -> None:
    """Add an operation. Its view takes request, query, and the parts of the path by name.

    ``takes_also`` are the parts that aren't slugs, with what each may be.
    """
    name = re.sub(r"\W+", "-", f"{path} {'lines' if path.endswith('.jsonl') else ''}").strip("-")
    query = query_of(f"{name}-query", words or {})
    parts = re.findall(r"{(\w+)}", path)

    def heeding(request: HttpRequest, query: Query | None = None, **given: Any) -> Answer:
        asked = query or Query()
        type(asked).heed_all(request)
        return view(request, asked, **given)

    takes = {"request": HttpRequest, **dict.fromkeys(parts, PART), **(takes_also or {})}
    if words:
        takes["query"] = Annotated[query, InQuery()]
    kind = inspect.Parameter.KEYWORD_ONLY
    heeding.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what ninja reads
        [inspect.Parameter(n, kind, annotation=taken) for n, taken in takes.items()]
    )
    api.default_router.add_api_operation(
        path,
        ["GET"],
        heeding,
        response=schema,
        summary=summary,
        description=description,
        operation_id=name or "index",
        url_name=f"api-{name or 'index'}",
        tags=[tag],
        openapi_extra={MEDIA_TYPE: media_type},
    )


def page_of(shape: Shape) -> type[BaseModel]:
    """Make the schema of a page of a list."""
    definitions: Any = {
        "self": (str, Field(description="Where it is.", json_schema_extra=URI)),
        "next": (
            str | None,
            Field(description="Where the next page is; null at the end.", json_schema_extra=URI),
        ),
        "records": many("records", shape, "The records.", "records").described,
    }
    return create_model(
        f"{shape.name}Page",
        __config__=ConfigDict(extra="forbid"),
        __doc__=f"A page of a list: {shape.meaning[:1].lower()}{shape.meaning[1:]}",
        **definitions,
    )


def add_kind(kind: Kind) -> None:
    """Add a list in pages, the same as JSON Lines, and the records that have a slug."""
    shape, name = kind.shape, kind.place
    at = f"/{name}/"
    fields = {"fields": fields_word(shape)}
    filters = {AS_OF: AS_OF_WORD, **filter_words(kind.filterset)}

    def page(request: HttpRequest, query: Any) -> Answer:
        return lists.Listing(kind, request, query).page(query.cursor, query.limit)

    def stream(request: HttpRequest, query: Any) -> Answer:
        return lists.Listing(kind, request, query).stream()

    def one(request: HttpRequest, query: Query, slug: str) -> Answer:
        return lists.record(kind, request, query, slug)

    add(
        at,
        page,
        page_of(shape),
        summary=f"List {name}",
        tag=name,
        words={**filters, **fields, "limit": LIMIT_WORD, "cursor": CURSOR_WORD},
        description=kind.about,
    )
    add(
        f"/{name}.jsonl",
        stream,
        list_of(shape.model),
        summary=f"All {name}, a line each",
        tag=name,
        words={**filters, **fields},
        description="JSON Lines, however many there are, all of one moment. The schema has the "
        "lines as an array.",
        media_type=lists.JSON_LINES,
    )
    if kind.slugged:
        add(
            f"{at}{{slug}}/",
            one,
            shape.model,
            summary=f"One of the {name}",
            tag=name,
            words={AS_OF: AS_OF_WORD, **fields},
            description="A former slug leads on for ever.",
        )


def _membership(request: HttpRequest, query: Query, member: str, organization: str) -> Answer:
    return lists.membership(kind_at("memberships"), request, query, member, organization)


add(
    "/",
    index,
    INDEX.model,
    summary="What there is",
    tag="about",
    description="With licence and citation.",
)
for each in KINDS:
    add_kind(each)
add(
    "/memberships/{member}/{organization}/",
    _membership,
    MEMBERSHIP.model,
    summary="One of the memberships",
    tag="memberships",
    words={AS_OF: AS_OF_WORD, "fields": fields_word(MEMBERSHIP)},
    description="By the slugs of the member and of the organization.",
)
add(
    "/positions/changes/",
    position_changes,
    page_of(CHANGE),
    summary="Changes of position",
    tag="positions",
    words=WORDS,
    description="The same actor or speaker, the same target, another stance than before, the "
    "newest first.",
)
add(
    "/between/{first}/{second}/",
    pair,
    PAIR.model,
    summary="What ties two actors",
    tag="between",
    words={AS_OF: AS_OF_WORD, "fields": fields_word(PAIR)},
    description="Agreements, memberships and what each says of the other; the slugs in the order "
    "of the alphabet, the other order leads on.",
)
add(
    "/drift/{actor}/{first}/{second}/",
    drift.answered,
    drift.DRIFT.model,
    summary="An actor between two poles, over time",
    tag="between",
    words={AS_OF: AS_OF_WORD, **drift.words()},
    description="The figures of the page, with the range of each. A pole is a country, an "
    "organization, or the members of one as of each day: `members:g7`.",
    takes_also=dict.fromkeys(("first", "second"), A_POLE),
)
add(
    "/search/",
    found,
    ANSWER.model,
    summary="Search by words",
    tag="search",
    description="The best of each kind, as on the page.",
    words={
        "q": word(Text, "What to look for. Every word must begin a word.", default=...),
        "as_typed": word(Flag, "Whether to try no other spelling.", default=False),
    },
)
add(
    "/glossary/",
    glossary,
    GLOSSARY.model,
    summary="What the codes mean",
    tag="about",
    description="Of every field that holds one.",
)
