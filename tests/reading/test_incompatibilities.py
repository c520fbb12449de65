"""Who meets an incompatibility, on which day, and who sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from relations.reading.incompatibilities import (
    incompatibilities_met,
    incompatible_with,
    meetings_of,
    met,
)
from tests import factories as f
from tests.api.asking import get
from tests.counting import queries

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 6, 1)


def tie(country: Any, organization: Any, kind: str, date: str = "2010-01-01") -> Any:
    """Put a step of the country on its way into the organization, or out of it, on record."""
    membership, _made = f.models.Membership.objects.get_or_create(
        actor_country=country,
        organization=organization,
        defaults={"source": f.SourceFactory(), "review": "published"},
    )
    f.MembershipActFactory(membership=membership, kind=kind, date=date)
    return membership


def who(incompatibility: Any, on: dt.date = DAY) -> list[Any]:
    found = incompatibilities_met(on).get(pk=incompatibility.pk)
    return [meeting.actor for meeting in met(found)]


@pytest.mark.parametrize(
    ("steps", "meets"),
    [
        (("joined", "joined"), True),
        (("joined", "applied"), True),
        (("joined", "candidate"), True),
        (("joined", "negotiations"), True),
        (("joined", "declared_aim"), True),
        (("frozen", "applied"), True),
        (("applied", "joined"), True),
        (("applied", "applied"), False),
        (("joined", "observer"), False),
        (("joined", "invited"), False),
        (("withdrew", "joined"), False),
        (("joined", "lapsed"), False),
    ],
)
def test_it_is_met_by_who_belongs_to_one_and_belongs_or_wants_into_the_other(
    steps: tuple[str, str], meets: bool
) -> None:
    incompatibility = f.IncompatibilityFactory()
    country = f.CountryFactory()
    tie(country, incompatibility.first, steps[0])
    tie(country, incompatibility.second, steps[1])
    assert who(incompatibility) == [country] * meets
    assert [m.incompatibility for m in meetings_of(country, DAY)] == [incompatibility] * meets


def test_two_actors_in_one_organization_each_meet_nothing() -> None:
    incompatibility = f.IncompatibilityFactory()
    tie(f.CountryFactory(), incompatibility.first, "joined")
    tie(f.CountryFactory(slug="b"), incompatibility.second, "joined")
    assert who(incompatibility) == []


def test_the_day_decides_on_the_memberships() -> None:
    incompatibility = f.IncompatibilityFactory()
    country = f.CountryFactory()
    tie(country, incompatibility.first, "joined", "2015")
    tie(country, incompatibility.second, "applied", "2020-03")
    for day, meets in (("2020-03-15", False), ("2020-03-31", True)):
        assert bool(who(incompatibility, dt.date.fromisoformat(day))) == meets


@pytest.mark.parametrize(
    ("values", "from_", "until"),
    [
        ({"since": "2015-01-01"}, "2015-01-01", None),
        ({"since": "2015"}, "2015-12-31", None),
        ({"since": "2015", "until": "2019-06"}, "2015-12-31", "2019-06-30"),
        ({"until": ".."}, None, None),
    ],
)
def test_it_holds_once_it_has_begun_for_certain_until_it_is_over_for_certain(
    values: Any, from_: str | None, until: str | None
) -> None:
    made = f.IncompatibilityFactory(**values)
    first, last = (dt.date.fromisoformat(text) if text else None for text in (from_, until))
    day = dt.timedelta(days=1)

    def holds(on: dt.date) -> bool:
        return bool(type(made).objects.holding(on).exists())

    assert holds(first or dt.date(1900, 1, 1))
    assert holds(last or dt.date(2100, 1, 1))
    assert not (first and holds(first - day))
    assert not (last and holds(last + day))


def test_what_was_stated_holds_from_the_statement_on() -> None:
    stated = f.StatementFactory(date="[2025-01-09..2025-01-10]")
    made = f.IncompatibilityFactory(kind="stated", statement=stated)
    holding = type(made).objects.holding
    assert not holding(dt.date(2025, 1, 9)).exists()
    assert holding(dt.date(2025, 1, 10)).exists()


def test_nobody_meets_what_does_not_hold() -> None:
    incompatibility = f.IncompatibilityFactory(until="2019")
    country = f.CountryFactory()
    for organization in (incompatibility.first, incompatibility.second):
        tie(country, organization, "joined")
    assert who(incompatibility) == []
    assert meetings_of(country, DAY) == []
    assert who(incompatibility, dt.date(2019, 5, 1)) == [country]


@pytest.mark.parametrize("hidden", ["self", "first", "second", "statement"])
def test_readers_see_it_with_all_that_it_needs(hidden: str) -> None:
    made = f.IncompatibilityFactory(kind="stated", statement=f.StatementFactory())
    assert incompatible_with(made.first, DAY)
    record = made if hidden == "self" else getattr(made, hidden)
    record.review = "draft"
    record.save()
    assert incompatible_with(made.first, DAY) == []


def test_the_order_of_the_two_says_nothing() -> None:
    made = f.IncompatibilityFactory()
    for one, other in ((made.first, made.second), (made.second, made.first)):
        assert [x.incompatibility for x in incompatible_with(one, DAY, other)] == [made]


# The pages ------------------------------------------------------------------------------


def world(number: int) -> Any:
    """Give a country that meets as many incompatibilities of one organization."""
    country, union = f.CountryFactory(), f.OrganizationFactory()
    tie(country, union, "joined")
    for _ in range(number):
        statement = f.SideFactory(office=None).statement
        made = f.IncompatibilityFactory(first=union, kind="stated", statement=statement)
        f.CitationFactory(agreement=None, incompatibility=made)
        tie(country, made.second, "applied")
    return country, union, made


def test_pages_ask_the_same_questions_however_many_there_are(reader: Client) -> None:
    for_pages = []
    for number in (2, 6):
        country, union, made = world(number)
        urls = (
            f"/incompatibilities/?organization={union.slug}",
            f"/incompatibilities/?member={country.slug}",
            f"/incompatibilities/?format=csv&organization={union.slug}",
            f"/between/{country.slug}/{union.slug}/",
            f"/between/{union.slug}/{made.second.slug}/",
            f"/organizations/{union.slug}/",
            f"/countries/{country.slug}/",
            f"/api/v1/incompatibilities/?organization={union.slug}",
        )
        queries(reader, urls[0])  # what is cached once for all
        for_pages.append([queries(reader, url) for url in urls])
    assert for_pages[0] == for_pages[1]


def test_a_country_an_organization_and_a_pair_show_what_is_met(reader: Client) -> None:
    country, union, made = world(1)
    for path in (
        "/incompatibilities/",
        country.get_absolute_url(),
        union.get_absolute_url(),
        f"/between/{country.slug}/{union.slug}/",
        f"/between/{union.slug}/{made.second.slug}/",
    ):
        page = reader.get(path).content.decode()
        assert made.ground in page
        assert str(made.statement) in page
        assert country.name in page


def test_the_list_finds_by_organization_kind_and_who_meets_it(reader: Client) -> None:
    country, union, made = world(1)
    other = f.IncompatibilityFactory()

    def found(**query: Any) -> list[Any]:
        return list(reader.get("/incompatibilities/", query).context["object_list"])

    assert found(organization=made.second.slug) == [made]
    assert found(kind="structural") == [other]
    assert found(member=country.slug) == [made]
    assert found(member=country.slug, as_of="2009-01-01") == []


def test_the_api_says_who_meets_it_and_as_what(reader: Client) -> None:
    country, union, _made = world(1)
    [record] = get(reader, "/incompatibilities/", member=country.slug)["records"]
    [meeting] = record["met_by"]
    assert meeting["actor"]["slug"] == country.slug
    assert meeting["inside"]["organization"]["slug"] == union.slug
    assert (meeting["inside"]["status"], meeting["other"]["status"]) == ("member", "applicant")
    assert meeting["in_both"] is False


def test_the_page_of_a_source_names_what_rests_on_it(reader: Client) -> None:
    made = f.IncompatibilityFactory()
    cited = f.CitationFactory(agreement=None, incompatibility=made)
    for source in (made.source, cited.source):
        assert str(made) in reader.get(source.get_absolute_url()).content.decode()
