"""Files in the form of GGO, their rows made up, with each kind of dirt of the real ones."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

from relations.loading.datasets.adapters.ggo import ADAPTER, AGREEMENTS, PARTIES
from relations.loading.datasets.importing import Done, import_dataset
from tests import factories as f

AGREEMENT_COLUMNS = [column.name for column in AGREEMENTS.columns]
PARTY_COLUMNS = [column.name for column in PARTIES.columns]

FISH = {"treatyID": "QAA-QAB_1970A", "Title": "Treaty On Made Up Fish", "Begin": "1970-05-06"}
BIRDS = {"treatyID": "BRD_1980A", "Title": "Convention On Made Up Birds", "Begin": "1980-03-04"}
FIRST = {"treatyID": "QAA-QAB_1990A", "Title": "Agreement On Salt", "Begin": "1990-02-03"}
SECOND = {"treatyID": "QAA-QAB_1990A", "Title": "Agreement On Pepper", "Begin": "1990-02-03"}
RESOLUTION = {"treatyID": "RSL_1999R", "Title": "Resolution On Made Up Soup", "Begin": "1999-01-02"}
LONG = {"treatyID": "LNG_2000A", "Title": "Agreement " + "Long " * 90, "Begin": "2000"}
ODD = {"treatyID": "ODD_2001A", "Title": "Protocol On Odd Dates", "Begin": "2001-05-06"}

AGREEMENTS_MADE: list[dict[str, str]] = [
    {
        **FISH,
        "Signature": "1970-05-06",
        "Force": "1971-01-01",
        "End": "9999-12-31",
        "TypeAgree": "Agreement",
        "Location": "Atlantis",
        "Published": "Gazette 1",
    },
    {
        **BIRDS,
        "Signature": "1980-03-04?",
        "Force": "1981-06-07",
        "End": "1999-08-09",
        "Term": "1999-08-09",
        "TypeAgree": "Agreement",
    },
    {**FIRST, "Signature": "1990-02-03", "TypeAgree": "Agreement"},
    {**SECOND, "Signature": "1990-02-03", "TypeAgree": "MOU"},
    {**SECOND, "Signature": "1990-02-03", "TypeAgree": "MOU"},
    {**RESOLUTION, "Signature": "1999-01-02", "TypeAgree": "Resolution"},
    {**LONG, "Signature": "1981-09..1981-10", "TypeAgree": ""},
    {
        **ODD,
        "Signature": "2001-06-31",
        "Force": "0014-022005",
        "Term": "1990-01-02",
        "TypeAgree": "Protocol",
    },
    {"treatyID": "NIL_2002A", "Title": "", "Begin": "2002-02-02", "TypeAgree": "Agreement"},
]


def _party(of: dict[str, str], state: str, **dates: str) -> dict[str, str]:
    return {**of, "stateID": state, **dates}


PARTIES_MADE: list[dict[str, str]] = [
    _party(FISH, "QAA", StateSignature="1970-05-06", StateEnd="9999-12-31", Term="-218569.0"),
    # says the same
    _party(FISH, "QAA", StateSignature="1970-05-06", StateEnd="9999-12-31"),
    # fills a gap, and contradicts the signature
    _party(FISH, "QAA", StateSignature="1971-07-07", StateRatification="1970-09-09"),
    # gives an end to a state that is said to be a party still
    _party(FISH, "QAA", StateEnd="1975-06-30"),
    _party(
        FISH, "QAB", StateSignature="1970-05-06", StateForce="1971-01-01", StateEnd="1980-02-02"
    ),
    # came back after its own end
    _party(FISH, "QAB", StateForce="1985-03-03"),
    # by the code's meaning on the day
    _party(FISH, "RUS", StateSignature="1973-04-05"),
    _party(BIRDS, "RUS", StateSignature="1995-04-05"),
    # ended with the agreement, and with the state itself
    _party(BIRDS, "QAA", StateForce="1981-06-07", StateEnd="1999-08-09"),
    _party(BIRDS, "QAC", StateForce="1981-06-07", StateEnd="1991-12-31"),
    # an end before the beginning
    _party(BIRDS, "QAB", StateForce="1990-06-07", StateEnd="1970-06-30"),
    # one identifier, two agreements
    _party(FIRST, "QAA", StateSignature="1990-02-03"),
    _party(SECOND, "QAA", StateSignature="1990-02-03"),
    _party({**FIRST, "Title": "Agreement On Mustard"}, "QAA", StateSignature="1990-02-03"),
    # no agreement, another one, a rejected one
    _party({**FISH, "treatyID": "NONE_1970A"}, "QAA"),
    _party({**BIRDS, "Title": "Convention On Bees", "Begin": "1999-09-09"}, "QAA"),
    _party(RESOLUTION, "QAA", StateSignature="1999-01-02"),
    # nobody of ours: unknown, not begun on the day, decided
    _party(FISH, "ZZZ", StateSignature="1970-05-06"),
    _party(FISH, "QAD", StateSignature="1970-05-06"),
    _party(FISH, "Lost Province", StateSignature="1970-05-06"),
    _party(FISH, "", StateSignature="1970-05-06"),
]


def world() -> None:
    """Make the actors and aliases that the sample names."""
    f.CountryFactory(code="QAA", name="Qaa")
    f.CountryFactory(code="QAB", name="Qab")
    f.CountryFactory(code="QAC", name="Qac", end="1991-12-31")
    f.CountryFactory(code="QAD", name="Qad", begin="1991-09-01")
    f.CountryFactory(code="RUS", name="Russia", slug="russia")
    soviet = f.CountryFactory(code="SUN", name="Soviet Union", begin="1922-12-30", end="1991-12-26")
    f.AliasFactory(
        scheme="manystates",
        value="RUS",
        actor_country=soviet,
        begin="1922-12-30",
        end="1991-12-25",
    )
    f.AliasFactory(
        scheme="manystates", value="Lost Province", actor_country=None, note="A province."
    )


def write(
    directory: Path,
    agreements: list[dict[str, str]] | None = None,
    parties: list[dict[str, str]] | None = None,
) -> list[Path]:
    """Write the two files as manytreaties does: the parties packed."""
    first, second = directory / "agreements.csv", directory / "parties.csv.gz"
    with first.open("w", encoding="utf-8", newline="") as plain:
        _write(plain, AGREEMENT_COLUMNS, AGREEMENTS_MADE if agreements is None else agreements)
    with gzip.open(second, "wt", encoding="utf-8", newline="") as packed:
        _write(packed, PARTY_COLUMNS, PARTIES_MADE if parties is None else parties)
    return [first, second]


def _write(file: Any, columns: list[str], rows: list[dict[str, str]]) -> None:
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows(rows)


def import_sample(directory: Path, **options: Any) -> Done:
    """Import the sample as it is."""
    return import_dataset(ADAPTER, write(directory), **options)
