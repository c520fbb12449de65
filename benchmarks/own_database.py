"""A new database for one run, in the environment of the commands that use it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_database(directory: Path) -> Iterator[dict[str, str]]:
    """Give the settings of production with an empty database; it is gone afterwards.

    With ``DATABASE_URL`` of a PostgreSQL server it is a new database there, which needs an
    account that may create one; else an SQLite file in ``directory``.
    """
    environment = {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "RELEASES_ROOT": str(directory / "releases"),
        "API_RATE": "",  # all readers are one client here
    }
    name = f"geopol_{secrets.token_hex(6)}"
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield environment | {"DATABASE_URL": f"sqlite:///{directory / name}.sqlite3"}
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield environment | {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
