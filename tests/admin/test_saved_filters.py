"""Saved filters: one's own questions to a list, kept, opened, shared, and never a way out."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from relations.models import SavedFilter
from tests import factories
from tests.counting import queries

LIST = reverse("admin:relations_agreement_changelist")
SAVE = reverse("admin:relations_agreement_save_filter")

pytestmark = pytest.mark.django_db


def logged_in(*permissions: str) -> tuple[Any, Client]:
    """Give somebody of the staff with some permissions, logged in."""
    user, client = factories.UserFactory(), Client()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user, client


def opened(kept: SavedFilter) -> str:
    return reverse(f"admin:relations_{kept.list}_filter", args=[kept.pk])


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_the_present_filter_is_kept_and_opens_the_list_as_it_was() -> None:
    user, client = logged_in("view_agreement")
    asked = "kind=charter&q=us&o=-1&p=3&_facets=True"
    response = client.post(SAVE, {"name": " US charters ", "query": asked}, follow=True)
    assert "“US charters” is saved" in said(response)
    kept = SavedFilter.objects.get()
    assert (kept.owner, kept.list, kept.name) == (user, "agreement", "US charters")
    assert kept.query == "kind=charter&q=us&o=-1", "not the page, nor how it was looked at"
    assert client.get(opened(kept))["Location"] == f"{LIST}?kind=charter&q=us&o=-1"


def test_a_list_shows_own_filters_and_shared_ones_and_the_index_one_s_own() -> None:
    user, client = logged_in("view_agreement")
    factories.SavedFilterFactory(owner=user, name="Mine")
    factories.SavedFilterFactory(owner=user, name="Elsewhere", list="statement")
    factories.SavedFilterFactory(name="For all", shared=True)
    factories.SavedFilterFactory(name="Of another")
    page = client.get(LIST).content.decode()
    assert "Mine" in page
    assert "For all" in page
    assert "Of another" not in page
    assert "Elsewhere" not in page
    index = client.get(reverse("admin:index")).content.decode()
    assert "Mine" in index
    assert "For all" not in index
    assert "Elsewhere" not in index, "a list that this user may not see"


def test_the_same_name_twice_at_one_list_is_refused_in_words() -> None:
    _user, client = logged_in("view_agreement")
    for query in ("kind=charter", "kind=treaty"):
        response = client.post(SAVE, {"name": "One", "query": query}, follow=True)
    assert "You have a filter of this name at this list." in said(response)
    assert SavedFilter.objects.get().query == "kind=charter"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "", "query": "kind=charter"}, "A saved filter has a name."),
        ({"name": "All", "query": "p=2"}, "Filter, search or sort the list first."),
        ({"name": "x" * 61, "query": "kind=charter"}, "at most 60 characters"),
        ({"name": "Long", "query": "q=" + "x" * 2000}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(data: Any, message: str) -> None:
    _user, client = logged_in("view_agreement")
    assert message in said(client.post(SAVE, data, follow=True))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "https://evil.example/",
        "//evil.example",
        "/admin/logout/",
        "x\r\nLocation: /",
        "q=//evil",
        "#",
    ],
)
def test_a_query_leads_to_its_own_list_and_nowhere_else(query: str) -> None:
    user, client = logged_in("view_agreement")
    kept = factories.SavedFilterFactory(owner=user, query=query)
    assert client.get(opened(kept))["Location"].split("?")[0] == LIST
    client.post(SAVE, {"name": "By hand", "query": query})
    posted = client.post(SAVE, {"name": "By hand", "query": query})
    assert posted["Location"].split("?")[0] == LIST


@pytest.mark.parametrize(
    ("unknown", "named"),
    [
        ("gone=1", "gone"),
        ("kind__nonsense=1", "kind__nonsense"),
        ("source__review__password=1", "source__review__password"),
        ("date_earliest__year=" + "9" * 30, "date_earliest__year"),
        ("date_earliest__year=12&date_earliest__month=99", "date_earliest__month"),
        ("id__in=a,b", "id__in"),
    ],
)
@pytest.mark.parametrize("model", ["agreement", "statement"])
def test_what_a_list_does_not_know_any_more_is_left_out_with_a_sentence(
    analyst: Client, django_user_model: Any, unknown: str, named: str, model: str
) -> None:
    user = django_user_model.objects.get(username="analyst")
    query = f"review__exact=draft&{unknown}"
    kept = factories.SavedFilterFactory(owner=user, list=model, query=query)
    response = analyst.get(opened(kept), follow=True)
    assert response.status_code == 200
    assert "does not know it any more" in said(response)
    assert named in said(response)
    assert response.request["QUERY_STRING"] in ("review__exact=draft", "")


def test_only_who_may_share_shares() -> None:
    data = {"name": "For all", "query": "kind=charter", "shared": "on"}
    _user, client = logged_in("view_agreement")
    assert client.post(SAVE, data).status_code == 403
    assert "for all" not in client.get(f"{LIST}?kind=charter").content.decode()
    _user, client = logged_in("view_agreement", "share_savedfilter")
    assert client.post(SAVE, data).status_code == 302
    assert SavedFilter.objects.get().shared


def test_one_renames_and_deletes_one_s_own_and_nobody_else_s() -> None:
    user, client = logged_in("view_agreement")
    own = factories.SavedFilterFactory(owner=user)
    taken = factories.SavedFilterFactory(owner=user)
    other = factories.SavedFilterFactory(shared=True)

    def page(kept: SavedFilter, what: str) -> str:
        return reverse(f"admin:relations_savedfilter_{what}", args=[kept.pk])

    response = client.post(page(own, "change"), {"name": taken.name})
    assert "You have a filter of this name at this list." in response.content.decode()
    client.post(page(own, "change"), {"name": "Renamed", "shared": "on"})
    own.refresh_from_db()
    assert own.name == "Renamed"
    shown = client.get(reverse("admin:relations_savedfilter_changelist")).content.decode()
    assert "Renamed" in shown
    assert other.name not in shown
    assert not own.shared, "without the permission to share"
    for what in ("change", "delete"):
        client.post(page(other, what), {"name": "Stolen", "post": "yes"})
    other.refresh_from_db()
    assert other.name != "Stolen"
    client.post(page(own, "delete"), {"post": "yes"})
    assert not SavedFilter.objects.filter(pk=own.pk).exists()


def test_filters_of_others_and_of_lists_one_may_not_see_stay_closed() -> None:
    user, client = logged_in("view_agreement")
    assert client.get(opened(factories.SavedFilterFactory())).status_code == 404
    closed = factories.SavedFilterFactory(owner=user, list="statement")
    assert client.get(opened(closed)).status_code == 403
    save = reverse("admin:relations_statement_save_filter")
    assert client.post(save, {"name": "x", "query": "q=x"}).status_code == 403
    assert client.get(SAVE).status_code == 405


def test_a_list_asks_the_same_questions_however_many_filters_there_are() -> None:
    user, client = logged_in("view_agreement")
    factories.SavedFilterFactory(owner=user)
    few = queries(client, LIST), queries(client, reverse("admin:index"))
    for _ in range(9):
        factories.SavedFilterFactory(owner=user)
    assert (queries(client, LIST), queries(client, reverse("admin:index"))) == few


def test_a_filter_of_a_model_that_is_gone_breaks_no_page() -> None:
    user, client = logged_in("view_agreement")
    kept = factories.SavedFilterFactory(owner=user, list="atlantis")
    assert client.get(reverse("admin:index")).status_code == 200
    page = client.get(reverse("admin:relations_savedfilter_change", args=[kept.pk]))
    assert "a list that is gone" in page.content.decode()
