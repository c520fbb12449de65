"""People by the number of their statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from relations.reading.lists import statements_of_people
from relations.vocabularies import Review

from .. import factories

pytestmark = pytest.mark.django_db


def speaks(person: Any, statement: Any) -> None:
    factories.SideFactory(person=person, statement=statement)


def test_statements_are_counted_once_each_and_without_drafts(client: Client) -> None:
    busy, quiet, silent = factories.PersonFactory.create_batch(3)
    for _n in range(2):
        speaks(busy, factories.StatementFactory())
    joint = factories.StatementFactory()
    speaks(quiet, joint)
    speaks(quiet, joint)  # for two actors
    for review in (Review.DRAFT, Review.IN_REVIEW):
        speaks(quiet, factories.StatementFactory(review=review))
        speaks(silent, factories.StatementFactory(review=review))
    cache.clear()
    assert statements_of_people() == {busy.pk: 2, quiet.pk: 1}
    listed = client.get("/people/?sort=-statements").context["object_list"]
    assert [(each.pk, each.statement_count) for each in listed] == [
        (busy.pk, 2),
        (quiet.pk, 1),
        (silent.pk, 0),
    ]
