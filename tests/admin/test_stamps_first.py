"""A stamp never speaks of more than the page shows: it is read before the rows are.

Somebody saves at the worst moment of each page, right before the stamp is read. The page
must then show what was saved, or a later overwrite of it would pass unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from relations.curation.merging import MergeRefused, marks, merge
from relations.models import Agreement, Version
from tests import factories as f

pytestmark = pytest.mark.django_db


@contextmanager
def right_before_the_stamp(save: Callable[[], Any]) -> Iterator[list[int]]:
    """Call ``save`` before the first query that reads a stamp; the list tells that it was."""
    done: list[int] = []

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not done and 'MAX("relations_version"."id")' in sql:
            done.append(1)
            save()
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield done


@pytest.fixture
def agreement(db: Any) -> Any:
    return f.AgreementFactory(title="Treaty before", legal_force="political")


def edit(agreement: Any) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(title="Treaty after", legal_force="unclear")


def list_url(agreement: Any) -> str:
    return reverse("admin:relations_agreement_changelist")


def change_url(agreement: Any) -> str:
    return reverse("admin:relations_agreement_change", args=[agreement.pk])


def delete_url(agreement: Any) -> str:
    return reverse("admin:relations_agreement_delete", args=[agreement.pk])


def review_url(agreement: Any) -> str:
    return reverse("admin:relations_reviewrequest_review", args=["agreement", agreement.pk])


def version_url(agreement: Any) -> str:
    edited = Agreement.objects.filter(pk=agreement.pk)
    edited.update(note="Another.")
    first = Version.objects.of_record(agreement).first()
    assert first is not None
    return reverse("admin:relations_agreement_version", args=[agreement.pk, first.pk])


def merge_url(agreement: Any) -> str:
    other = f.AgreementFactory()
    return reverse("admin:merge", args=["agreement", agreement.pk, other.pk])


def prefer_url(agreement: Any) -> str:
    claim = f.ClaimFactory(agreement=agreement, field="title", value="Another title")
    return reverse("admin:relations_claim_prefer", args=[claim.pk])


@pytest.mark.parametrize(
    "address",
    [list_url, change_url, delete_url, review_url, version_url, merge_url, prefer_url],
)
def test_what_is_saved_before_the_stamp_is_on_the_page(
    analyst: Client, agreement: Any, address: Callable[[Any], str]
) -> None:
    url = address(agreement)
    with right_before_the_stamp(lambda: edit(agreement)) as saved:
        page = analyst.get(url).content.decode()
    assert saved, "no stamp was read"
    assert "Treaty after" in page


def test_a_row_that_goes_meanwhile_is_not_listed(analyst: Client, agreement: Any) -> None:
    f.AgreementFactory(title="Stays")
    gone = Agreement.objects.filter(pk=agreement.pk)
    with right_before_the_stamp(gone.delete):
        page = analyst.get(list_url(agreement)).content.decode()
    assert "Stays" in page
    assert "Treaty before" not in page


def test_a_list_keeps_its_order_and_its_pages(analyst: Client) -> None:
    for number in (3, 1, 2):
        f.SourceFactory(title=f"Treaty {number}")
    url = reverse("admin:relations_source_changelist")
    for query, order in (("?o=1", [1, 2, 3]), ("?o=-1", [3, 2, 1]), ("?o=-1&q=treaty", [3, 2, 1])):
        shown = analyst.get(url + query).context["cl"].result_list
        assert [row.title for row in shown] == [f"Treaty {number}" for number in order]


def test_a_merge_compares_under_the_lock_what_was_seen(agreement: Any) -> None:
    winner = f.AgreementFactory()
    seen = marks(Agreement, agreement.pk, winner.pk)
    edit(agreement)
    with pytest.raises(MergeRefused, match="was changed since"):
        merge(agreement, winner, None, "The same.", seen=seen)
    assert Agreement.objects.count() == 2
    merge(agreement, winner, None, "The same.", seen=marks(Agreement, agreement.pk, winner.pk))
    assert Agreement.objects.get() == winner
