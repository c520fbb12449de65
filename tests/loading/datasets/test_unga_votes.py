"""Votes in the UN General Assembly become positions on what was voted on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.unga_votes import ADAPTER
from relations.loading.datasets.importing import Done, ImportRefused, import_dataset
from relations.models import Agreement, Position, Side, Statement
from tests.curation.quality.finding import found

from .made_files import oddities, outcomes, reasons, state, write_cells

# As in the release of 2023: the first column has no name.
HEADER = ["", *(c.name for c in ADAPTER.files[0].columns), "member", "Country", "yes", "me"]


def vote(roll_call: int, ccode: int, code: Any, **more: Any) -> dict[str, Any]:
    row = {"rcid": roll_call, "ccode": ccode, "vote": code, "session": 70, "date": "2015-10-27"}
    row |= {"unres": "R/70/5", "amend": 0, "para": 0, "short": "EMBARGO", "descr": "ON AN EMBARGO"}
    return row | more


def load(folder: Path, *rows: dict[str, Any]) -> Done:
    return import_dataset(ADAPTER, [write_cells(folder / "UNVotes.csv", HEADER, rows)])


@pytest.fixture(autouse=True)
def states(db: Any) -> None:
    state("2", "United States")
    state("40", "Cuba")
    state("20", "Canada")


def test_yes_supports_no_opposes_and_an_abstention_says_neither(tmp_path: Path) -> None:
    done = load(tmp_path, vote(1, 2, 3), vote(1, 40, 1), vote(1, 20, 2))
    stances = {
        (p.statement.side_set.get().actor.name, p.stance, p.text) for p in Position.objects.all()
    }
    assert stances == {
        ("United States", "opposes", "Voted against R/70/5."),
        ("Cuba", "supports", "Voted for R/70/5."),
        ("Canada", "unclear", "Abstained on R/70/5."),
    }
    assert outcomes(done.report.files["votes"]) == {"loaded": 3}


def test_a_roll_call_is_one_resolution_on_which_all_take_positions(tmp_path: Path) -> None:
    load(tmp_path, vote(1, 2, 3), vote(1, 40, 1), vote(2, 2, 1, unres="R/70/6"))
    resolution = Agreement.objects.get(slug="unga-vote-1")
    assert (resolution.kind, resolution.title) == ("resolution", "EMBARGO (R/70/5)")
    assert resolution.registration == "R/70/5"
    assert resolution.position_set.count() == 2
    assert Agreement.objects.count() == 2
    statement = Statement.objects.get(slug="unga-vote-1-2")
    assert str(statement.date) == "2015-10-27"
    assert statement.title == "United States voted against R/70/5 in the UN General Assembly"


def test_absent_states_and_those_outside_said_nothing(tmp_path: Path) -> None:
    done = load(tmp_path, vote(1, 2, 8), vote(1, 40, 9), vote(1, 20, 1))
    assert Side.objects.get().actor.name == "Canada"
    assert reasons(done, "votes") == {"NOT_A_FACT": 2}


def test_votes_on_amendments_and_paragraphs_are_none_on_the_resolution(tmp_path: Path) -> None:
    done = load(tmp_path, vote(1, 2, 1, amend=1), vote(2, 2, 1, para=1))
    assert not Statement.objects.exists()
    assert reasons(done, "votes") == {"OF_A_PART": 2}


def test_a_vote_of_1_january_is_known_to_the_year(tmp_path: Path) -> None:
    load(tmp_path, vote(3, 2, 1, date="1946-01-01"))
    assert str(Statement.objects.get().date) == "1946"


def test_every_row_has_one_outcome(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        vote(1, 2, 1),
        vote(1, 2, 1),  # the same again
        vote(1, 40, 4),  # no such vote
        vote(1, 40, "yes"),
        vote(1, 999, 1),  # nobody's code
        vote(2, 40, 1, date="soon"),
        vote(2, 40, 1, rcid=""),
        vote(1, 40, "1.0", rcid="1.0"),  # as statistics programs write 1
    )
    assert outcomes(done.report.files["votes"]) == {"loaded": 2, "merged": 1, "rejected": 5}
    assert reasons(done, "votes") == {
        "NO_TERM": 2,
        "NOT_MATCHED": 1,
        "NO_DATE": 1,
        "NO_NAME": 1,
    }


def test_a_state_that_is_said_to_have_voted_both_ways_keeps_its_first_vote(
    tmp_path: Path,
) -> None:
    done = load(tmp_path, vote(1, 2, 1), vote(1, 2, 3))
    assert Position.objects.get().stance == "supports"
    assert oddities(done, "votes")["CONTRADICTION", "vote"] == 1


def test_titles_longer_than_the_field_are_kept_whole_in_the_note(tmp_path: Path) -> None:
    done = load(tmp_path, vote(1, 2, 1, short="", descr="WORDS " * 100))
    resolution = Agreement.objects.get()
    assert len(resolution.title) == 400
    assert ("WORDS " * 100).strip() in resolution.note
    assert oddities(done, "votes")["TOO_LONG", "descr"] == 1


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [vote(1, 2, 3), vote(1, 40, 1)]
    load(tmp_path, *rows)
    assert load(tmp_path, *rows).made is None


def test_written_in_parts_it_is_the_same(tmp_path: Path) -> None:
    rows = [vote(n, ccode, 1 + n % 3) for n in range(1, 9) for ccode in (2, 40, 20)]
    rows += [vote(1, 2, 2)]  # said again when its part was written
    path = write_cells(tmp_path / "UNVotes.csv", HEADER, rows)
    done = import_dataset(replace(ADAPTER, part=10), [path])
    counts = done.report.files["votes"]
    assert counts.adds_up
    assert counts.rows == len(rows)
    assert (Agreement.objects.count(), Statement.objects.count()) == (8, 24)
    assert Position.objects.count() == Side.objects.count() == 24
    assert done.vanished == 0
    assert import_dataset(ADAPTER, [path]).made is None


def test_votes_of_one_day_on_one_topic_are_no_duplicates(tmp_path: Path) -> None:
    load(
        tmp_path, *(vote(n, 2, 1, unres=number) for n, number in ((1, "R/70/5"), (2, ""), (3, "")))
    )
    assert found("duplicate_agreements") == []
    assert found("duplicate_statements") == []


def test_rows_as_releases_write_them(tmp_path: Path) -> None:
    """Numbers with a decimal point, no amend and para in later sessions, no member as NaN."""
    done = load(
        tmp_path,
        vote(1, "2.0", 1, member="1.0", amend="0.0", para="0.0"),
        vote(1, "40.0", 9, member="NaN"),
        vote(2, "40", 3, amend="", para="", member="1.0"),
        vote(3, "", 1, amend="", para=""),
    )
    assert outcomes(done.report.files["votes"]) == {"loaded": 2, "rejected": 2}
    assert reasons(done, "votes") == {"NOT_A_FACT": 1, "NO_NAME": 1}


def test_characters_that_are_not_in_utf_8_are_those_of_windows(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "UNVotes.csv", HEADER, [vote(1, 2, 1, short="CÔTE Ł ZÜRICH")])
    text = path.read_text("utf-8")
    mixed = text.replace("Ô", "\udcd4").replace("Ü", "\udcdc")
    path.write_bytes(mixed.encode("utf-8", "surrogateescape"))
    import_dataset(ADAPTER, [path])
    assert Agreement.objects.get().title == "CÔTE Ł ZÜRICH (R/70/5)"


def test_what_is_no_character_at_all_is_refused(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "UNVotes.csv", HEADER, [vote(1, 2, 1)])
    path.write_bytes(path.read_bytes().replace(b"EMBARGO", b"EMB\x81RGO"))
    with pytest.raises(ImportRefused, match="is not in"):
        import_dataset(ADAPTER, [path])
