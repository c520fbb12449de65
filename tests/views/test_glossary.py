"""Every term has an entry, and every badge leads to one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from relations.glossary import VOCABULARIES, anchor_of, glossary

pytestmark = pytest.mark.django_db


def badge(kind: str, value: Any) -> str:
    template = Template("{% load taking_away %}{% term kind value %}")
    return template.render(Context({"kind": kind, "value": value}))


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_term_is_explained_and_its_badge_leads_there(reader: Client, kind: str) -> None:
    page = reader.get("/glossary/").content.decode()
    for value, label in VOCABULARIES[kind][2].choices:
        assert f'id="{anchor_of(kind, value)}"' in page
        assert f'href="/glossary/#{anchor_of(kind, value)}">{label}</a>' in badge(kind, value)


def test_no_two_places_of_the_page_have_one_name(reader: Client) -> None:
    found = re.findall(r'id="([^"]+)"', reader.get("/glossary/").content.decode())
    assert len(found) == len(set(found))


def test_every_quotation_stands_at_a_term() -> None:
    quoted = {t.anchor for entry in glossary() for t in entry.terms if t.quotations}
    assert {"state-in_force", "act-reservation", "agreement-treaty", "third-state"} <= quoted


def test_a_state_that_follows_from_no_act_is_a_dash() -> None:
    assert badge("state", "") == '<span class="badge state-none">–</span>'


def test_badges_ask_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        badge("stance", "supports")
