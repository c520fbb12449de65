"""What a cell of the matrix says: the latest stance, what came before, who said nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from relations.reading.matrix import (
    Cell,
    TargetKind,
    Wanted,
    cells,
    certainly_by,
    matrix,
    stated_positions,
)
from tests import factories

pytestmark = pytest.mark.django_db


def say(actor: Any, target: Any, stance: str, date: Any = "2025-01-14", **statement: Any) -> Any:
    """Let an actor take a stand on a target, and give the statement."""
    said = factories.StatementFactory(date=date, **statement)
    side(said, actor)
    name = f"target_{target._meta.model_name}"
    factories.PositionFactory(
        statement=said, **{"target_agreement": None, name: target}, stance=stance
    )
    return said


def side(statement: Any, actor: Any) -> None:
    arc = {"actor_country": None, f"actor_{actor._meta.model_name}": actor}
    factories.SideFactory(statement=statement, **arc)


def only(found: list[Cell]) -> Cell:
    (cell,) = found
    return cell


def latest(cell: Cell) -> list[str]:
    return [said.stance.value for said in cell.latest]


def earlier(cell: Cell) -> list[tuple[str, str]]:
    return [(said.stance.value, str(said.date)) for said in cell.earlier]


@pytest.fixture
def actor(db: Any) -> Any:
    return factories.CountryFactory()


@pytest.fixture
def treaty(db: Any) -> Any:
    return factories.AgreementFactory()


def test_the_latest_statement_counts_whatever_was_entered_last(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "opposes", "2025-02-01")
    say(actor, treaty, "doubts", "2024-05-01")
    cell = only(cells(stated_positions()))
    assert latest(cell) == ["opposes"]
    assert earlier(cell) == [("doubts", "2024-05-01")]
    assert cell.changed
    assert cell.times == 2


def test_who_says_the_same_again_did_not_change_its_mind(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports", "2023")
    last = say(actor, treaty, "supports", "2025-02")
    cell = only(cells(stated_positions()))
    assert not cell.changed
    assert cell.earlier == ()
    assert [said.statement for said in cell.latest] == [last.pk]


def test_who_went_and_came_back_changed_its_mind(actor: Any, treaty: Any) -> None:
    for stance, year in (("supports", "2020"), ("opposes", "2021"), ("supports", "2022")):
        say(actor, treaty, stance, year)
    cell = only(cells(stated_positions()))
    assert latest(cell) == ["supports"]
    assert earlier(cell) == [("opposes", "2021")]
    assert cell.changed


def test_different_stands_on_one_day_are_no_change_of_mind(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports")
    say(actor, treaty, "opposes")
    cell = only(cells(stated_positions()))
    assert latest(cell) == ["opposes", "supports"]
    assert cell.differs
    assert not cell.changed


@pytest.mark.parametrize(
    ("first", "then", "changed"),
    [("unclear", "supports", False), ("supports", "unclear", False), ("neutral", "doubts", True)],
)
def test_what_is_unclear_changes_nothing_and_neutral_is_a_stand(
    actor: Any, treaty: Any, first: str, then: str, changed: bool
) -> None:
    say(actor, treaty, first, "2020")
    say(actor, treaty, then, "2021")
    cell = only(cells(stated_positions()))
    assert latest(cell) == [then]
    assert cell.changed is changed


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2024", "2024-06"),
        ("2024-06-01", "2024-06"),  # the same first day: the last possible one decides
        ("[..2023-12-31]", "2024"),
        ("XXXX", "1999"),
        (None, "1999"),
        ("[2025-01-01..2025-01-10]", "2025-01-02"),
    ],
)
def test_partial_dates_go_by_their_first_day_and_undated_ones_are_oldest(
    actor: Any, treaty: Any, older: str | None, newer: str
) -> None:
    say(actor, treaty, "supports", newer)
    say(actor, treaty, "opposes", older)
    cell = only(cells(stated_positions()))
    assert latest(cell) == ["supports"]
    assert cell.changed


def test_the_last_of_one_stance_goes_by_the_same_order(actor: Any, treaty: Any) -> None:
    """What the database keeps of a stance is what the page would call its latest."""
    for date in ("2024", "XXXX", "[..2024-01-01]", "2024-01", None):
        say(actor, treaty, "supports", date)
    (said,) = only(cells(stated_positions())).latest
    assert str(said.date) == "2024"
    assert said.times == 5


def test_a_joint_statement_counts_for_each_side(treaty: Any) -> None:
    first, second = factories.CountryFactory(), factories.OrganizationFactory()
    joint = say(first, treaty, "supports")
    side(joint, second)
    found = cells(stated_positions())
    assert {(cell.actor.country, cell.actor.organization) for cell in found} == {
        (first.pk, None),
        (None, second.pk),
    }


def test_a_commentary_is_nobodys_position(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports", voice="commentary", commentator="A paper")
    assert cells(stated_positions()) == []


def test_drafts_have_no_cell(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports", review="draft")
    say(factories.CountryFactory(review="draft"), treaty, "supports")
    say(actor, factories.AgreementFactory(review="in_review"), "supports")
    assert cells(stated_positions()) == []


def test_support_of_an_organization_and_ties_with_it_are_two_things(actor: Any) -> None:
    union = factories.OrganizationFactory()
    say(actor, union, "supports", "2020")
    say(actor, union, "worsening", "2025")
    found = cells(stated_positions())
    assert {(cell.column.kind, *latest(cell)) for cell in found} == {
        (TargetKind.ORGANIZATION, "supports"),
        (TargetKind.TIES, "worsening"),
    }
    assert not any(cell.changed for cell in found)


@pytest.mark.parametrize("kind", TargetKind)
def test_a_kind_gives_its_own_targets_only(actor: Any, kind: TargetKind) -> None:
    country, organization = factories.CountryFactory(), factories.OrganizationFactory()
    say(actor, country, "unclear")
    say(actor, organization, "improving")
    say(actor, organization, "unclear")
    say(actor, factories.AgreementFactory(), "neutral")
    say(actor, factories.ScopeFactory(), "neutral")
    say(actor, factories.MembershipFactory(), "neutral")
    found = cells(stated_positions([kind]))
    assert found
    assert {cell.column.kind for cell in found} == {kind}
    every = [cell for cell in cells(stated_positions()) if cell.column.kind == kind]
    assert len(found) == len(every)


def test_as_of_a_day_counts_what_had_certainly_been_said(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports", "2024-05-01")
    say(actor, treaty, "opposes", "2025")
    by = stated_positions().filter(certainly_by(dt.date(2025, 6, 1)))
    assert latest(only(cells(by))) == ["supports"]
    by = stated_positions().filter(certainly_by(dt.date(2025, 12, 31)))
    assert latest(only(cells(by))) == ["opposes"]


def test_a_stance_keeps_the_cells_that_have_it_last(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports", "2020")
    say(actor, treaty, "opposes", "2021")
    say(actor, factories.AgreementFactory(), "supports")
    assert len(cells(stated_positions(), Wanted(["supports"]))) == 1
    changed = only(cells(stated_positions(), Wanted(only_changed=True)))
    assert latest(changed) == ["opposes"]


def test_the_heaviest_rows_and_columns_come_first_and_the_rest_on_further_pages() -> None:
    heavy = factories.CountryFactory()
    treaties = [factories.AgreementFactory() for _ in range(14)]
    for treaty in treaties:
        say(heavy, treaty, "supports")
    often = factories.CountryFactory()
    for _ in range(3):
        say(often, treaties[-1], "doubts")
    page = matrix(stated_positions())
    assert [row.actor for row in page.rows] == [heavy, often]
    assert page.columns[0].target == treaties[-1]
    assert len(page.columns) == 12
    assert not page.is_whole
    assert [row.spoken for row in page.rows] == [12, 1]
    rest = matrix(stated_positions(), column_page="2")
    assert len(rest.columns) == 2
    assert [row.actor for row in rest.rows] == [heavy]
    assert {column.target for column in [*page.columns, *rest.columns]} == set(treaties)


def test_who_is_asked_for_and_said_nothing_has_an_empty_row(actor: Any, treaty: Any) -> None:
    say(actor, treaty, "supports")
    silent = factories.OrganizationFactory()
    page = matrix(stated_positions(), asked=[silent.slug, actor.slug, "nobody"])
    assert [(row.actor, row.spoken) for row in page.rows] == [(actor, 1), (silent, 0)]
    assert page.rows[1].cells == [None]
