"""Taking a record from the readers: the editor is told what goes with it, and it does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from relations.models import ReviewRequest
from relations.reading.pointing import pointing_at
from relations.vocabularies import Review
from tests import factories as f
from tests.counting import queries

pytestmark = pytest.mark.django_db

SOURCE = "everything"
PAGES = ("/statements/speech/", "/agreements/strelsau/", f"/sources/{SOURCE}/")


@pytest.fixture
def world(db: Any) -> dict[str, Any]:
    """A minister who speaks and signs for Ruritania, all of it published."""
    source = f.SourceFactory(slug=SOURCE, review=Review.PUBLISHED)
    seen = {"review": Review.PUBLISHED, "source": source}
    country = f.CountryFactory(name="Ruritania", slug="ruritania", **seen)
    person = f.PersonFactory(name="Rudolf Rassendyll", slug="rudolf", **seen)
    f.OfficeFactory(person=person, actor_country=country, title="Chancellor", **seen)
    f.OfficeFactory(
        person=person, actor_country=country, title="Envoy", **seen | {"review": Review.DRAFT}
    )
    statement = f.StatementFactory(title="A speech", slug="speech", **seen)
    f.SideFactory(statement=statement, actor_country=country, person=person)
    treaty = f.AgreementFactory(title="Treaty of Strelsau", slug="strelsau", **seen)
    f.PartyFactory(agreement=treaty, actor_country=country)
    f.ActFactory(
        agreement=treaty, actor_country=country, person=person, kind="signed", concerns="party"
    )
    later = f.AgreementFactory(title="Later treaty", slug="later", **seen)
    f.AgreementLinkFactory(from_agreement=later, to_agreement=treaty)
    return {"country": country, "person": person, "treaty": treaty}


def told(record: Any) -> dict[str, tuple[int, bool]]:
    return {str(one.label): (one.count, one.stays) for one in pointing_at(record)}


def review_url(record: Any) -> str:
    return f"/admin/relations/reviewrequest/{record._meta.model_name}/{record.pk}/"


def unpublish(client: Client, record: Any) -> None:
    stamp = client.get(review_url(record)).context["stamp"]
    data = {"step": "unpublish", "comment": "Not sure.", "_stamp": stamp}
    client.post(review_url(record), data)
    assert ReviewRequest.objects.on(record).exists()
    record.refresh_from_db()
    assert record.review == Review.DRAFT


def test_what_goes_and_what_stays_is_counted(world: dict[str, Any]) -> None:
    """Parts of the record are no news, nor is what readers don't see anyway."""
    assert told(world["person"]) == {
        "offices": (1, False),
        "acts": (1, True),
        "sides": (1, True),
    }
    assert told(world["treaty"]) == {"agreement links": (1, False)}
    assert told(world["country"]) == {
        "offices": (1, False),
        "parties": (1, False),
        "acts": (1, False),
        "sides": (1, False),
    }


def test_the_page_of_the_step_says_it(analyst: Client, world: dict[str, Any]) -> None:
    page = " ".join(analyst.get(review_url(world["person"])).content.decode().split())
    assert "Offices: 1 (no longer shown)" in page
    assert "Sides: 1 (stay, without it)" in page
    unpublish(analyst, world["person"])
    assert "no longer shown" not in analyst.get(review_url(world["person"])).content.decode()


def test_no_page_names_whom_readers_may_not_see(
    analyst: Client, reader: Client, world: dict[str, Any]
) -> None:
    pages = (
        "/countries/ruritania/",
        "/statements/speech/",
        "/agreements/strelsau/",
        f"/sources/{SOURCE}/",
    )
    before = [reader.get(url).content.decode() for url in pages]
    assert all("Rassendyll" in page for page in before)
    unpublish(analyst, world["person"])
    for url in pages:
        page = reader.get(url).content.decode()
        assert "Rassendyll" not in page, url
        assert "Chancellor" not in page, url
    assert reader.get("/people/rudolf/").status_code == 404


def test_no_page_names_a_country_or_agreement_that_readers_may_not_see(
    analyst: Client, reader: Client, world: dict[str, Any]
) -> None:
    unpublish(analyst, world["country"])
    for url in (
        "/people/rudolf/",
        "/statements/speech/",
        "/agreements/strelsau/",
        f"/sources/{SOURCE}/",
    ):
        assert "Ruritania" not in reader.get(url).content.decode(), url
    unpublish(analyst, world["treaty"])
    for url in ("/agreements/later/", f"/sources/{SOURCE}/"):
        assert "Strelsau" not in reader.get(url).content.decode(), url


def test_telling_it_asks_the_same_questions_however_much_there_is(
    analyst: Client, world: dict[str, Any]
) -> None:
    url = review_url(world["country"])
    few = queries(analyst, url)
    for _ in range(9):
        f.PartyFactory(
            agreement=f.AgreementFactory(review=Review.PUBLISHED), actor_country=world["country"]
        )
    assert queries(analyst, url) == few
