"""The page that says how to use the API."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from relations.api.docs import document
from relations.api.problems import TYPES
from tests import factories
from tests.views import worlds

PAGE = "/api/v1/docs/"


def test_it_has_every_operation_every_parameter_and_every_field(reader: Client) -> None:
    html = unescape(reader.get(PAGE).content.decode())
    for path, methods in document()["paths"].items():
        assert f"<code>{path}</code>" in html
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in html
    for name, schema in document()["components"]["schemas"].items():
        assert f'id="schema-{name}"' in html
        for code in schema.get("enum", ()):
            assert code in html


def test_every_link_within_it_leads_somewhere(reader: Client) -> None:
    html = reader.get(PAGE).content.decode()
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors
    assert set(TYPES) <= anchors  # where the type of a problem leads


def test_it_asks_the_database_nothing(reader: Client, django_assert_num_queries: Any) -> None:
    reader.get(PAGE)
    with django_assert_num_queries(0):
        assert reader.get(PAGE).status_code == 200


def test_its_examples_work(reader: Client) -> None:
    """Addresses of its curl lines, asked of a world that has what they name."""
    worlds.actor_with_everything(factories.CountryFactory(slug="armenia", code="ARM"), 1)
    factories.CountryFactory(slug="russia", code="RUS")
    factories.OrganizationFactory(slug="csto")
    html = unescape(reader.get(PAGE).content.decode())
    examples = re.findall(r"curl [^\n]*?'(http[^']+)'", html)
    assert len(examples) >= 6
    for url in examples:
        response = reader.get(url, follow=True)
        assert response.status_code == 200, url
        if not response.streaming:
            json.loads(response.content)


def test_it_says_what_the_limit_is(reader: Client, settings: Any) -> None:
    settings.API_RATE = "7/min"
    assert "7/min" in reader.get(PAGE).content.decode()


@pytest.mark.parametrize("path", ["/", "/about/"])
def test_pages_lead_to_it(reader: Client, path: str) -> None:
    assert f'href="{PAGE}"' in reader.get(path).content.decode()


def test_robots_read_it_and_leave_the_data_alone(reader: Client) -> None:
    robots = reader.get("/robots.txt").content.decode()
    assert "Disallow: /api/\n" in robots
    assert f"Allow: {PAGE}\n" in robots
