"""The database of one size: filled in a process of its own, which says what can be asked of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import measuring

from .asked import FREQUENT_WORD, RARE_WORD

TWENTY = 20  # statements of the person whose page is asked for


def made(database: str, rows: int, directory: Path) -> dict[str, Any]:
    """Fill the database of a URL unless it is filled; give what can be asked of it."""
    file = directory / "facts.json"
    subprocess.run(  # noqa: S603 our own
        [sys.executable, "-m", "benchmarks.peers.data", str(rows), str(file)],
        env=os.environ | {"DATABASE_URL": database, "LOG_LEVEL": "ERROR"},
        check=True,
    )
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def beside(server: str, rows: int) -> str:
    """Give the URL of the database of this size on a server of PostgreSQL; make it if need be."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = f"geopol_bench_{rows}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not known.fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return f"{server.rpartition('/')[0]}/{name}"


def main() -> None:
    rows, file = int(sys.argv[1]), Path(sys.argv[2])
    measuring.set_up("")
    from benchmarks.million import prepare

    prepare(rows)
    let_speak()
    settle()
    file.write_text(json.dumps(facts()))


def let_speak() -> None:
    """Have one person speak in twenty statements, at every size."""
    from relations.models import Side

    said = Side.objects.filter(
        statement__slug__startswith="generated-", statement__review="published"
    ).order_by("pk")
    first = said.values_list("pk", flat=True)[:TWENTY]
    Side.objects.filter(pk__in=list(first)).update(person=speaker(), office=None)


def speaker() -> Any:
    """Give the person who speaks in twenty statements."""
    from relations.models import Person

    return Person.objects.published().filter(slug__startswith="generated-").order_by("pk")[0]


def settle() -> None:
    """Leave a database that is read alike by all: one file, or a core for each query."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0")


def facts() -> dict[str, Any]:
    """Give the records that are asked for by name, and the cookie of an administrator."""
    from benchmarks.rows import FREQUENT, RARE
    from relations.models import Country, Statement

    published = Statement.objects.published()
    statement = published.order_by("pk")[published.count() // 2]
    return {
        "words": {FREQUENT_WORD: FREQUENT, RARE_WORD: RARE},
        "newest": published.first().slug,
        "statement": statement.slug,
        "number": statement.pk,
        "speaker": speaker().slug,
        "speaker_number": speaker().pk,
        "country": Country.objects.get(slug="armenia").pk,
        "session": measuring.client().cookies["__Host-sessionid"].value,
    }


if __name__ == "__main__":
    main()
