"""Whether anything has changed: told by two queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations.models import Scope, Version
from relations.reading.publication import RECENT, publication
from tests import factories

pytestmark = pytest.mark.django_db


def test_there_is_a_state_before_the_first_write() -> None:
    assert publication().changed is None


def test_every_write_makes_another_state() -> None:
    seen = {publication().stamp}
    country = factories.CountryFactory()
    seen.add(publication().stamp)
    country.name = "Elsewhere"
    country.save()
    seen.add(publication().stamp)
    scope = factories.ScopeFactory()
    seen.add(publication().stamp)
    Scope.objects.filter(pk=scope.pk).update(description="In bulk.")
    seen.add(publication().stamp)
    country.delete()
    seen.add(publication().stamp)
    assert len(seen) == 6


def test_without_a_write_it_stays() -> None:
    factories.CountryFactory()
    assert publication() == publication()


def test_a_row_that_is_committed_late_with_a_lower_number_counts() -> None:
    late = factories.VersionFactory().pk
    later = factories.VersionFactory()
    taken = Version.objects.filter(pk=late)
    row = taken.get()
    connection.cursor().execute("DELETE FROM relations_version WHERE id = %s", [late])
    before = publication().stamp
    row.save(force_insert=True)
    assert Version.objects.order_by("-pk").first() == later
    assert publication().stamp != before


def test_confirming_an_edit_makes_another_state() -> None:
    request = factories.ReviewRequestFactory(is_live=True)
    before = publication().stamp
    request.decision, request.decided_at = "confirmed", timezone.now()
    request.save()
    assert publication().stamp != before


def test_it_asks_two_questions_however_long_the_history(django_assert_num_queries: Any) -> None:
    factories.CountryFactory()
    with django_assert_num_queries(2):
        publication()
    with CaptureQueriesContext(connection) as captured:
        publication()
    assert str(RECENT) in captured[0]["sql"]
