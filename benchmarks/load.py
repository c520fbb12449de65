"""Time `manage.py load` beside stock loaddata and a bare load of the same rows.

    python -m benchmarks.load [--rows N] [--part N]

makes a file of N statements (default a million), N/10 agreements with three parties each
and N/20 sources, by natural keys, on databases of its own beside ``DATABASE_URL`` (default:
SQLite files in the temporary directory). Each step is a process of its own on a database
that holds fixtures/ and nothing else:

- ``load``: the file, with all checks, history and search index; a tenth of it too, to see
  whether memory grows
- ``loaddata``: ``--part`` records, as it would take half an hour for all: the first of the
  file (the first of each kind, in proportion), where small tables are in its favour; and as
  many more after ``load`` has loaded the file, less the time of one record alone, since at
  its end loaddata checks all keys of a table. Its pace for a whole file lies between
- bare: ``json.load`` of the same rows with their numbers, and executemany or COPY into the
  same tables with their indexes, without triggers and foreign keys: no checks of records
  but the CHECKs of the tables themselves, no history, no search index
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import measuring

KINDS = {"source": 20, "agreement": 10, "party": 0, "statement": 1}
TABLES = ("relations_source", "relations_agreement", "relations_party", "relations_statement")
WORDS = """
agreement border talks minister security economic energy corridor treaty ceasefire summit
delegation accession membership sanctions transit trade pipeline mission
""".split()  # noqa: SIM905
PER_STATEMENT = 1 + 1 / 10 + 3 / 10 + 1 / 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--part", type=int, default=20_000)
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step(*options.step)
        return
    with tempfile.TemporaryDirectory(prefix="geopol-load-") as name:
        compare(Path(name), options.rows, options.part)


def compare(directory: Path, rows: int, part: int) -> None:
    """Run the steps one after the other, each beside the others, and print what they took."""
    bases = Databases(directory)
    some = int(part / PER_STATEMENT)
    ranges = {
        "all": (0, rows),
        "tenth": (0, rows // 10),
        "first": (0, some),
        "more": (rows, rows + some),
        "one": (rows + some, rows + some + 1),
    }
    files = {name: directory / f"{name}.json" for name in ranges}
    count = {name: write(files[name], *ranges[name]) for name in ranges}
    print(f"{bases.vendor}, {count['all']:,} records, {files['all'].stat().st_size / 1e6:,.0f} MB")
    print(
        f"{'step':<28}{'records':>11}{'seconds':>9}{'a second':>10}{'CPU s':>8}{'peak MB':>9}",
        flush=True,
    )
    bases.make()
    took: dict[str, Any] = {}

    def run(what: str, url: str, command: str, file: Path, number: int) -> None:
        found = took[what] = in_a_process(url, command, file)
        print(
            f"{what:<28}{number:>11,}{found['seconds']:>9.1f}{number / found['seconds']:>10,.0f}"
            f"{found['cpu']:>8.1f}{found['peak'] / 1024:>9.0f}",
            flush=True,
        )

    for what, command, name in (
        ("loaddata, the first", "loaddata", "first"),
        ("load, the first", "load", "first"),
        ("load, a tenth", "load", "tenth"),
    ):
        with bases.copy() as url:
            run(what, url, command, files[name], count[name])
    with bases.copy() as url:
        run("load", url, "load", files["all"], count["all"])
        in_a_process(url, "dump", directory / "rows.json")
        run("loaddata, more", url, "loaddata", files["more"], count["more"])
        run("loaddata, one more", url, "loaddata", files["one"], count["one"])
    with bases.copy() as url:
        run("bare", url, "bare", directory / "rows.json", count["all"])
    bases._drop("base")
    for word, key in (("by the clock", "seconds"), ("by CPU time", "cpu")):
        load = took["load"][key] / count["all"]
        first = took["loaddata, the first"][key] / count["first"]
        more = (took["loaddata, more"][key] - took["loaddata, one more"][key]) / (
            count["more"] - count["one"]
        )
        print(
            f"{word}: {first / load:.1f} times as fast as loaddata on an empty database, "
            f"{more / load:.1f} times as on a full one, "
            f"{took['load'][key] / took['bare'][key]:.1f} times as long as bare"
        )


class Databases:
    """A database that holds fixtures/, and copies of it, beside the one of the settings."""

    def __init__(self, directory: Path) -> None:
        given = os.environ.get("DATABASE_URL", "")
        self.vendor = "postgresql" if given.startswith("postgres") else "sqlite"
        self._given, self._directory = given, directory

    def _url(self, name: str) -> str:
        if self.vendor == "sqlite":
            return f"sqlite:///{self._directory / name}.sqlite3"
        return self._given.rpartition("/")[0] + f"/geopol_load_{name}"

    def make(self) -> None:
        self._create("base", "")
        in_a_process(self._url("base"), "prepare", self._directory)

    def copy(self) -> Any:
        return _Copy(self)

    def _create(self, name: str, template: str) -> None:
        if self.vendor == "sqlite":
            if template:
                source = self._directory / f"{template}.sqlite3"
                (self._directory / f"{name}.sqlite3").write_bytes(source.read_bytes())
            return
        self._drop(name)
        of = f" TEMPLATE geopol_load_{template}" if template else ""
        self._run(f"CREATE DATABASE geopol_load_{name}{of}")

    def _drop(self, name: str) -> None:
        if self.vendor == "sqlite":
            for path in self._directory.glob(f"{name}.sqlite3*"):
                path.unlink()
        else:
            self._run(f"DROP DATABASE IF EXISTS geopol_load_{name}")

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self._given, autocommit=True) as connection:
            connection.execute(sql.encode())


class _Copy:
    def __init__(self, databases: Databases) -> None:
        self._databases = databases

    def __enter__(self) -> str:
        self._databases._create("copy", "base")
        return self._databases._url("copy")

    def __exit__(self, *_error: object) -> None:
        self._databases._drop("copy")


def write(path: Path, begin: int, end: int) -> int:
    """Write the records of some statements; give their number."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for record in records(begin, end):
            file.write(",\n" if count else "\n")
            json.dump(record, file, ensure_ascii=False)
            count += 1
        file.write("\n]\n")
    return count


