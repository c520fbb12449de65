"""A download holds exactly the filtered rows, in the order of the list, in three formats."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from relations.exporting import KINDS, exported
from relations.models import Statement
from relations.views import downloads
from tests import factories
from tests.listed import listed
from tests.views import worlds

FAR = dt.date(2026, 1, 1)
LISTS = {
    "/countries/": "country",
    "/organizations/": "organization",
    "/agreements/": "agreement",
    "/statements/": "statement",
    "/sources/": "source",
    "/people/": "person",
    "/memberships/": "membership",
    "/incompatibilities/": "incompatibility",
}


def taken(client: Client, url: str, **query: Any) -> bytes:
    response = client.get(url, query)
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response)  # type: ignore[arg-type]


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("url", LISTS)
def test_the_three_formats_hold_the_same_rows(reader: Client, url: str) -> None:
    for _ in range(2):
        worlds.agreement()
        worlds.membership()
        worlds.statement()
        worlds.incompatibility()
    rows = json.loads(taken(reader, url, format="json"))["rows"]
    lines = read_csv(taken(reader, url, format="csv"))
    book = load_workbook(io.BytesIO(taken(reader, url, format="xlsx")))
    header, *cells = book.worksheets[0].iter_rows(values_only=True)
    shown = [row.pk for row in listed(reader.get(url).context)]
    assert len(rows) == len(lines) == len(cells) >= len(shown) > 0
    assert list(rows[0]) == list(lines[0]) == list(header)
    for row, line, sheet_row in zip(rows, lines, cells, strict=True):
        texts = ["; ".join(v) if isinstance(v, list) else str(v or "") for v in row.values()]
        assert [text or "0" for text in texts] == [text or "0" for text in line.values()]
        assert [str(v or "") for v in sheet_row] == list(line.values())


def test_all_pages_in_the_order_of_the_list_and_nothing_else(reader: Client) -> None:
    for number in range(60):
        factories.AgreementFactory(title=f"Pact {number:02}", kind="charter")
    factories.AgreementFactory(title="Treaty")
    factories.AgreementFactory(title="Pact, not published", kind="charter", review="draft")
    lines = read_csv(
        taken(reader, "/agreements/", kind="charter", sort="-title", page="2", format="csv")
    )
    assert [line["title"] for line in lines] == [f"Pact {n:02}" for n in reversed(range(60))]


def test_codes_dates_sources_and_addresses_stand_beside_names(reader: Client) -> None:
    act = factories.ActFactory(kind="signed", date="2018-05~", agreement__slug="pact")
    factories.PartyFactory(
        agreement=act.agreement, actor_country__code="QAR", actor_country__name="Ruritania"
    )
    source = act.agreement.source
    source.url = "https://example.org/pact"
    source.save()
    (row,) = json.loads(taken(reader, "/agreements/", format="json"))["rows"]
    assert row["first_act"] == "2018-05~"
    assert row["first_act_earliest"] == "2018-05-01"
    assert (row["parties"], row["party_names"]) == (["QAR"], ["Ruritania"])
    assert row["state"] == "signed"
    assert (row["source"], row["source_url"]) == (source.slug, "https://example.org/pact")
    assert row["address"] == "http://testserver/agreements/pact/"


def test_a_file_says_what_it_is(reader: Client) -> None:
    factories.AgreementFactory(kind="charter")
    query = {"kind": "charter", "as_of": "2020-11-10", "format": "json"}
    response = reader.get("/agreements/", query)
    assert (
        'filename="geopol-agreements-kind-charter-2020-11-10.json"'
        in response["Content-Disposition"]
    )
    assert 'rel="license"' in response["Link"]
    about = json.loads(b"".join(response))["metadata"]  # type: ignore[arg-type]
    assert about["as_of"] == "2020-11-10"
    assert about["filters"] == {"kind": ["charter"], "as_of": ["2020-11-10"]}
    assert about["address"] == "http://testserver/agreements/?kind=charter&as_of=2020-11-10"
    assert about["licence"]
    assert about["made"]
    assert set(about["columns"]) == {c.name for c in KINDS["agreement"].columns} | {"address"}
    book = load_workbook(io.BytesIO(taken(reader, "/agreements/", **{**query, "format": "xlsx"})))
    notes = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert notes["as_of"] == "2020-11-10"
    assert notes["slug"] == "word in the address"


def test_the_state_is_that_of_the_day(reader: Client) -> None:
    made = factories.AgreementFactory()
    factories.ActFactory(agreement=made, kind="signed", date="2010")
    factories.ActFactory(agreement=made, date="2015")
    (line,) = read_csv(taken(reader, "/agreements/", as_of="2012-01-01", format="csv"))
    assert line["state"] == "signed"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])  # noqa: RUF001
def test_no_text_is_a_formula(reader: Client, text: str) -> None:
    factories.SourceFactory(title=text)
    content = taken(reader, "/sources/", format="csv")
    assert read_csv(content)[0]["title"] == f"'{text}"
    book = load_workbook(io.BytesIO(taken(reader, "/sources/", format="xlsx")))
    assert not [cell for row in book.worksheets[0] for cell in row if cell.data_type == "f"]


def test_nothing_that_is_not_published_is_taken_away(reader: Client) -> None:
    draft = {"review": "draft"}
    made = factories.AgreementFactory()
    factories.PartyFactory(
        agreement=made, actor_country__name="Secret land", actor_country__review="draft"
    )
    side = factories.SideFactory(person__name="Secret agent", person__review="draft")
    factories.PositionFactory(
        statement=side.statement,
        target_agreement=factories.AgreementFactory(slug="secret-treaty", **draft),
    )
    factories.OrganizationFactory(
        parent=factories.OrganizationFactory(slug="secret-league", **draft)
    )
    factories.MembershipFactory(organization__name="Secret club", organization__review="draft")
    factories.OfficeFactory(title="Secret post", **draft)
    for url in LISTS:
        assert b"ecret" not in taken(reader, url, format="json"), url


def test_another_format_is_named_and_the_list_is_shown(reader: Client) -> None:
    factories.AgreementFactory()
    response = reader.get("/agreements/?format=pdf")
    assert "“pdf” is no format here: take csv, json or xlsx." in response.content.decode()
    assert response.context["object_list"]


def test_more_rows_than_xlsx_holds_are_refused_in_words(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "XLSX_ROWS", 2)
    factories.AgreementFactory.create_batch(3)
    response = reader.get("/agreements/?format=xlsx")
    assert "XLSX holds 2 rows at most, and this list has 3" in response.content.decode()


def test_a_text_too_long_for_a_cell_is_refused_in_words(reader: Client) -> None:
    factories.AgreementFactory(summary="x" * 40_000)
    assert "take CSV" in reader.get("/agreements/?format=xlsx").content.decode()


def test_batches_keep_the_order_and_ask_a_fixed_number_of_times(
    reader: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(7):
        worlds.statement()
    rows = Statement.objects.order_by("-pk")
    whole = [r["slug"] for r in exported(rows, KINDS["statement"], FAR, "")]
    with django_assert_num_queries(1 + 2 * 3):  # the keys; rows, sides and positions of each
        parts = [r["slug"] for r in exported(rows, KINDS["statement"], FAR, "", batch=4)]
    assert parts == whole
    assert len(parts) == rows.count()
