"""Asks the API in tests."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

ROOT = "/api/v1"
PLACES = (
    "countries",
    "organizations",
    "agreements",
    "memberships",
    "incompatibilities",
    "statements",
    "positions",
    "people",
    "scopes",
    "sources",
    "claims",
)


def get(client: Client, path: str, **query: Any) -> Any:
    """Give what stands at an address behind /api/v1."""
    response = client.get(ROOT + path, query)
    assert response.status_code == 200, response.content
    return response.json()


def problem(client: Client, path: str, status: int, **query: Any) -> Any:
    """Give the problem that an address answers with."""
    response = client.get(ROOT + path, query)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    return response.json()


def lines(client: Client, place: str, **query: Any) -> list[Any]:
    """Give the records of a list as JSON Lines."""
    response = client.get(f"{ROOT}/{place}.jsonl", query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in b"".join(response).splitlines()]


def pages(client: Client, place: str, **query: Any) -> list[Any]:
    """Give the records of a list, page by page along the links."""
    found = []
    page = get(client, f"/{place}/", **query)
    while True:
        found += page["records"]
        if page["next"] is None:
            return found
        response = client.get(page["next"])
        assert response.status_code == 200
        page = response.json()