def records(begin: int, end: int) -> Iterator[dict[str, Any]]:
    """Give the statements of these numbers by natural keys, and what comes with so many.

    Those of other numbers go before or after: together they are the same as at once.
    """
    chance = random.Random(5)  # noqa: S311 the same each time
    words = list(WORDS)
    words += [f"{a}{b}" for a, b in itertools.product(words, ("ial", "ing", "ed", "er", "less"))]
    stock = [" ".join(chance.choices(words, k=14)).capitalize() + "." for _ in range(4000)]
    stock += [f"Հայաստան և {text}" for text in stock[:80]]
    codes = ("ARM", "AZE", "GEO", "RUS", "USA", "FRA", "DEU", "TUR", "IRN", "CHN", "IND", "BRA")

    def record(model: str, **fields: Any) -> dict[str, Any]:
        return {"model": f"relations.{model}", "fields": fields}

    def day(number: int) -> str:
        return f"{1991 + number % 34}-{1 + number % 12:02}-{1 + number % 28:02}"

    for number in range(begin and begin // 20 + 1, end // 20 + 1):
        yield record(
            "source",
            slug=f"generated-source-{number}",
            kind="news",
            publisher=f"News {number % 400}",
            title=stock[number % 4000][:120],
            url=f"https://news{number % 400}.example/{number}/",
            published=day(number),
            review="published",
        )
    for number in range(begin // 10, end // 10):
        yield record(
            "agreement",
            slug=f"generated-agreement-{number}",
            title=f"{stock[number * 7 % 4000]} ({number})",
            kind="treaty",
            legal_force="binding",
            registration=f"UNTS vol. {number // 50}, I-{number}",
            review="published",
            source=[f"generated-source-{number // 2}"],
        )
        for part in range(3):
            country = [codes[(number + part * 5) % len(codes)]]
            yield record(
                "party", agreement=[f"generated-agreement-{number}"], actor_country=country
            )
    for number in range(begin, end):
        place = number * 7919  # no order in the texts
        yield record(
            "statement",
            slug=f"generated-statement-{number}",
            title=f"{words[place % len(words)]} on {words[place // 7 % len(words)]} ({number})",
            date=day(place),
            medium="interview" if number % 3 else "press_conference",
            place=("", "Geneva", "Yerevan")[number % 3],
            summary=f"{stock[place % len(stock)]} {stock[place // 11 % len(stock)]}",
            quotation=stock[place // 13 % len(stock)] if number % 2 else "",
            language=("en", "ru", "fr", "hy")[number % 4],
            review="published" if number % 10 else "draft",
            source=[f"generated-source-{number // 20}"],
        )


def in_a_process(url: str, command: str, file: Path) -> Any:
    """Run a step by itself; give its seconds and the most memory that it took, in kB."""
    done = subprocess.run(  # noqa: S603 our own
        [sys.executable, "-m", "benchmarks.load", "--step", command, str(file)],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def step(command: str, file: str) -> None:
    measuring.set_up("")
    start, cpu = time.perf_counter(), cpu_seconds()
    {"prepare": prepare, "load": load, "loaddata": loaddata, "dump": dump, "bare": bare}[command](
        Path(file)
    )
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0])
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "cpu": cpu_seconds() - cpu, "peak": peak}))


def cpu_seconds() -> float:
    """Give the processor's time of this process, and of its server where it runs here.

    What else runs on the machine counts less in it than in the clock's.
    """
    from django.db import connection

    own = time.process_time()
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
        try:
            ticks = stat.read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            return own
        own += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return own


def prepare(_directory: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0)
    if connection.vendor == "sqlite":  # one file to copy
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def load(file: Path) -> None:
    from django.core.management import call_command

    call_command("load", str(file), verbosity=0)


def loaddata(file: Path) -> None:
    from django.core.management import call_command

    call_command("loaddata", str(file), verbosity=0)


def dump(file: Path) -> None:
    """Write down the rows that were loaded, as the tables hold them."""
    from django.db import connection

    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            where = "slug LIKE 'generated-%'"
            if table == "relations_party":
                where = f"agreement_id IN (SELECT id FROM relations_agreement WHERE {where})"  # noqa: S608
            cursor.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            found[table] = {"columns": columns, "rows": cursor.fetchall()}
    with file.open("w", encoding="utf-8") as out:
        json.dump(found, out, default=str, ensure_ascii=False)


def bare(file: Path) -> None:
    """Read rows and write them, with nothing that this project adds."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        _make_bare(cursor, connection.vendor)
        with file.open(encoding="utf-8") as opened:
            tables = json.load(opened)
        for table, content in tables.items():
            names = ", ".join(f'"{column}"' for column in content["columns"])
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in content["rows"]:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(content["columns"]))
                sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(sql, content["rows"])


def _make_bare(cursor: Any, vendor: str) -> None:
    """Take triggers and foreign keys off."""
    if vendor == "sqlite":
        cursor.execute("PRAGMA cache_size = -32000")  # what load has
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        return
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


if __name__ == "__main__":
    main()
