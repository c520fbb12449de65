"""Formal alliances of the Correlates of War: members' rows become agreements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.cow_alliances import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.models import Act, Agreement, Party, Provision
from tests.factories import ScopeFactory

from .made_files import oddities, outcomes, reasons, state, write_cells

HEADER = [column.name for column in ADAPTER.files[0].columns]


def member(number: int, ccode: str, start: str, end: str = "", **more: Any) -> dict[str, Any]:
    """Make a member's row; dates are of the member and of the alliance, as 1879-6-(-9)."""
    row = {"version4id": number, "ccode": ccode, "state_name": f"State {ccode}", "version": "4.1"}
    row |= {"left_censor": 0, "right_censor": 0, "ss_type": "Type I: Defense Pact"}
    row |= {"defense": 1, "neutrality": 0, "nonaggression": 0, "entente": 0}
    for whose in ("all", "mem"):
        for name, date in (("st", start), ("end", end)):
            parts = date.split("/") if date else ["", "", ""]
            for part, value in zip(("year", "month", "day"), parts, strict=True):
                row[f"{whose}_{name}_{part}"] = value
    return row | more


def load(folder: Path, *rows: dict[str, Any]) -> Done:
    return import_dataset(ADAPTER, [write_cells(folder / "by_member.csv", HEADER, rows)])


def acts(agreement: Agreement) -> set[tuple[str, str, str]]:
    return {
        (act.actor.name if act.actor else "", act.kind, str(act.date))
        for act in Act.objects.filter(agreement=agreement)
    }


@pytest.fixture
def states(db: Any) -> None:
    state("300", "Austria-Hungary")
    state("255", "Germany")
    ScopeFactory(slug="defence")
    ScopeFactory(slug="security")


@pytest.mark.usefixtures("states")
def test_an_alliance_is_an_agreement_with_its_members_as_parties(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        member(7, "300", "1879/10/7", "1918/11/3"),
        member(7, "255", "1879/10/7", "1918/11/9", all_end_day=3),
    )
    agreement = Agreement.objects.get()
    assert agreement.title == "Defence pact of Austria-Hungary and Germany (1879)"
    assert agreement.review == "draft"
    assert "no. 7" in agreement.note
    assert {party.actor.name for party in Party.objects.all()} == {"Austria-Hungary", "Germany"}
    assert acts(agreement) == {
        ("", "entered_into_force", "1879-10-07"),
        ("", "terminated", "1918-11-03"),
        ("Austria-Hungary", "entered_into_force", "1879-10-07"),
        ("Germany", "entered_into_force", "1879-10-07"),
        ("Germany", "terminated", "1918-11-09"),
    }
    assert outcomes(done.report.files["members"]) == {"loaded": 2}


@pytest.mark.usefixtures("states")
def test_days_that_nobody_knows_leave_the_month(tmp_path: Path) -> None:
    load(tmp_path, member(7, "300", "1879/6/-9"), member(7, "255", "1879/-9/-9"))
    dates = set(Act.objects.filter(actor_country__isnull=False).values_list("date", flat=True))
    assert {str(date) for date in dates} == {"1879-06", "1879"}


@pytest.mark.usefixtures("states")
def test_the_end_of_the_data_is_no_end_of_an_alliance(tmp_path: Path) -> None:
    done = load(tmp_path, member(7, "300", "1949/4/4", "2012/12/31", right_censor=1))
    assert not Act.objects.filter(kind="terminated").exists()
    assert oddities(done, "members") == {("LAST_OBSERVED", "right_censor"): 1}


@pytest.mark.usefixtures("states")
def test_an_alliance_older_than_the_data_began_on_or_before_their_first_day(
    tmp_path: Path,
) -> None:
    load(tmp_path, member(7, "300", "1816/1/1", "1820/5/2", left_censor=1))
    begins = Act.objects.filter(kind="entered_into_force")
    assert {str(act.date) for act in begins} == {"[..1816-01-01]"}


