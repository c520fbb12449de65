"""Starts us and each peer on the same rows."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import asked
from .servers import Server, free_port, gunicorn, serving

SECRET_KEY = "benchmark" * 8  # that of measuring.set_up, whose session is used
INSTALLED = Path(".venv/peers/bin/datasette")


@contextmanager
def all_servers(database: str, file: Path, directory: Path) -> Iterator[dict[str, Server]]:
    """Run everything that is installed until the block ends; gives servers by their name.

    ``database`` is the URL of the rows, ``file`` the SQLite file of the same ones.
    """
    usual = {
        "DATABASE_URL": database,
        "SECRET_KEY": SECRET_KEY,
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1",
        "LOG_LEVEL": "ERROR",  # the peers write no line for a request either
        "PYTHONWARNINGS": "ignore:No directory at",
    }
    counted = database if database.startswith("postgres") else ""
    with ExitStack() as running:
        servers: dict[str, Server] = {}

        def start(name: str, command: list[str], port: int, **environment: str) -> None:
            log = directory / f"{name}.log"
            server = serving(
                name, command, port, log, environment=usual | environment, database=counted
            )
            servers[name] = running.enter_context(server)

        def start_django(name: str, settings: str, **environment: str) -> None:
            application = "django.core.wsgi:get_wsgi_application()"
            environment["DJANGO_SETTINGS_MODULE"] = f"benchmarks.peers.{settings}"
            port = free_port()
            start(name, gunicorn(application, port), port, **environment)

        start_django(asked.OURS, "our_settings", PAGES_KEPT="no")
        start_django(asked.KEPT, "our_settings")
        start_django(asked.STOCK, "stock_settings")
        port = free_port()
        start(asked.BARE, gunicorn("benchmarks.peers.bare:application()", port), port)
        if command := datasette():
            port = free_port()
            start(asked.DATASETTE, [command, *_datasette(file, directory, port)], port)
        if command := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
            port = free_port()
            start(asked.FILE, [command, *_nginx(directory, port)], port)
        yield servers


def datasette() -> str | None:
    """Give the command of Datasette: as `make bench` installs it, or where the system has it."""
    return str(INSTALLED.absolute()) if INSTALLED.exists() else shutil.which("datasette")


def _datasette(file: Path, directory: Path, port: int) -> list[str]:
    settings = {
        "suggest_facets": "off",
        # It answers with what it has when the time is over; ours has everything.
        "sql_time_limit_ms": "600000",
        "facet_time_limit_ms": "600000",
    }
    link = directory / "data.db"  # its addresses are named after the file
    link.symlink_to(file)
    # It may search by our index, which it doesn't find by itself.
    searched = {"fts_table": "relations_statement_words", "fts_pk": "id"}
    tables = {"relations_statement": searched}
    metadata = directory / "metadata.json"
    metadata.write_text(json.dumps({"databases": {"data": {"tables": tables}}}))
    command = ["serve", str(link), "--port", str(port), "--metadata", str(metadata)]
    for name, value in settings.items():
        command += ["--setting", name, value]
    return command


def _nginx(directory: Path, port: int) -> list[str]:
    here = directory / "nginx"
    (here / "files").mkdir(parents=True)
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{path}_temp_path {here}/{path};\n" for path in paths)
    (here / "nginx.conf").write_text(f"""
daemon off;
master_process off;
pid {here}/pid;
error_log stderr error;
events {{}}
http {{
{temporary}
access_log off;
types {{ text/html html; }}
server {{ listen 127.0.0.1:{port}; root {here}/files; }}
}}
""")
    return ["-p", str(here), "-c", str(here / "nginx.conf")]


def put_file(directory: Path, content: bytes) -> None:
    """Let nginx serve a page as a file."""
    files = directory / "nginx" / "files"
    if files.exists():
        (files / "list.html").write_bytes(content)
