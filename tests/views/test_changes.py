"""The page of what changed lately, and of one record's versions."""

from __future__ import annotations

import pytest
from django.test import Client

from relations.curation.history import revision
from relations.models import Agreement
from relations.vocabularies import Origin
from tests import factories as f
from tests.counting import queries

pytestmark = pytest.mark.django_db


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("query", ["", "?kind=nonsense", "?before=%00", f"?before={'9' * 30}"])
def test_it_opens_whatever_it_is_asked(reader: Client, query: str) -> None:
    assert "Recently changed" in page(reader, f"/changes/{query}")


def test_one_kind_of_record_can_be_asked_for(reader: Client) -> None:
    f.AgreementFactory(title="Charter")
    f.StatementFactory(title="Said so")
    assert "Charter" in page(reader, "/changes/?kind=agreement")
    assert "Said so" not in page(reader, "/changes/?kind=agreement")


def test_older_changes_stand_on_further_pages(reader: Client) -> None:
    f.ScopeFactory.create_batch(60)
    first = reader.get("/changes/?kind=scope").context
    second = reader.get(f"/changes/?kind=scope&before={first['older']}").context
    assert [len(lines) for _day, lines in first["days"]] == [50]
    assert [len(lines) for _day, lines in second["days"]] == [10]
    assert second["older"] is None


def test_the_home_page_shows_the_last_changes(reader: Client) -> None:
    record = f.AgreementFactory(title="Charter")
    Agreement.objects.filter(pk=record.pk).update(registration="UNTS 1")
    assert f'<a href="{record.get_absolute_url()}versions/">registration changed</a>' in page(
        reader, "/"
    )


def test_a_version_says_what_it_changed_and_markup_stays_text(reader: Client) -> None:
    record = f.AgreementFactory(summary="Old.")
    with revision(user=None, origin=Origin.COMMAND):
        Agreement.objects.filter(pk=record.pk).update(summary="<b>New</b>")
        f.ProvisionFactory(agreement=record, number=4)
    shown = page(reader, f"{record.get_absolute_url()}versions/")
    assert "Version 2" in shown
    assert "Summary: “Old.” became “&lt;b&gt;New&lt;/b&gt;”" in shown
    assert "provision 4 added" in shown


def test_it_asks_the_same_questions_however_much_changed(reader: Client) -> None:
    def grow(times: int) -> None:
        for _ in range(times):
            f.ProvisionFactory(agreement=f.AgreementFactory())

    grow(1)
    few = queries(reader, "/changes/?kind=agreement")
    grow(6)
    assert queries(reader, "/changes/?kind=agreement") == few