@pytest.mark.usefixtures("states")
def test_pledges_are_provisions_and_say_who_made_them(tmp_path: Path) -> None:
    load(
        tmp_path,
        member(7, "300", "1879/10/7", defense=0, neutrality=1, entente=1),
        member(7, "255", "1879/10/7", defense=0, neutrality=0, entente=1),
    )
    found = {(p.scope.slug, p.force, p.text) for p in Provision.objects.all()}
    assert found == {
        (
            "defence",
            "obligation",
            "To help no enemy of an ally that is at war. Pledged by Austria-Hungary.",
        ),
        (
            "defence",
            "talks",
            "To consult each other in a crisis that could become an armed conflict.",
        ),
    }


def test_a_code_is_the_state_that_had_it_on_the_day(tmp_path: Path, db: Any) -> None:
    soviet = state("365", "Soviet Union", end="1991-12-26")
    russia = state("365", "Russia", begin="1991-12-26")
    load(tmp_path, member(1, "365", "1955/5/14"), member(2, "365", "1992/5/15"))
    found = {p.agreement.slug: p.actor for p in Party.objects.all()}
    assert found == {"cow-alliance-1": soviet, "cow-alliance-2": russia}


@pytest.mark.usefixtures("states")
def test_a_member_that_comes_back_has_two_entries(tmp_path: Path) -> None:
    load(
        tmp_path,
        member(7, "300", "1879/10/7", "1890/1/1", all_end_year=""),
        member(7, "300", "1895/2/3", all_st_year=1879),
    )
    entries = Act.objects.filter(actor_country__isnull=False, kind="entered_into_force")
    assert {(a.occurrence, str(a.date)) for a in entries} == {(1, "1879-10-07"), (2, "1895-02-03")}
    assert Party.objects.count() == 1


@pytest.mark.usefixtures("states")
def test_every_row_has_one_outcome_and_a_reason_where_it_is_not_taken(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        member(7, "300", "1879/10/7"),
        member(7, "300", "1879/10/7"),  # the same again
        member(7, "999", "1879/10/7"),  # nobody's code
        member(7, "", "1879/10/7"),  # no code
        member(7, "255", "", "1900/1/1"),  # no beginning
        member(7, "255", "1879/10/7", "1870/1/1"),  # ends before it begins
        member(0, "255", "1879/10/7", version4id="x"),  # no number
    )
    assert reasons(done, "members") == {
        "NOT_MATCHED": 1,
        "NO_NAME": 2,
        "NO_DATE": 1,
        "IMPOSSIBLE": 1,
    }
    assert sum(outcomes(done.report.files["members"]).values()) == 7
    assert Agreement.objects.get().title == (
        "Defence pact of Austria-Hungary, State and State 999 (1879)"
    )


@pytest.mark.usefixtures("states")
def test_days_that_the_calendar_does_not_have_and_words_leave_what_can_be_read(
    tmp_path: Path,
) -> None:
    done = load(
        tmp_path,
        member(7, "300", "1879/2/30"),
        member(7, "255", "1879/June/1", all_st_month=6),
        member(8, "255", "1880/13/1", all_st_month=1),
    )
    dates = {str(a.date) for a in Act.objects.filter(actor_country__isnull=False)}
    assert dates == {"1879-02?", "1879", "1880"}
    found = oddities(done, "members")
    assert found["DAY_IMPOSSIBLE", "mem_st_day"] == 1
    assert found["UNREADABLE_DATE", "mem_st_month"] == 2


@pytest.mark.usefixtures("states")
def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [member(7, "300", "1879/10/7", "1918/11/3"), member(7, "255", "1879/10/7")]
    load(tmp_path, *rows)
    again = load(tmp_path, *rows)
    assert again.made is None
    assert all(set(what) == {"unchanged"} for what in again.records.values())


@pytest.mark.usefixtures("states")
def test_a_member_that_was_matched_later_joins_the_alliance(tmp_path: Path) -> None:
    rows = [member(7, "300", "1879/10/7"), member(7, "325", "1882/5/20")]
    load(tmp_path, *rows)
    state("325", "Italy")
    load(tmp_path, *rows)
    assert {party.actor.name for party in Party.objects.all()} == {"Austria-Hungary", "Italy"}
