"""The OpenAPI 3.1 document: what django-ninja makes of the operations, and what it leaves out."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from relations.exporting.writing import LICENCE

from .problems import CONTENT_TYPE, TYPES, ProblemDetails

MEDIA_TYPE = "x-media-type"  # by which an operation says what it gives
ABOUT = """\
Read-only access to everything that the pages show, without a key. Put `/api/v1` before the
address of a page: its filters are the same words with the same values. A word given several
times means any of its values. A word that isn't known, or a value that can't be, is refused
and named (422); a value that names a record which isn't here is too (404).
"""
HEADERS = {
    "ETag": "Another one whenever anything could differ: send it as `If-None-Match`.",
    "Last-Modified": "Since when it is as it is.",
    "Link": "The licence; the next page; the page to cite.",
    "RateLimit-Limit": "How many requests a client may make.",
    "RateLimit-Remaining": "How many are left.",
    "RateLimit-Reset": "In how many seconds there are more.",
    "RateLimit-Policy": "In how many seconds they count: `600;w=60`.",
    "Retry-After": "How many seconds to wait.",
    "Location": "Where it is now.",
}
VALID = ("ETag", "Last-Modified")
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy")
# What each answer but the good one is called in the document; those that any request can get.
RESPONSES = {
    "301": "Moved",
    "304": "NotModified",
    **{str(status): kind for kind, (status, _title) in TYPES.items() if status != 405},
}
ANY = ("304", "400", "406", "412", "422", "429", "500", "503")
REFERENCE = "#/components/schemas/{model}"


class DocumentedApi(NinjaAPI):
    """A NinjaAPI whose document is complete."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        return finished(super().get_openapi_schema(**kwargs))


def finished(document: Any) -> dict[str, Any]:
    """Complete the document: licence, errors, fields of the head, lists with commas."""
    del document["servers"]
    name, url = LICENCE
    document["info"] |= {"description": ABOUT, "license": {"name": name, "url": url}}
    # Those of whole queries describe nothing that is sent.
    schemas = {n: s for n, s in document["components"]["schemas"].items() if "-query" not in n}
    document["components"]["schemas"] = schemas
    problem = ProblemDetails.model_json_schema(ref_template=REFERENCE)
    schemas |= problem.pop("$defs") | {"ProblemDetails": problem}
    document["components"]["responses"] = _responses()
    document["components"]["headers"] = {
        name: {"description": text, "schema": _header(name)} for name, text in HEADERS.items()
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(operation, looks_up="{" in path)
    _tidy(document["paths"])
    _tidy(schemas)
    return dict(document)


def _header(name: str) -> dict[str, Any]:
    counts = name.startswith("RateLimit") and name != "RateLimit-Policy" or name == "Retry-After"
    return {"type": "integer", "minimum": 0} if counts else {"type": "string"}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _responses() -> dict[str, Any]:
    content = {CONTENT_TYPE: {"schema": {"$ref": REFERENCE.format(model="ProblemDetails")}}}
    made = {
        "Moved": {"description": "It has another address now.", "headers": _headers("Location")},
        "NotModified": {"description": "It is as it was.", "headers": _headers(*VALID)},
    }
    for kind, (status, title) in TYPES.items():
        more = ("Retry-After",) if status in (429, 503) else ()
        headers = _headers("Link", *LIMITS, *more)
        made[kind] = {"description": f"{title}.", "headers": headers, "content": content}
    return made


def _complete(operation: dict[str, Any], *, looks_up: bool) -> None:
    [content] = operation["responses"].pop(200)["content"].values()
    good = {
        "description": "What was asked for.",
        "headers": _headers("Link", *VALID, *LIMITS),
        "content": {operation.pop(MEDIA_TYPE): content},
    }
    statuses = [*ANY, *(["301"] if looks_up else [])]
    if operation["parameters"]:
        statuses.append("404")
    operation["responses"] = {"200": good} | {
        status: {"$ref": f"#/components/responses/{RESPONSES[status]}"}
        for status in sorted(statuses)
    }
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        if schema.get("default", ...) is None:
            del schema["default"]
        schema.pop("description", None)
        if schema.get("type") == "array":
            # Any of several is said by repeating the word, but fields by commas.
            parameter |= {"style": "form", "explode": parameter["name"] != "fields"}


def _tidy(node: Any) -> None:
    """Take away the titles that pydantic makes of names: they say nothing more."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        for child in node.values():
            _tidy(child)
    elif isinstance(node, list):
        for child in node:
            _tidy(child)
