"""CSV and XLSX files: what is read, what is written, and what is refused in words."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from relations.loading import table_files
from relations.loading.table_files import UnreadableTable, read, write_csv, write_xlsx

from .tables import csv_of, xlsx_of

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "＝1"]  # noqa: RUF001
# What a database keeps.
WORKBOOK = xlsx_of(["a", "b"], ["x", 1])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)


def cells(content: bytes) -> list[dict[str, str]]:
    table = read(content)
    assert not table.problems
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("text", [*FORMULAS, "'plain", "_x000D_", "a_x0041_b", "\x07", "a\r\nb"])
def test_any_text_comes_back_to_the_letter(text: str) -> None:
    row = ["key", text]
    assert cells(b"".join(write_csv(["a", "b"], [row]))) == [{"a": "key", "b": text}]
    assert cells(write_xlsx("s", ["a", "b"], [row]).read()) == [{"a": "key", "b": text}]


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4))
@example(["=", "'"])
def test_whatever_the_text(texts: list[str]) -> None:
    expected = [{"a": "key", "b": text} for text in texts]
    rows = [["key", text] for text in texts]
    assert cells(b"".join(write_csv(["a", "b"], rows))) == expected
    assert cells(write_xlsx("s", ["a", "b"], rows).read()) == expected


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_does_not_take_an_exported_text_for_a_formula(text: str) -> None:
    lines = b"".join(write_csv(["a"], [[text]])).decode("utf-8-sig")
    (cell,) = list(csv.reader(io.StringIO(lines, newline="")))[1]
    assert cell.startswith("'")
    book = load_workbook(write_xlsx("s", ["a"], [[text]]))
    assert book.active["A2"].data_type == "s"
    assert book.active["A2"].quotePrefix
    assert book.active["A2"].number_format == "@"


def test_a_csv_is_known_as_utf_8_by_its_mark_and_read_without_it() -> None:
    written = b"".join(write_csv(["a"], [["Հայաստան"]]))
    assert written.startswith(b"\xef\xbb\xbf")
    assert cells(written) == cells(written[3:]) == [{"a": "Հայաստան"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_parts_the_columns_is_found_out(delimiter: str) -> None:
    content = csv_of(delimiter.join(["a", "b"]), delimiter.join(["1", "2"]))
    assert cells(content) == [{"a": "1", "b": "2"}]


def test_rows_are_numbered_as_in_the_spreadsheet() -> None:
    table = read(csv_of("a,b", '"two', 'lines",1', "", " , ", "x,2"))
    assert [row.number for row in table.rows] == [2, 5]


def test_cells_that_are_no_texts_are_written_our_way() -> None:
    content = xlsx_of(
        ["a", "b", "c", "d", "e"], [51, 2.0, True, dt.date(2024, 11, 30), None], [0.5] * 5
    )
    assert cells(content)[0] == {"a": "51", "b": "2", "c": "true", "d": "2024-11-30", "e": ""}
    assert cells(content)[1]["a"] == "0.5"


def test_a_formula_in_a_workbook_is_refused_with_its_place_and_not_evaluated() -> None:
    table = read(xlsx_of(["a", "b"], ["x", "=1+1"], ["=2+2", "y"]))
    assert [(p.row, p.column) for p in table.problems] == [(2, "b"), (3, "a")]
    assert "formula" in table.problems[0].message
    assert table.rows[0].cells == {"a": "x", "b": ""}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        ("a,b\né,1".encode("cp1252"), "Line 2 is not UTF-8"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 20, "old .xls"),
        (b"PK\x03\x04 no zip", "not a workbook"),
        (b"a,a\n1,2", "“a” stands twice"),
        (b"a,,b\n1,2,3", "Column 2 has no name"),
        (b'a\n"b', "Row 2 is not CSV"),
        (b"a\n" + b"x\n" * (table_files.MAX_ROWS + 1), "more than 5,000 rows"),
        (b"a" * (table_files.MAX_BYTES + 1), "are allowed"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableTable, match=message):
        read(content)


def test_as_many_rows_as_are_allowed_are_read() -> None:
    content = b"a\n" + b"x\n" * table_files.MAX_ROWS
    assert len(read(content).rows) == table_files.MAX_ROWS


def test_a_workbook_with_too_many_rows_or_columns_is_refused() -> None:
    with pytest.raises(UnreadableTable, match="more than 5,000 rows"):
        read(xlsx_of(["a"], *[["x"]] * (table_files.MAX_ROWS + 1)))
    with pytest.raises(UnreadableTable, match="more than 256 columns"):
        read(xlsx_of([f"c{n}" for n in range(257)]))


def test_a_cell_beyond_the_header_is_named() -> None:
    (problem,) = read(csv_of("a,b", "1,2,3")).problems
    assert problem.row == 2
    assert "3 cells" in problem.message


def test_a_text_longer_than_a_cell_of_excel_is_not_cut() -> None:
    with pytest.raises(UnreadableTable, match="take CSV"):
        write_xlsx("s", ["a"], [["x" * 40_000]])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"a,b\n"]))
def test_random_bytes_are_read_or_refused_in_words(tail: bytes, head: bytes) -> None:
    try:
        read(head + tail)
    except UnreadableTable as error:
        assert str(error)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_in_words(data: st.DataObject) -> None:
    content = bytearray(WORKBOOK)
    for position in data.draw(
        st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5), label="positions"
    ):
        content[position] ^= data.draw(st.integers(1, 255))
    try:
        read(bytes(content))
    except UnreadableTable as error:
        assert str(error)
