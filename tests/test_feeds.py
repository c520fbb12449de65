"""Feeds tell what changed in published records, as valid Atom, newest first."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from relations.models import Agreement
from tests import factories as f
from tests.counting import queries

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(response.content)  # noqa: S314 our own
    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None, name
    return root


def titles(client: Client, url: str) -> list[str]:
    return [str(e.findtext(f"{ATOM}title")) for e in feed(client, url).iter(f"{ATOM}entry")]


def test_the_feed_of_all_begins_with_the_last_change(reader: Client) -> None:
    first = f.AgreementFactory(title="Charter")
    f.StatementFactory(title="Said so")
    Agreement.objects.filter(pk=first.pk).update(summary="New.")
    found = titles(reader, "/feeds/all.atom")
    assert found[:2] == ["Charter: summary changed", "Said so: published"]


def test_an_empty_database_has_an_empty_feed(reader: Client) -> None:
    for name in ("all", "agreements", "statements"):
        assert titles(reader, f"/feeds/{name}.atom") == []


def test_a_feed_holds_fifty_entries_at_most(reader: Client) -> None:
    f.ScopeFactory.create_batch(60)
    assert len(titles(reader, "/feeds/all.atom")) == 50


def test_an_entry_keeps_its_id_and_leads_to_the_record(reader: Client) -> None:
    record = f.AgreementFactory(title="Charter <b>&\x0bmore", summary="On <i>x</i>.")

    def entry() -> Any:
        return list(feed(reader, f"/feeds/agreements/{record.slug}.atom").iter(f"{ATOM}entry"))[-1]

    one = entry()
    assert one.findtext(f"{ATOM}title") == "Charter <b>& more: published"
    assert one.findtext(f"{ATOM}summary") == "<p>On &lt;i&gt;x&lt;/i&gt;.</p>"
    assert one.find(f"{ATOM}link").get("href") == f"http://testserver{record.get_absolute_url()}"
    assert str(one.findtext(f"{ATOM}id")).startswith("tag:testserver,")
    Agreement.objects.filter(pk=record.pk).update(note="x")
    assert entry().findtext(f"{ATOM}id") == one.findtext(f"{ATOM}id")


def test_the_feed_of_an_actor_tells_of_all_that_ties_it(reader: Client) -> None:
    country = f.CountryFactory(name="Ruritania")
    organization = f.OrganizationFactory(name="League")
    f.MembershipFactory(actor_country=country, organization=organization)
    f.PartyFactory(actor_country=country, agreement=f.AgreementFactory(title="Charter"))
    f.SideFactory(actor_country=country, statement=f.StatementFactory(title="Said so"))
    f.AgreementFactory(title="Of others")
    found = " ".join(titles(reader, f"/feeds/countries/{country.slug}.atom"))
    for name in ("Ruritania", "League", "Charter", "Said so"):
        assert name in found
    assert "Of others" not in found
    assert "League" in " ".join(titles(reader, f"/feeds/organizations/{organization.slug}.atom"))


def test_the_feed_of_a_filtered_list_tells_of_its_records(reader: Client) -> None:
    party = f.PartyFactory(agreement=f.AgreementFactory(title="Charter"))
    f.AgreementFactory(title="Of others")
    url = f"/feeds/agreements.atom?party={party.actor.slug}"
    assert {t.partition(":")[0] for t in titles(reader, url)} == {"Charter"}
    side = f.SideFactory(statement=f.StatementFactory(title="Said so"))
    f.StatementFactory(title="Said otherwise")
    url = f"/feeds/statements.atom?on_behalf_of={side.actor.slug}"
    assert {t.partition(":")[0] for t in titles(reader, url)} == {"Said so"}


def test_an_unknown_filter_is_no_feed(reader: Client) -> None:
    assert reader.get("/feeds/agreements.atom?party=nobody").status_code == 404


def test_the_feed_of_a_former_slug_leads_on_and_that_of_a_draft_is_none(reader: Client) -> None:
    country = f.CountryFactory(slug="old-name")
    country.slug = "new-name"
    country.save()
    response = reader.get("/feeds/countries/old-name.atom")
    assert (response.status_code, response["Location"]) == (301, "/feeds/countries/new-name.atom")
    draft = f.AgreementFactory(review="draft")
    assert reader.get(f"/feeds/agreements/{draft.slug}.atom").status_code == 404


@pytest.mark.parametrize("url", ["/feeds/all.atom", "/feeds/agreements.atom?kind=treaty"])
def test_a_feed_asks_the_same_questions_however_much_changed(reader: Client, url: str) -> None:
    def grow(times: int) -> None:
        for _ in range(times):
            record = f.AgreementFactory()
            f.PartyFactory(agreement=record)
            f.ProvisionFactory(agreement=record)

    grow(1)
    few = queries(reader, url)
    grow(6)
    assert queries(reader, url) == few


def test_a_feed_of_nothing_says_the_same_whenever_it_is_asked(reader: Client) -> None:
    first = reader.get("/feeds/statements.atom").content.decode()
    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in first
