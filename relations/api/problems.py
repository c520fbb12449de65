"""What is wrong, as RFC 9457 has it: application/problem+json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.views import defaults
from pydantic import BaseModel, ConfigDict, Field

from geopol.operations.trouble import Trouble

CONTENT_TYPE = "application/problem+json"
DOCS = "/api/v1/docs/"
UNREADABLE = "It names another host, or has more parts than are read."

# Status and title by the last part of the type, which is also the anchor on the docs page.
TYPES: dict[str, tuple[int, str]] = {
    "bad-request": (400, "The request cannot be read"),
    "invalid-request": (422, "The request is not one that this API knows"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "This method is not allowed"),
    "not-acceptable": (406, "No such format here"),
    "precondition-failed": (412, "A condition of the request does not hold"),
    "too-many-requests": (429, "Too many requests"),
    "server-error": (500, "Something is broken here"),
    "unavailable": (503, "Not now"),
}


# What is said of each kind of trouble with the database.
TROUBLES = {
    "slow": "It took too long and was broken off. Ask for less at a time, or try later.",
    "away": "The database does not answer. Try again in a minute.",
}


class Fault(BaseModel):
    """One thing that is wrong in a request."""

    model_config = ConfigDict(extra="forbid")

    parameter: str = Field(description="Which parameter it is.")
    detail: str = Field(description="What is wrong with it, and what would be right.")


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(
        description="Which kind of problem: an address on the docs page.",
        json_schema_extra={"format": "uri"},
    )
    title: str = Field(description="The kind in words.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong this time, and what would be right.")
    instance: str = Field(description="What was asked for.")
    errors: list[Fault] = Field(
        description="Each parameter that is wrong; empty where none is to blame."
    )


@dataclass
class Problem(Exception):
    """Something is wrong with a request. ``kind`` is one of ``TYPES``."""

    kind: str
    detail: str
    errors: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def invalid(cls, errors: dict[str, str]) -> Problem:
        return cls("invalid-request", " ".join(errors.values()), errors)

    @classmethod
    def missing(cls, detail: str, parameter: str = "") -> Problem:
        """Make the problem that something isn't here which the request names."""
        return cls("not-found", detail, {parameter: detail} if parameter else {})

    @classmethod
    def unavailable(cls, trouble: Trouble) -> Problem:
        """Make the problem that the database can't answer now."""
        detail = TROUBLES.get(trouble.kind, TROUBLES["away"])
        return cls("unavailable", detail, headers={"Retry-After": str(trouble.retry_after)})

    def response(self, request: HttpRequest) -> HttpResponse:
        status, title = TYPES[self.kind]
        body: dict[str, Any] = {
            "type": f"{_docs(request)}#{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": request.get_full_path(),
            "errors": [{"parameter": p, "detail": d} for p, d in self.errors.items()],
        }
        return HttpResponse(
            json.dumps(body, ensure_ascii=False),
            status=status,
            content_type=CONTENT_TYPE,
            headers=self.headers,
        )


def _docs(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri(DOCS)
    except DisallowedHost:  # which is then the problem
        return f"{settings.SITE_URL}{DOCS}"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that was refused before it reached a page or the door of the API."""
    if request.path.startswith("/api/"):
        return Problem("bad-request", UNREADABLE).response(request)
    return defaults.bad_request(request, exception)
