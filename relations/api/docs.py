"""The page that says how to use the API, made of the OpenAPI document. Needs no script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from relations.exporting.writing import LICENCE

from .door import VERSION
from .lists import JSON_LINES
from .operations import api
from .problems import TYPES
from .queries import LIMIT, MOST
from .records.parts import ROOT


@cache
def document() -> dict[str, Any]:
    """Give the OpenAPI document. It depends on nothing but the code."""
    made: dict[str, Any] = api.get_openapi_schema(path_prefix=f"{ROOT}/")
    return made


@dataclass(frozen=True)
class Row:
    """A parameter or a field: what it is called, what it may hold, what it means."""

    name: str
    type: str
    meaning: str
    link: str = ""  # the anchor of the schema that it holds
    required: bool = False


@dataclass(frozen=True)
class Operation:
    anchor: str
    path: str
    summary: str
    description: str
    rows: list[Row]
    schema: str


@dataclass(frozen=True)
class Schema:
    """What an object holds, or which codes a field may hold."""

    name: str
    meaning: str
    rows: list[Row]
    codes: list[str]


def marked(text: str) -> SafeString:
    """Give a text in which `words` between grave accents are code."""
    return mark_safe(re.sub("`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 escaped


def docs(request: HttpRequest) -> HttpResponse:
    """Show how to use the API."""
    found = document()
    operations: dict[str, list[Operation]] = {}
    for path, methods in found["paths"].items():
        for operation in methods.values():
            operations.setdefault(operation["tags"][0], []).append(_operation(path, operation))
    problems = [(kind, status, title) for kind, (status, title) in TYPES.items()]
    context = {
        "root": request.build_absolute_uri(f"{ROOT}/"),
        "version": VERSION,
        "operations": operations,
        "schemas": [_schema(n, s) for n, s in sorted(found["components"]["schemas"].items())],
        "problems": problems,
        "licence": LICENCE,
        "rate": settings.API_RATE,
        "limit": LIMIT,
        "most": MOST,
        "json_lines": JSON_LINES,
    }
    return render(request, "relations/api_docs.html", context)


def _operation(path: str, operation: dict[str, Any]) -> Operation:
    [content] = operation["responses"]["200"]["content"].values()
    return Operation(
        operation["operationId"],
        path,
        operation["summary"],
        operation.get("description", ""),
        [
            Row(
                parameter["name"],
                _type(parameter["schema"], short=parameter["name"] in ("fields", "sort")),
                marked(parameter["description"]),
                required=parameter["required"],
            )
            for parameter in operation["parameters"]
        ],
        _link(content["schema"]),
    )


def _schema(name: str, schema: dict[str, Any]) -> Schema:
    rows = [
        Row(field, _type(held), marked(held["description"]), _link(held))
        for field, held in schema.get("properties", {}).items()
    ]
    return Schema(name, schema.get("description", ""), rows, schema.get("enum", []))


def _link(schema: dict[str, Any]) -> str:
    """Give the name of the schema that a field holds, '' where it is plain."""
    for held in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in held:
            return str(held["$ref"]).rpartition("/")[2]
    return ""


def _type(schema: dict[str, Any], *, short: bool = False) -> str:
    """Say in a few words what a value may be."""
    match schema:
        case {"anyOf": several}:
            return " or ".join(_type(one) for one in several)
        case {"$ref": reference}:
            return str(reference).rpartition("/")[2]
        case {"type": "array", "items": items}:
            return "" if short else _type(items) if "enum" in items else f"list of {_type(items)}"
        case {"enum": codes}:
            return "" if short else ", ".join(codes)
    bounds = [str(schema[b]) for b in ("minimum", "maximum") if b in schema]
    words = schema.get("format") or schema.get("type", "any")
    return f"{words} {'–'.join(bounds)}" if bounds else str(words)
