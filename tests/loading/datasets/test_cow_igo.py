"""State-years of the COW IGO data become memberships, with no more than the years say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.cow_igo import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.models import (
    Alias,
    Claim,
    Country,
    Membership,
    MembershipAct,
    Organization,
    Unmatched,
)
from tests.factories import MembershipActFactory, MembershipFactory

from .made_files import oddities, organization, outcomes, reasons, state, write_table


def load(folder: Path, *rows: str, columns: str = "un,nato,other") -> Done:
    path = write_table(folder / "state_year_format3.csv", f"ccode,year,state,{columns}", rows)
    return import_dataset(ADAPTER, [path])


def steps() -> list[tuple[str, str, str]]:
    acts = MembershipAct.objects.order_by("membership__organization__name", "date_latest")
    return [(act.membership.organization.name, act.kind, str(act.date)) for act in acts]


@pytest.fixture(autouse=True)
def actors(db: Any) -> None:
    state("2", "United States")
    organization("un", "United Nations")
    organization("nato", "NATO")


def test_a_membership_begins_in_its_first_year_and_ends_in_its_last_or_the_next(
    tmp_path: Path,
) -> None:
    done = load(
        tmp_path,
        "2,1980,usa,0,0,0",
        "2,1981,usa,1,0,0",
        "2,1982,usa,1,0,0",
        "2,1983,usa,0,0,0",
    )
    assert steps() == [
        ("United Nations", "joined", "1981"),
        ("United Nations", "ended", "[1982..1983]"),
    ]
    assert Membership.objects.get().review == "draft"
    # Nothing begins or ends in 1980 and 1982.
    assert outcomes(done.report.files["state-years"]) == {"loaded": 2, "merged": 2}


def test_the_last_year_of_the_data_is_no_exit(tmp_path: Path) -> None:
    done = load(tmp_path, "2,2013,usa,0,0,0", "2,2014,usa,1,0,0")
    assert steps() == [("United Nations", "joined", "2014")]
    assert oddities(done, "state-years")["LAST_OBSERVED", "year"] == 1


def test_the_last_year_of_a_state_is_no_exit(tmp_path: Path) -> None:
    load(tmp_path, "2,1989,usa,0,0,0", "2,1990,usa,1,0,0")
    assert steps() == [("United Nations", "joined", "1990")]


def test_a_member_in_the_first_year_joined_then_or_before(tmp_path: Path) -> None:
    done = load(tmp_path, "2,1990,usa,1,0,0")
    assert steps() == [("United Nations", "joined", "[..1990]")]
    assert oddities(done, "state-years")["FIRST_OBSERVED", "year"] == 1


def test_years_up_to_1965_are_approximate(tmp_path: Path) -> None:
    load(tmp_path, "2,1948,usa,1,-1,0", "2,1949,usa,1,1,0")
    assert ("NATO", "joined", "1949~") in steps()


def test_statuses_follow_each_other(tmp_path: Path) -> None:
    load(
        tmp_path,
        *("2,1980,usa,0,0,0", "2,1981,usa,3,0,0", "2,1982,usa,2,0,0", "2,1983,usa,1,0,0"),
        *("2,1984,usa,0,0,0", "2,1985,usa,1,0,0"),
    )
    assert [(kind, date) for _name, kind, date in steps()] == [
        ("observer", "1981"),
        ("associated", "1982"),
        ("joined", "1983"),
        ("ended", "[1983..1984]"),
        ("joined", "1985"),
    ]
    assert MembershipAct.objects.get(date="1985").occurrence == 2


def test_what_nobody_knows_is_neither_an_exit_nor_an_entry(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        *("2,1980,usa,0,-9,0", "2,1981,usa,1,1,0", "2,1982,usa,-9,1,0", "2,1983,usa,1,-9,0"),
        "2,1984,usa,7,1.5,0",
    )
    assert steps() == [
        ("NATO", "joined", "[..1981]"),
        ("United Nations", "joined", "1981"),
    ]
    found = oddities(done, "state-years")
    assert found["UNKNOWN_TERM", "un"] == 1
    assert found["UNKNOWN_TERM", "nato"] == 1


def test_an_organization_that_ceased_to_exist_ends_its_memberships(tmp_path: Path) -> None:
    load(tmp_path, "2,1990,usa,0,0,0", "2,1991,usa,0,1,0", "2,1992,usa,0,-1,0")
    assert steps() == [("NATO", "joined", "1991"), ("NATO", "ended", "[1991..1992]")]


def test_of_two_columns_of_an_organization_the_closer_tie_counts(tmp_path: Path) -> None:
    organization("eec", "European Union")
    Alias.objects.create(
        scheme="cow-igo",
        value="eu",
        actor_organization=Organization.objects.get(name="European Union"),
    )
    load(
        tmp_path,
        *("2,1991,usa,0,-1", "2,1992,usa,1,0", "2,1993,usa,-1,1", "2,1994,usa,-1,1"),
        columns="eec,eu",
    )
    assert steps() == [("European Union", "joined", "1992")]


def test_a_code_is_the_state_that_had_it_in_the_year(tmp_path: Path) -> None:
    state("365", "Soviet Union", end="1991-12-26")
    state("365", "Russia", begin="1991-12-26")
    done = load(
        tmp_path,
        *("365,1990,rus,1,0,0", "365,1991,rus,1,0,0", "365,1992,rus,1,0,0"),
    )
    found = {(m.actor.name, str(m.membershipact_set.get().date)) for m in Membership.objects.all()}
    assert found == {("Soviet Union", "[..1990]"), ("Russia", "[..1992]")}
    # In 1991 both had it: nobody decides which is meant.
    assert reasons(done, "state-years") == {"NOT_MATCHED": 1}


@pytest.mark.parametrize(
    ("stands", "claims"),
    [("1945-10-24", []), ("1945", []), ("1946-01-01", ["1945~"]), ("1944-12", ["1945~"])],
)
def test_a_membership_that_stands_there_is_recognised_and_keeps_what_people_wrote(
    tmp_path: Path, stands: str, claims: list[str]
) -> None:
    curated = MembershipFactory(
        actor_country=Country.objects.get(name="United States"),
        organization=Organization.objects.get(name="United Nations"),
    )
    MembershipActFactory(membership=curated, kind="founded", date=stands)
    load(tmp_path, "2,1944,usa,0,0,0", "2,1945,usa,1,0,0")
    act = MembershipAct.objects.get()
    assert (act.kind, str(act.date)) == ("founded", stands)
    # A year that only leaves the day open says nothing against it.
    found = Claim.objects.filter(membership_act=act, source__slug="cow-igo")
    assert [claim.value for claim in found] == claims


def test_organizations_that_nobody_matched_are_listed_and_not_made(tmp_path: Path) -> None:
    before = Organization.objects.count()
    load(tmp_path, "2,1980,usa,1,0,1")
    assert Organization.objects.count() == before
    assert [(u.scheme, u.value) for u in Unmatched.objects.all()] == [("cow-igo", "other")]


def test_every_row_has_one_outcome(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        "2,1980,usa,0,0,0",
        "2,1981,usa,1,0,0",
        "2,1981,usa,1,0,0",  # the same state-year again
        "2,,usa,1,0,0",
        "2,19o1,usa,1,0,0",
        "2,2015,usa,1,0,0",  # after the data end
        "999,1980,xxx,1,0,0",
        ",1980,,1,0,0",
    )
    assert outcomes(done.report.files["state-years"]) == {
        "loaded": 1,
        "merged": 1,
        "rejected": 6,
    }
    assert reasons(done, "state-years") == {
        "IMPOSSIBLE": 1,
        "NO_DATE": 3,
        "NOT_MATCHED": 1,
        "NO_NAME": 1,
    }


def test_a_state_without_any_membership_states_no_fact(tmp_path: Path) -> None:
    done = load(tmp_path, "2,1816,usa,-1,-1,-1", "2,1817,usa,-1,-1,-1")
    assert reasons(done, "state-years") == {"NOT_A_FACT": 2}


def test_years_in_which_nobody_looked_break_no_spell(tmp_path: Path) -> None:
    load(
        tmp_path,
        *("2,1980,usa,0,0,0", "2,1981,usa,2,0,0", "2,1982,usa,-9,0,0", "2,1985,usa,2,0,0"),
        *("2,1986,usa,-9,0,0", "2,1990,usa,0,0,0", "2,1991,usa,2,0,0"),
    )
    assert [(kind, date) for _name, kind, date in steps()] == [
        ("associated", "1981"),
        ("ended", "[1985..1990]"),
        ("associated", "1991"),
    ]


def test_columns_are_called_as_in_the_csv_and_as_in_the_files_of_statistics_programs(
    tmp_path: Path,
) -> None:
    rows = ("2,1980,usa,-1,0,-9", "2,1981,usa,-1,1,0")
    load(tmp_path, *rows, columns="AAAID,UN,Wassen")
    assert steps() == [("United Nations", "joined", "1981")]
    # The same, its key included.
    rows = ("2.0,1980.0,usa,-1.0,0.0,-9.0", "2.0,1981.0,usa,-1.0,1.0,0.0")
    assert load(tmp_path, *rows, columns="aaaid,un,wassen").made is None


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    rows = ("2,1980,usa,0,1,0", "2,1981,usa,1,1,0", "2,1982,usa,0,1,0")
    load(tmp_path, *rows)
    assert load(tmp_path, *rows).made is None
