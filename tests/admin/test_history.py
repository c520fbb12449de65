"""The pages on the history of a record: seen by who may look, restored by who may write."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from relations.curation.history import record_of, revision
from relations.models import Agreement, Country, Version
from relations.vocabularies import Origin
from tests import factories as f
from tests.counting import queries
from tests.facts import FACTS
from tests.test_history_triggers import change, make

from .forms import form_data
from .people import somebody

WHOLE = [model for model in FACTS if not model.part_of]
EVERY_MODEL = pytest.mark.parametrize("model", FACTS, ids=[m._meta.model_name for m in FACTS])


def url(row: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:relations_{row._meta.model_name}_{page}", args=[row.pk, *args])


def first_version(record: Any) -> Version:
    return Version.objects.of_record(record).first()


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def said(response: Any) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def restore(client: Client, page: str, reason: str = "") -> Any:
    """Restore as a browser would: with the stamp that the page shows."""
    stamp = client.get(page).context["stamp"]
    return client.post(page, {"_stamp": stamp, "_reason": reason})


# History ----------------------------------------------------------------------------------


@EVERY_MODEL
def test_the_history_of_every_row_is_that_of_its_record(analyst: Client, model: Any) -> None:
    row = make(model)
    column, value = change(model)
    with revision(user=None, origin=Origin.IMPORT, reason="From the registry"):
        model.objects.update(**{column: value})
    response = analyst.get(url(row, "history"))
    assert "“From the registry”" in text(response)
    assert response.context["number"] == record_of(row).pk
    if value:
        assert f"<ins>{value}</ins>" in text(response)


def test_everything_attached_to_a_record_is_on_one_page(analyst: Client) -> None:
    act = f.ActFactory(place="Yerevan")
    f.CitationFactory(agreement=None, act=act, locator="p. 77")
    f.PartyFactory(agreement=act.agreement, actor_country__name="Atlantis")
    f.ProvisionFactory(agreement=act.agreement, text="They will meet.")
    page = text(analyst.get(url(act.agreement, "history")))
    for shown in ("Yerevan", "p. 77", "Atlantis", "They will meet."):
        assert shown in page


def test_a_saved_form_stands_there_with_who_when_why_old_and_new(analyst: Client) -> None:
    country = f.CountryFactory(name="Burma")
    data = form_data(analyst.get(url(country, "change")))
    data |= {"name": "Myanmar", "_reason": "Renamed in 1989"}
    assert analyst.post(url(country, "change"), data).status_code == 302
    page = text(analyst.get(url(country, "history")))
    assert "<strong>analyst</strong>" in page
    assert "by hand: “Renamed in 1989”" in page
    assert "<del>Burma</del>" in page
    assert "<ins>Myanmar</ins>" in page


def test_a_form_saved_unchanged_leaves_nothing(analyst: Client) -> None:
    country = f.CountryFactory()
    analyst.post(url(country, "change"), form_data(analyst.get(url(country, "change"))))
    assert Version.objects.of_record(country).count() == 1


def test_what_was_written_past_the_application_is_said_to_be(analyst: Client) -> None:
    country = f.CountryFactory()
    assert "unknown: written past the application" in text(analyst.get(url(country, "history")))


def test_a_long_history_has_pages(analyst: Client) -> None:
    country = f.CountryFactory()
    for number in range(30):
        Country.objects.update(name=f"Name {number}")
    assert "<ins>Name 29</ins>" in text(analyst.get(url(country, "history")))
    assert "<ins>Name 1</ins>" in text(analyst.get(url(country, "history") + "?page=2"))


def test_the_history_of_a_deleted_record_and_part_can_still_be_read(analyst: Client) -> None:
    party = f.PartyFactory(note="The first to sign")
    pages = [url(party, "history"), url(party.agreement, "history")]
    party.delete()
    assert "The first to sign" in text(analyst.get(pages[0]))
    party.agreement.delete()
    for page in pages:
        assert "The first to sign" in text(analyst.get(page))


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "12"])
def test_there_is_no_history_of_nothing(analyst: Client, number: str) -> None:
    for model in ("country", "party"):
        assert analyst.get(f"/admin/relations/{model}/{number}/history/").status_code == 404


# One version -----------------------------------------------------------------------------


def test_any_version_can_be_viewed_and_restored(analyst: Client) -> None:
    agreement = f.ProvisionFactory(text="First").agreement
    version = Version.objects.of_record(agreement).last()
    agreement.provision_set.update(text="Second")
    page = url(agreement, "version", version.pk)
    shown = text(analyst.get(page))
    assert "<del>Second</del>" in shown
    assert "<ins>First</ins>" in shown
    response = restore(analyst, page, "It was right")
    assert response["Location"] == url(agreement, "change")
    assert agreement.provision_set.get().text == "First"
    made = Version.objects.of_record(agreement).last().revision
    assert (made.username, made.origin, made.reason) == ("analyst", "restore", "It was right")


@pytest.mark.parametrize("model", WHOLE, ids=[m._meta.model_name for m in WHOLE])
def test_a_version_of_every_kind_is_restored(analyst: Client, model: Any) -> None:
    record = make(model)
    column, value = change(model)
    before = getattr(record, column)
    model.objects.update(**{column: value})
    restore(analyst, url(record, "version", first_version(record).pk))
    assert model.objects.values_list(column, flat=True).get() == before


def test_a_refused_restoring_says_why_and_changes_nothing(analyst: Client) -> None:
    agreement = f.AgreementFactory()
    source, version = agreement.source, first_version(agreement)
    Agreement.objects.update(source=f.SourceFactory())
    source.delete()
    response = restore(analyst, url(agreement, "version", version.pk))
    assert "the source that it points to was deleted" in said(response)
    assert Agreement.objects.get().source != source


def test_what_changed_since_the_page_was_opened_is_not_restored_over(analyst: Client) -> None:
    country = f.CountryFactory(name="First")
    page = url(country, "version", first_version(country).pk)
    Country.objects.update(name="Second")
    stamp = analyst.get(page).context["stamp"]
    Country.objects.update(name="Third")
    response = analyst.post(page, {"_stamp": stamp})
    assert "changed since you opened this page" in said(response)
    assert Country.objects.get().name == "Third"


def test_a_reason_with_a_character_that_no_database_keeps(analyst: Client) -> None:
    country = f.CountryFactory(name="First")
    Country.objects.update(name="Second")
    restore(analyst, url(country, "version", first_version(country).pk), "a\x00b")
    assert Version.objects.of_record(country).last().revision.reason == "ab"


def test_a_version_of_another_record_is_not_found(analyst: Client) -> None:
    country, other = f.CountryFactory(), f.CountryFactory()
    page = url(country, "version", first_version(other).pk)
    assert analyst.get(page).status_code == 404
    assert analyst.post(page).status_code == 404


# Deleted ---------------------------------------------------------------------------------


@pytest.mark.parametrize("model", WHOLE, ids=[m._meta.model_name for m in WHOLE])
def test_a_deleted_record_of_every_kind_is_listed_and_brought_back(
    analyst: Client, model: Any
) -> None:
    record = make(model)
    number = record.pk
    record.delete()
    listed = analyst.get(reverse(f"admin:relations_{model._meta.model_name}_deleted"))
    (row,) = listed.context["rows"]
    page = reverse(
        f"admin:relations_{model._meta.model_name}_version", args=[number, row["version"].pk]
    )
    assert page in text(listed)
    before = analyst.get(page)
    assert before.status_code == 302
    assert restore(analyst, before["Location"]).status_code == 302
    assert model.objects.get().pk == number
    listed = analyst.get(reverse(f"admin:relations_{model._meta.model_name}_deleted"))
    assert "there again" in text(listed)


def test_where_nothing_was_deleted_the_list_says_so(analyst: Client) -> None:
    assert "Nothing of this kind" in text(analyst.get(reverse("admin:relations_scope_deleted")))


# Who may ------------------------------------------------------------------------------------


def pages_of(country: Any) -> list[str]:
    return [
        url(country, "history"),
        url(country, "version", first_version(country).pk),
        reverse("admin:relations_country_deleted"),
    ]


def test_who_may_view_may_read_the_history(db: Any) -> None:
    for page in pages_of(f.CountryFactory()):
        assert somebody("view_country", name=page).get(page).status_code == 200


def test_who_may_not_view_may_not_read_the_history(db: Any) -> None:
    client = somebody("view_organization", "change_organization")
    for page in pages_of(f.CountryFactory()):
        assert client.get(page).status_code == 403
        assert client.post(page).status_code == 403


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [
        (("view_country",), False),
        (("view_country", "add_country", "delete_country", "publish_records"), False),
        (("view_country", "change_country"), True),
    ],
)
def test_restoring_needs_the_permission_to_change(
    db: Any, permissions: tuple[str, ...], allowed: bool
) -> None:
    country = f.CountryFactory(name="First")
    Country.objects.update(name="Second")
    page = url(country, "version", first_version(country).pk)
    client = somebody(*permissions)
    assert client.get(page).context["can_restore"] is allowed
    assert restore(client, page).status_code == (302 if allowed else 403)
    assert Country.objects.get().name == ("First" if allowed else "Second")


@pytest.mark.parametrize(
    ("permissions", "allowed"),
    [
        (("view_country", "change_country", "delete_country"), False),
        (("view_country", "add_country"), True),
    ],
)
def test_bringing_back_needs_the_permission_to_add(
    db: Any, permissions: tuple[str, ...], allowed: bool
) -> None:
    country = f.CountryFactory()
    page = url(country, "version", first_version(country).pk)
    country.delete()
    assert restore(somebody(*permissions), page).status_code == (302 if allowed else 403)
    assert Country.objects.exists() is allowed


# Queries ------------------------------------------------------------------------------------


def agreement_with(rows: int) -> Any:
    agreement = f.AgreementFactory()
    for number in range(rows):
        with revision(user=None, origin=Origin.COMMAND):
            act = f.ActFactory(agreement=agreement, occurrence=number + 1)
            f.CitationFactory(agreement=None, act=act)
            f.CitationFactory(agreement=agreement)
            f.PartyFactory(agreement=agreement)
            f.ProvisionFactory(agreement=agreement)
    return agreement


@pytest.mark.parametrize("what", ["history", "version"])
def test_a_page_asks_the_same_questions_however_long_the_history(
    analyst: Client, what: str
) -> None:
    few, many = agreement_with(2), agreement_with(20)
    last = {a: [Version.objects.of_record(a).last().pk] for a in (few, many)}
    pages = [url(a, what, *(last[a] if what == "version" else ())) for a in (few, many)]
    queries(analyst, pages[0])
    assert queries(analyst, pages[1]) == queries(analyst, pages[0])


@pytest.mark.parametrize("factory", [f.MembershipFactory, f.CountryFactory])
def test_the_list_of_the_deleted_asks_the_same_questions_however_long(
    analyst: Client, factory: Any
) -> None:
    page = reverse(f"admin:relations_{factory._meta.model._meta.model_name}_deleted")

    def after_deleting(number: int) -> int:
        for _ in range(number):
            factory().delete()
        return queries(analyst, page)

    after_deleting(2)
    assert after_deleting(0) == after_deleting(18)
