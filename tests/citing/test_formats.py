"""What is written of a citation can be read back, whatever stands in a title."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relations.citing.citation import Citation, one_line
from relations.citing.formats import FORMATS, as_bibtex, as_csl, as_ris, as_text
from relations.reading.versions import PublicVersion

AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TITLES = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    '{}\\"\n\r\t%&#$_^~a', max_size=30
)
every_title = [
    example("100 % {of} the \\ “agreement” & more_"),
    example("Line\r\nER  - \r\nTY  - BOOK"),
    example("}{"),
    example("\\"),
    example("Հայաստան"),
]


def citation(title: str, number: int = 3, reviewed: bool = True) -> Citation:
    return Citation(
        key="geopol-agreement-x",
        title=one_line(title),
        url="https://example.org/agreements/x/",
        accessed=dt.date(2026, 12, 1),
        version=PublicVersion(number, AT, 7, reviewed),
    )


def with_examples(test):  # type: ignore[no-untyped-def]
    for one in every_title:
        test = one(test)
    return given(title=TITLES)(test)


COMMANDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "$&#_%"},
}


def read_bibtex(text: str) -> dict[str, str]:
    """Read one entry as BibTeX does: a field ends where its braces are closed."""
    head, _, body = text.partition(",\n")
    assert re.fullmatch(r"@misc\{[\w-]+", head)
    fields, position = {}, 0
    while match := re.compile(r"\s*(\w+) = \{").match(body, position):
        depth, end = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(body[end], 0)
            end += 1
        fields[match[1]] = body[match.end() : end - 1]
        position = end + (body[end] == ",")
    assert body[position:].strip() == "}"
    return fields


def read_tex(text: str) -> str:
    """Undo the escapes of TeX; an unescaped sign that is special in TeX is an error."""
    pattern = "|".join(re.escape(command) for command in COMMANDS)
    bare = re.sub(pattern, "", text)
    assert not re.search(r"[{}\\$&#_%~^]", bare), bare
    return re.sub(pattern, lambda match: COMMANDS[match[0]], text)


@with_examples
def test_bibtex_is_read_back(title: str) -> None:
    cited = citation(title)
    fields = read_bibtex(as_bibtex(cited))
    assert fields["title"][0] == "{" and fields["title"][-1] == "}"
    assert read_tex(fields["title"][1:-1]) == cited.title
    assert fields["version"] == "3"
    assert (fields["year"], fields["urldate"]) == ("2026", "2026-12-01")
    assert "version 3 of 24 November 2026" in fields["note"]


@with_examples
def test_ris_is_read_back(title: str) -> None:
    cited = citation(title)
    text = as_ris(cited)
    assert text.endswith("ER  - \r\n")
    rows = [line.split("  - ", 1) for line in text.split("\r\n")[:-1]]
    assert all(re.fullmatch("[A-Z][A-Z0-9]", row[0]) for row in rows)
    assert [row[0] for row in rows].count("ER") == 1 and rows[0] == ["TY", "ELEC"]
    assert dict(rows).get("TI", "") == cited.title
    assert dict(rows)["UR"] == cited.url
    assert dict(rows)["Y2"] == "2026/12/01/"
    assert "\n" not in text.replace("\r\n", "")


@with_examples
def test_csl_json_is_read_back(title: str) -> None:
    cited = citation(title)
    (item,) = json.loads(as_csl(cited))
    assert item["title"] == cited.title
    assert item["version"] == "3"
    assert item["issued"] == {"date-parts": [[2026, 11, 24]]}
    assert item["accessed"] == {"date-parts": [[2026, 12, 1]]}
    # names of CSL 1.0.2, and no others
    assert set(item) <= {
        *("id", "type", "author", "title", "container-title", "language", "URL"),
        *("accessed", "issued", "version", "note"),
    }


def test_the_text_names_site_title_version_day_and_address() -> None:
    assert as_text(citation("Charter")) == (
        "geopol: “Charter”, version 3 of 24 November 2026, accessed 1 December 2026."
        " https://example.org/agreements/x/"
    )


def test_a_version_that_no_editor_has_confirmed_is_cited_as_such() -> None:
    assert "not yet reviewed by an editor" in as_text(citation("Charter", reviewed=False))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_page_that_is_no_record_is_cited_by_its_day(ending: str) -> None:
    pair = Citation("geopol-between-a-b", "A and B", "https://e.org/", dt.date(2026, 12, 1))
    assert "version" not in FORMATS[ending].write(pair)
