"""Ways to spoil a file, each with a name: what a bad disk, a careless hand and an attacker do."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Spoil = Callable[[bytes, Random], bytes]

FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]  # noqa: RUF001
TEXTS = [
    *FORMULAS,
    "",
    " ",
    "\x00",
    "\x07",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "9" * 400,
    "x" * 100_000,
    "9999-12-31",
    "2024-13-45",
    "2024-02-30",
    "..",
    "XXXX",
    "[2024..2020]",
    "'; DROP TABLE relations_agreement; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "Հայաստան",
    "\u202e\u200f",
    "javascript:alert(1)",
    "http://[::1",
    "[[[[",
    '{"a": 1}',
]
VALUES = [None, True, 0, -1, 1.5, 1e308, 10**400, [], {}, [[]], ["ZZZ"], [None], [[["ARM"]]]]


# Bytes ----------------------------------------------------------------------------------


def cut_short(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def beheaded(content: bytes, random: Random) -> bytes:
    return content[random.randrange(1, len(content)) :]


def a_hole(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content))
    return content[:start] + content[start + random.randrange(1, 200) :]


def flipped(content: bytes, random: Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 20])):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def noise_inside(content: bytes, random: Random) -> bytes:
    place = random.randrange(len(content))
    return content[:place] + random.randbytes(random.randrange(1, 50)) + content[place:]


def twice(content: bytes, random: Random) -> bytes:
    return content * 2


def a_part_repeated(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content))
    part = content[start : start + random.randrange(1, 400)]
    return content[:start] + part + content[start:]


def packed(content: bytes, random: Random) -> bytes:
    return gzip.compress(content)


BYTES = [cut_short, beheaded, a_hole, flipped, noise_inside, twice, a_part_repeated, packed]


# Text -----------------------------------------------------------------------------------


def other_encoding(content: bytes, random: Random) -> bytes:
    encoding = random.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "utf-8-sig"])
    return content.decode().encode(encoding, errors="replace")


def other_line_ends(content: bytes, random: Random) -> bytes:
    return content.replace(b"\n", random.choice([b"\r", b"\r\n", b"\n\n", b"\x0b", b" "]))


def a_text_changed(content: bytes, random: Random) -> bytes:
    """Put one of the texts in the place of some letters."""
    text = content.decode()
    start = random.randrange(len(text))
    return (text[:start] + random.choice(TEXTS) + text[start + random.randrange(9) :]).encode()


TEXT = [other_encoding, other_line_ends, a_text_changed]


# Tables ---------------------------------------------------------------------------------


def _table(change: Callable[[list[list[str]], Random], object]) -> Spoil:
    def spoil(content: bytes, random: Random) -> bytes:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        change(lines, random)
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=random.choice(",,,;\t|")).writerows(lines)
        return out.getvalue().encode()

    spoil.__name__ = change.__name__.strip("_")
    return spoil


def _cell(lines: list[list[str]], random: Random) -> tuple[int, int]:
    row = random.randrange(1, len(lines))
    return row, random.randrange(len(lines[row]))


def _columns_swapped(lines: list[list[str]], random: Random) -> None:
    a, b = (random.randrange(len(lines[0])) for _ in "ab")
    for line in lines[random.choice([0, 1]) :]:
        line[a], line[b] = line[b], line[a]


def _names_of_columns_swapped(lines: list[list[str]], random: Random) -> None:
    a, b = (random.randrange(len(lines[0])) for _ in "ab")
    lines[0][a], lines[0][b] = lines[0][b], lines[0][a]


def _a_name_of_a_column_changed(lines: list[list[str]], random: Random) -> None:
    place = random.randrange(len(lines[0]))
    lines[0][place] = random.choice([lines[0][0], "", lines[0][place].upper(), *TEXTS])


def _a_column_less(lines: list[list[str]], random: Random) -> None:
    place = random.randrange(len(lines[0]))
    for line in lines:
        del line[place]


def _a_cell_less_or_more(lines: list[list[str]], random: Random) -> None:
    row, column = _cell(lines, random)
    if random.random() < 0.5:
        del lines[row][column]
    else:
        lines[row].insert(column, random.choice(TEXTS))


def _cells_changed(lines: list[list[str]], random: Random) -> None:
    for _ in range(random.choice([1, 1, 3])):
        row, column = _cell(lines, random)
        lines[row][column] = random.choice(TEXTS)


def _a_column_of_another(lines: list[list[str]], random: Random) -> None:
    a, b = (random.randrange(len(lines[0])) for _ in "ab")
    for line in lines[1:]:
        line[a] = line[b]


def _a_row_repeated(lines: list[list[str]], random: Random) -> None:
    row, column = _cell(lines, random)
    lines.append([*lines[row]])
    if random.random() < 0.5:
        lines[-1][column] = random.choice(TEXTS)


def _no_header(lines: list[list[str]], random: Random) -> None:
    del lines[0]


def _thousands_of_columns(lines: list[list[str]], random: Random) -> None:
    for line in lines:
        line.extend(["x"] * 3_000)


TABLE = [
    _table(change)
    for change in (
        _columns_swapped,
        _names_of_columns_swapped,
        _a_name_of_a_column_changed,
        _a_column_less,
        _a_cell_less_or_more,
        _cells_changed,
        _a_column_of_another,
        _a_row_repeated,
        _no_header,
        _thousands_of_columns,
    )
]


# JSON -----------------------------------------------------------------------------------


def deep(content: bytes, random: Random) -> bytes:
    depth = random.choice([50, 1_000, 200_000])
    opening, closing = random.choice([(b"[", b"]"), (b'{"a":', b"}")])
    whole = opening * depth + b"1" + closing * depth
    return random.choice(
        [whole, b"[" + whole + b"]", content.replace(b"null", whole, 1), whole[:-9]]
    )


def odd_tokens(content: bytes, random: Random) -> bytes:
    token = random.choice(
        [b"NaN", b"-Infinity", b"1e999", b"9" * 5_000, b'"\\ud800"', b'"\\u0000"', b"undefined"]
    )
    values = [place for place in range(len(content)) if content.startswith(b': "', place)]
    if not values:
        return token
    start = random.choice(values) + 2
    end = content.find(b'"', start + 1) + 1
    return content[:start] + token + content[end:]


def a_key_twice(content: bytes, random: Random) -> bytes:
    return content.replace(b'"fields": {', b'"fields": {"slug": "a", "slug": "b", ', 1)


def _records(change: Callable[[list[dict], Random], object]) -> Spoil:
    """Change the records of a list, or of lines, and write them again as they were written."""

    def spoil(content: bytes, random: Random) -> bytes:
        in_lines = not content.lstrip().startswith(b"[")
        records = [json.loads(line) for line in content.splitlines()] if in_lines else []
        records = records or json.loads(content)
        change(records, random)
        if in_lines:
            return "\n".join(map(json.dumps, records)).encode()
        return json.dumps(records).encode()

    spoil.__name__ = change.__name__.strip("_")
    return spoil


def _a_value_changed(records: list[dict], random: Random) -> None:
    fields = random.choice(records)["fields"]
    fields[random.choice([*fields, "review", "id", "nothing"])] = random.choice(TEXTS + VALUES)


def _a_field_less(records: list[dict], random: Random) -> None:
    fields = random.choice(records)["fields"]
    del fields[random.choice([*fields])]


def _fields_swapped(records: list[dict], random: Random) -> None:
    fields = random.choice(records)["fields"]
    a, b = (random.choice([*fields]) for _ in "ab")
    fields[a], fields[b] = fields[b], fields[a]


def _another_model(records: list[dict], random: Random) -> None:
    names = ["relations.country", "relations.act", "auth.user", "relations.version", "no.such", ""]
    random.choice(records)["model"] = random.choice(names)


def _no_record(records: list[dict], random: Random) -> None:
    place = random.randrange(len(records))
    records[place] = random.choice([*VALUES, "text", {"model": "relations.country"}])  # type: ignore[call-overload]


def _a_record_repeated(records: list[dict], random: Random) -> None:
    record = json.loads(json.dumps(random.choice(records)))
    if random.random() < 0.5:
        record["fields"][random.choice([*record["fields"]])] = random.choice(TEXTS)
    records.append(record)


def _other_order(records: list[dict], random: Random) -> None:
    random.shuffle(records)


def _a_record_less(records: list[dict], random: Random) -> None:
    del records[random.randrange(len(records))]


JSON = [
    deep,
    odd_tokens,
    a_key_twice,
    *(
        _records(change)
        for change in (
            _a_value_changed,
            _a_field_less,
            _fields_swapped,
            _another_model,
            _no_record,
            _a_record_repeated,
            _other_order,
            _a_record_less,
        )
    ),
]


# Archives -------------------------------------------------------------------------------


def _parts(change: Callable[[dict[str, bytes], Random], object]) -> Spoil:
    """Change the parts of a zip archive, as a workbook is one."""

    def spoil(content: bytes, random: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts, random)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return out.getvalue()

    spoil.__name__ = change.__name__.strip("_")
    return spoil


def _sheet(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if "worksheets/" in name)


def _a_bomb(parts: dict[str, bytes], random: Random) -> None:
    parts[random.choice([_sheet(parts), "xl/media/a.png"])] = bytes(120_000_000)


def _entities_in_entities(parts: dict[str, bytes], random: Random) -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    name = _sheet(parts)
    head, _, rest = parts[name].partition(b"?>")
    start = (head + b"?>") if rest else b""
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'.encode()
    body = rest or parts[name]
    parts[name] = start + doctype + body.replace(b"</t>", b"&l9;</t>", 1)


def _a_file_of_the_machine(parts: dict[str, bytes], random: Random) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    name = random.choice([*parts])
    parts[name] = doctype + parts[name].replace(b"</t>", b"&f;</t>", 1)


def _a_part_less(parts: dict[str, bytes], random: Random) -> None:
    del parts[random.choice([*parts])]


def _a_part_spoilt(parts: dict[str, bytes], random: Random) -> None:
    name = random.choice([*parts])
    parts[name] = random.choice([*BYTES, a_text_changed])(parts[name], random)


def _names_that_climb(parts: dict[str, bytes], random: Random) -> None:
    parts["../../../tmp/climbed"] = b"x"


ARCHIVE = [
    *(
        _parts(change)
        for change in (
            _a_bomb,
            _entities_in_entities,
            _a_file_of_the_machine,
            _a_part_less,
            _a_part_spoilt,
            _names_that_climb,
        )
    )
]


FRUITLESS = (
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    RecursionError,
    csv.Error,
    zipfile.BadZipFile,
    zlib.error,
)


def spoilt(content: bytes, ways: list[Spoil], random: Random) -> tuple[str, bytes]:
    """Spoil a file in one or two of some ways; give their names and the new bytes."""
    names = []
    for way in random.sample(ways, random.choice([1, 1, 1, 2])):
        try:
            content = way(content, random)
        except FRUITLESS:
            continue  # the first way left nothing that the second could change
        names.append(way.__name__)
    return " + ".join(names), content
