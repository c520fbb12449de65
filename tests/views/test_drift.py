"""Drift: an actor between two poles, with every figure open down to its record."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from relations.vocabularies import ActKind, Concerns, LegalForce, MembershipActKind, Review
from tests import factories
from tests.counting import queries

URL = "/drift/armenia/russia/eu/"


def country(slug: str, **values: Any) -> Any:
    return factories.CountryFactory(slug=slug, name=slug.title(), **values)


def agreement(*parties: Any, date: str = "2000-01-01", **values: Any) -> Any:
    """Make a binding agreement that entered into force."""
    made = factories.AgreementFactory(**{"legal_force": LegalForce.BINDING, **values})
    for actor in parties:
        arc = "actor_" + actor._meta.model_name
        factories.PartyFactory(agreement=made, **{"actor_country": None, arc: actor})
    if date:
        factories.ActFactory(agreement=made, date=date)
    return made


def member(actor: Any, organization: Any, date: str = "2000-01-01", **values: Any) -> Any:
    arc = "actor_" + actor._meta.model_name
    row = factories.MembershipFactory(
        organization=organization, **{"actor_country": None, arc: actor}, **values
    )
    factories.MembershipActFactory(membership=row, date=date)
    return row


@pytest.fixture
def three(db: Any) -> tuple[Any, Any, Any]:
    eu = factories.OrganizationFactory(slug="eu", name="European Union", acronym="EU")
    return country("armenia"), country("russia"), eu


def rows(reader: Client, plot: str = "years", query: str = "", url: str = URL) -> list[Any]:
    answer = reader.get(f"{url}?format=csv&plot={plot}&{query}")
    assert answer.status_code == 200, answer.content
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(text)))


def on(reader: Client, day: str, query: str = "", url: str = URL) -> dict[str, float]:
    """Give the figures of a day: those of the last step by then."""
    found = [row for row in rows(reader, "ties", query, url) if row["day"] <= day]
    return {name: float(n) for name, n in found[-1].items() if name != "day" and n}


def test_a_share_is_that_of_all_ties_in_force(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    agreement(armenia, russia)
    agreement(armenia, russia, date="2001-01-01")
    agreement(armenia, eu, date="2002-01-01")
    agreement(armenia, country("iran"), date="2003-01-01")
    assert on(reader, "2001-12-31")["first"] == 1
    found = on(reader, "2004-01-01")
    assert (found["first"], found["second"], found["lean"]) == (0.5, 0.25, -0.25)
    assert (found["first_low"], found["first_high"], found["weight"]) == (0.5, 0.5, 4)


def test_the_page_says_so_in_a_picture_a_table_and_words(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    made = agreement(armenia, russia, title="Friendship treaty")
    agreement(armenia, eu, date="2020-01-01")
    body = reader.get(URL).content.decode()
    assert "The share of its ties that is with Russia fell: 100 %" in body
    assert f'href="{made.get_absolute_url()}"' in body.partition("<svg")[2].partition("</svg>")[0]
    assert "0.50" in body.partition("<table>")[2]


def test_only_what_readers_may_see_counts(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    agreement(armenia, russia, review=Review.DRAFT)
    member(armenia, eu, review=Review.DRAFT)
    assert "nothing to draw" in reader.get(URL).content.decode()


def test_who_only_witnessed_is_not_tied(reader: Client, three: Any) -> None:
    armenia, russia, _eu = three
    made = agreement(armenia, country("azerbaijan"))
    factories.PartyFactory(agreement=made, actor_country=russia, role="witness")
    assert "nothing to draw" in reader.get(URL).content.decode()


def test_an_organization_ties_with_those_who_are_members_at_the_time(
    reader: Client, three: Any
) -> None:
    armenia, russia, _eu = three
    council = factories.OrganizationFactory()
    member(armenia, council, "2001-01-25")
    theirs = member(russia, council, "1996-02-28")
    factories.MembershipActFactory(
        membership=theirs, kind=MembershipActKind.EXPELLED, date="2022-03-16"
    )
    assert on(reader, "2022-03-15")["first"] == 1
    assert on(reader, "2022-03-16")["first"] == 0


def test_an_organization_is_a_pole_by_its_agreements_and_by_membership_in_it(
    reader: Client, three: Any
) -> None:
    armenia, russia, eu = three
    agreement(armenia, russia)
    row = factories.MembershipFactory(actor_country=armenia, organization=eu)
    factories.MembershipActFactory(membership=row, kind="applied", date="2025-01-01")
    assert on(reader, "2025-01-01")["second"] == pytest.approx(0.25 / 1.25)
    assert on(reader, "2025-01-01", "w_applicant=1")["second"] == 0.5


def test_the_members_of_an_organization_are_a_pole_while_they_are_members(
    reader: Client, three: Any
) -> None:
    armenia, _russia, eu = three
    france = country("france")
    left = member(france, eu, "1958-01-01")
    factories.MembershipActFactory(
        membership=left, kind=MembershipActKind.WITHDREW, date="2010-01-01"
    )
    agreement(armenia, france)
    url = "/drift/armenia/russia/members:eu/"
    assert on(reader, "2009-12-31", url=url)["second"] == 1
    assert on(reader, "2010-01-01", url=url)["second"] == 0
    assert "members of EU" in reader.get(url).content.decode()


def test_who_ratified_late_is_bound_late_and_who_left_is_out(reader: Client, three: Any) -> None:
    armenia, russia, _eu = three
    made = agreement(armenia, russia, date="1998-04-16")
    own = {"agreement": made, "actor_country": armenia, "concerns": Concerns.PARTY}
    factories.ActFactory(agreement=made, kind=ActKind.SIGNED, date="1994-12-17")
    factories.ActFactory(kind=ActKind.RATIFIED, date="2000-01-01", **own)
    factories.ActFactory(kind=ActKind.WITHDRAWN, date="2005-01-01", **own)
    kinds = [(row["kind"], row["begin_earliest"]) for row in rows(reader, "records")]
    assert kinds == [("treaty_signed", "1994-12-17"), ("treaty_in_force", "2000-01-01")]
    assert rows(reader, "records")[-1]["end_earliest"] == "2005-01-01"


def test_a_signed_agreement_without_a_later_step_may_be_in_force(
    reader: Client, three: Any
) -> None:
    armenia, russia, eu = three
    agreement(armenia, eu)
    made = agreement(armenia, russia, date="")
    factories.ActFactory(agreement=made, kind=ActKind.SIGNED, date="2001-01-01")
    found = on(reader, "2002-01-01")
    assert found["first"] == pytest.approx(0.2)
    assert (found["first_low"], found["first_high"]) == (pytest.approx(0.2), 0.5)


def test_where_sources_disagree_the_range_holds_both(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    agreement(armenia, russia)
    charter = agreement(armenia, eu, legal_force=LegalForce.POLITICAL)
    for value in ("political", "binding"):
        factories.ClaimFactory(
            agreement=charter, field="legal_force", value=value,
            source=factories.SourceFactory(),
        )  # fmt: skip
    found = on(reader, "2001-01-01")
    assert found["second"] == pytest.approx(1 / 3, abs=1e-6)
    assert (found["second_low"], found["second_high"]) == (pytest.approx(1 / 3, abs=1e-6), 0.5)


def test_a_date_known_to_the_year_opens_a_range_for_that_year(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    agreement(armenia, eu)
    agreement(armenia, russia, date="2005")
    found = on(reader, "2005-02-01")
    assert (found["first_low"], found["first_high"]) == (0, 0.5)
    assert on(reader, "2006-01-01")["first_low"] == 0.5


def test_weights_stand_in_the_address_and_on_the_page(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    agreement(armenia, russia)
    agreement(armenia, eu, legal_force=LegalForce.POLITICAL)
    assert on(reader, "2001-01-01", "w_political=3")["second"] == 0.75
    body = reader.get(f"{URL}?w_political=3").content.decode()
    assert re.search(r'name="w_political"[^>]*value="3"', body)
    assert "w_political=3&amp;format=csv" in body


@pytest.mark.parametrize(
    "query",
    [
        "w_member=-1",
        "w_member=nan",
        "w_member=1e400",
        "w_member=abc",
        "w_member=1&w_member=2",
        "w_nonsense=1",
        "half_life=0",
        "half_life=inf",
        "largest=1",
        "measure=guess",
        "compared=guess",
        "data=nobody",
        "since=20x0",
        "since=0001",
        "since=9999",
        "as_of=never",
        "&".join(f"w_x{n}=1" for n in range(400)),
    ],
)
def test_what_cannot_be_counted_is_said_and_never_breaks(
    reader: Client, three: Any, query: str
) -> None:
    armenia, russia, _eu = three
    agreement(armenia, russia)
    answer = reader.get(f"{URL}?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert reader.get(f"{URL}ties.svg?{query}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/drift/nobody/russia/eu/", 404),
        ("/drift/armenia/nobody/eu/", 404),
        ("/drift/armenia/russia/members:nobody/", 404),
        ("/drift/armenia/armenia/eu/", 400),
        ("/drift/armenia/eu/eu/", 400),
        ("/drift/armenia/eu/members:russia/", 400),
        ("/drift/members:eu/russia/eu/", 404),
        ("/drift/armenia/russia/eu/nonsense.svg", 404),
        ("/drift/armenia/russia/eu/?format=xlsx", 400),
        ("/drift/armenia/russia/eu/?format=csv&plot=nonsense", 400),
    ],
)
def test_who_cannot_be_asked_about(reader: Client, three: Any, path: str, status: int) -> None:
    assert reader.get(path).status_code == status


def test_an_actor_that_ended_has_a_series_until_then(reader: Client, three: Any) -> None:
    _armenia, russia, _eu = three
    union = country("soviet-union", begin="1922-12-30", end="1991-12-26")
    agreement(union, russia, date="1970-01-01")
    last = rows(reader, "years", url="/drift/soviet-union/russia/eu/")[-1]
    assert last["day"] == "1991-12-26"


def test_former_slugs_and_codes_lead_on(reader: Client, three: Any) -> None:
    armenia, _russia, _eu = three
    answer = reader.get(f"/drift/{armenia.code}/russia/members:eu/?since=2000")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/drift/armenia/russia/members:eu/?since=2000"


def test_the_page_asks_the_same_questions_however_much_is_known(reader: Client, three: Any) -> None:
    armenia, russia, eu = three

    def grow(times: int) -> None:
        for _ in range(times):
            agreement(armenia, russia)
            organization = factories.OrganizationFactory()
            member(armenia, organization)
            member(russia, organization)
            agreement(armenia, eu)
            said = factories.PositionFactory(
                target_agreement=None, target_country=russia, stance="worsening"
            )
            factories.SideFactory(statement=said.statement, actor_country=armenia)

    grow(1)
    few = queries(reader, URL)
    grow(4)
    assert queries(reader, URL) == few


def test_agreements_are_compared_on_request(reader: Client, three: Any) -> None:
    """Those of three parties or more, by who is bound when; two can have no other in common."""
    armenia, russia, eu = three
    third, fourth = country("third"), country("fourth")
    agreement(armenia, russia, third)
    agreement(russia, third, fourth)
    agreement(armenia, russia)
    agreement(russia, third)
    agreement(russia, third, fourth, review=Review.DRAFT)
    left = agreement(armenia, eu, third)
    factories.ActFactory(
        agreement=left,
        kind=ActKind.WITHDRAWN,
        concerns=Concerns.PARTY,
        actor_country=armenia,
        date="2010-01-01",
    )

    def alike(day: str, query: str = "") -> tuple[str, ...]:
        asked = f"compared=agreements&measure=jaccard&{query}"
        [row] = [row for row in rows(reader, "similarity", asked) if row["day"] == day]
        return tuple(row[name] for name in ("first", "first_items", "second", "second_items"))

    assert alike("2009-12-31") == ("0.333333", "2.0", "0.5", "1.0")
    assert alike("2010-12-31") == ("0.5", "2.0", "0.0", "1.0")
    assert alike("2010-12-31", "largest=2") == ("", "0.0", "", "0.0")
    page = reader.get(f"{URL}?compared=agreements").content.decode()
    assert "How alike its agreements are" in page
    assert "compared=agreements&amp;format=csv&amp;plot=similarity" in page


def test_as_many_questions_for_many_agreements_to_compare(reader: Client, three: Any) -> None:
    armenia, russia, eu = three

    def grow(times: int) -> None:
        for _ in range(times):
            agreement(armenia, russia, factories.CountryFactory())
            agreement(russia, eu, factories.CountryFactory())

    grow(1)
    few = queries(reader, f"{URL}?compared=agreements")
    grow(4)
    assert queries(reader, f"{URL}?compared=agreements") == few


def test_the_plots_are_files(reader: Client, three: Any) -> None:
    armenia, russia, _eu = three
    agreement(armenia, russia)
    svg = reader.get(f"{URL}ties.svg?since=2001")
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert "http://testserver/drift/armenia/russia/eu/?since=2001" in svg.content.decode()
    assert reader.get(f"{URL}lean.png").content.startswith(b"\x89PNG")
    assert reader.get(f"{URL}stances.png").status_code == 404


def test_the_newest_positions_of_both_poles_are_dots(
    reader: Client, three: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are of one: those on the other are not pushed out."""
    monkeypatch.setattr("relations.reading.drift.pictures.MOST_DOTS", 3)
    armenia, russia, eu = three
    agreement(armenia, russia)
    agreement(armenia, eu)
    targets = {"target_country": (russia, "worsening"), "target_organization": (eu, "supports")}
    days = [("target_organization", f"201{year}-05-01") for year in range(5)]
    for target, day in (*days, ("target_country", "2020-05-01")):
        record, stance = targets[target]
        statement = factories.StatementFactory(slug=f"of-{day[:4]}", date=day)
        factories.SideFactory(statement=statement, actor_country=armenia)
        factories.PositionFactory(
            statement=statement, stance=stance, **{"target_agreement": None, target: record}
        )
    plot = reader.get(f"{URL}stances.svg").content.decode()
    dots = set(re.findall(r"/statements/(of-\d{4})/", plot))
    assert dots == {"of-2013", "of-2014", "of-2020"}


def test_the_entry_page_leads_to_the_three(reader: Client, three: Any) -> None:
    assert reader.get("/drift/").status_code == 200
    answer = reader.get("/drift/?actor=armenia&first=russia&second=members:eu")
    assert answer.headers["Location"] == "/drift/armenia/russia/members:eu/"
    for query in (
        "actor=armenia&first=nobody&second=eu",
        "actor=armenia&first=eu&second=members:russia",
    ):
        assert 'role="alert"' in reader.get(f"/drift/?{query}").content.decode()
