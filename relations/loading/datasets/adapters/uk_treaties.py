"""Treaties laid before the UK Parliament, as its Treaties API gives them in JSON.

The format is that of the API's OpenAPI document, version v1, schema
``TreatyResourceCollection``: ``{"items": [{"value": {…}}], "totalResults": …}``, as
``/api/Treaty?Take=…`` answers. Each item is a row here; the first is row 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from relations.models import Agreement, Country, Party
from relations.vocabularies import AgreementKind, LegalForce

from ..adapter import Adapter, Column, File, Rejected
from ..mapped import slug_of
from ..refusal import ImportRefused, Problem
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Work

LARGEST = 64 << 20  # bytes; the API has some hundreds of treaties
LONGEST_ID = 100

TAKEN = {
    "id": "key of the agreement",
    "name": "title",
    "commandPaperPrefix": "registration: the command paper",
    "commandPaperNumber": "registration: the command paper",
    "webLink": "note",
}
SERIES = "registration: the number in its series of the Foreign Office"
NOT_TAKEN = {
    "uri": "another form of the id",
    "commonsLayingDate": "a step of the procedure at home, none of those of the treaty",
    "lordsLayingDate": "a step of the procedure at home, none of those of the treaty",
    "debateScheduled": "a step of the procedure at home, none of those of the treaty",
    "parliamentaryConclusion": "says that ratification may follow, not that it did",
    "layingBodyName": "who in the UK laid it says nothing of the treaty",
    "layingBodyDepartment": "who in the UK laid it says nothing of the treaty",
    "layingBodyDepartmentId": "who in the UK laid it says nothing of the treaty",
    "leadDepartment": "who in the UK leads on it says nothing of the treaty",
    "leadGovernmentOrganisationDepartmentId": "who in the UK leads on it says nothing of it",
    "leadGovernmentOrganisationGroupName": "who in the UK leads on it says nothing of it",
    "treatySeriesMembership": "the same as the three citations",
    "countrySeriesMembership": "address of a citation that is taken",
    "europeanUnionSeriesMembership": "address of a citation that is taken",
    "miscellaneousSeriesMembership": "address of a citation that is taken",
}
CITATIONS = (
    "countrySeriesItemCitation",
    "europeanSeriesItemCitation",
    "miscSeriesItemCitation",
)


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the number and the fields of each treaty. Raises ImportRefused."""
    content = _content(path)
    items = content.get("items") if isinstance(content, dict) else None
    if not isinstance(items, list):
        _refuse(path, 0, "", 'is no answer of the API: {"items": [{"value": {…}}]} is wanted')
    for number, item in enumerate(items, start=1):
        value = item.get("value") if isinstance(item, dict) else None
        if not isinstance(value, dict):
            _refuse(path, number, "", '{"value": {…}} is wanted')
        for name in (*TAKEN, *CITATIONS):
            if name not in value:
                _refuse(path, number, name, "this field is missing: is it a treaty of the API?")
        yield number, {name: _text(path, number, name, each) for name, each in value.items()}


def _content(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            _refuse(path, 0, "", f"has more than {LARGEST:,} bytes: no answer of the API has")
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        _refuse(path, 0, "", f"byte {error.start + 1} is not UTF-8")
    except json.JSONDecodeError as error:
        _refuse(path, 0, "", f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})")
    except (ValueError, RecursionError):
        _refuse(path, 0, "", "not JSON of any use: nested too deep, or a number without end")
    except OSError as error:
        _refuse(path, 0, "", str(error))


def _text(path: Path, number: int, name: str, value: Any) -> str:
    if isinstance(value, list | dict):
        if name in TAKEN or name in CITATIONS:
            _refuse(path, number, name, "a text or a number is wanted")
        return ""
    text = "" if value is None else str(value).strip()
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        _refuse(path, number, name, "holds signs that are no text")
    return text


def _refuse(path: Path, number: int, column: str, message: str) -> NoReturn:
    raise ImportRefused(Problem(path.name, number, column, message))


def take(work: Work, row: Row) -> None:
    """State a treaty, and the United Kingdom as its party."""
    if not row["id"]:
        raise Rejected(Reason.NO_NAME, "id")
    if len(row["id"]) > LONGEST_ID:
        raise Rejected(Reason.IMPOSSIBLE, "id", "is longer than any id of the API")
    if not row["name"]:
        raise Rejected(Reason.NO_NAME, "name")
    if "country" not in work.memory:
        work.memory["country"] = Country.objects.filter(code="GBR").first()
    title = row["name"]
    if len(title) > 400:
        row.note("name", Oddity.TOO_LONG)
    treaty = work.put(
        Agreement,
        row,
        key=row["id"],
        slug=slug_of("uk-treaty", row["id"]),
        title=title[:400],
        kind=AgreementKind.TREATY,
        legal_force=LegalForce.BINDING,
        registration=_registration(row)[:160],
        note=" ".join(part for part in (title if len(title) > 400 else "", row["webLink"]) if part),
    )
    if work.memory["country"]:
        work.put(Party, row, agreement=treaty, actor=work.memory["country"])


def _registration(row: Row) -> str:
    paper = f"{row['commandPaperPrefix']} {row['commandPaperNumber']}".strip()
    named = paper if row["commandPaperNumber"] else ""
    return "; ".join(part for part in (named, *(row[name] for name in CITATIONS)) if part)


ADAPTER = Adapter(
    name="uk-treaties",
    title="Treaties laid before the UK Parliament (Treaties API)",
    publisher="UK Parliament",
    url="https://treaties-api.parliament.uk/",
    licence="Open Parliament Licence v3.0",
    citation=(
        "UK Parliament, Treaties API, v1. Contains Parliamentary information licensed under the "
        "Open Parliament Licence v3.0."
    ),
    version="v1",
    files=(
        File(
            "treaties",
            read=read,
            suffix=".json",
            take=take,
            columns=(
                *(Column(name, becomes=what) for name, what in TAKEN.items()),
                *(Column(name, becomes=SERIES) for name in CITATIONS),
                *(Column(name, why_not=why) for name, why in NOT_TAKEN.items()),
            ),
        ),
    ),
    notes=(
        "These are treaties laid before Parliament for ratification under the Constitutional "
        "Reform and Governance Act 2010, which by that Act bind in international law; the "
        "United Kingdom is the one party that the data name. Other parties stand only in words "
        "of the title or of a series and aren't guessed from there. No date of the data is a "
        "step of the treaty itself, so no act is written and its state stays unknown. UK "
        "Treaties Online of the Foreign Office, which has parties and dates of some 14,000 "
        "treaties, is another data set: its format isn't documented where we could read it. "
        "Fields checked against the client that is made of the API's document in the repository "
        "paragonsean/openapi-directory, APIs/parliament.uk/treaties/v1: all 23 of them; no "
        "answer of the API was tried."
    ),
)
