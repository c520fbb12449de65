"""Whole servers of PostgreSQL on this machine: made, copied, killed, promoted."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

CONFIGURATION = """
port = {port}
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off  # a server is killed here, never the machine
shared_buffers = 32MB
max_connections = 60
hot_standby_feedback = on
wal_receiver_timeout = 5s
wal_retrieve_retry_interval = 500ms
"""


def programs() -> Path:
    """Give the directory of PostgreSQL's programs, or skip the test."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("no initdb under /usr/lib/postgresql")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        pytest.skip("PostgreSQL doesn't run as root, and there is no runuser")
    return found[-1].parent


def run(program: str, *arguments: str) -> str:
    """Run a program of PostgreSQL as the user that it wants."""
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*become, str(programs() / program), *arguments]
    done = subprocess.run(  # noqa: S603
        words, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, f"{program}: {done.stdout}"
    return done.stdout


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(holds: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait until something holds; it must, within a time that only a broken machine needs."""
    end = time.monotonic() + seconds
    while True:
        with suppress(psycopg.Error, OSError):
            if found := holds():
                return found
        assert time.monotonic() < end, "it does not come to hold"
        time.sleep(0.05)


class Cluster:
    """One server, in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory, self.port = directory, free_port()

    def made(self) -> Cluster:
        run("initdb", "-D", str(self.directory), "-A", "trust", "-U", "postgres", "-E", "UTF8",
            "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        return self._configured()

    def copied_from(self, other: Cluster) -> Cluster:
        run("pg_basebackup", "-D", str(self.directory), "-h", "127.0.0.1", "-p", str(other.port),
            "-U", "postgres", "-R", "-X", "stream", "--checkpoint=fast", "--no-sync")  # fmt: skip
        return self._configured()

    def _configured(self) -> Cluster:
        with (self.directory / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(port=self.port))
        return self

    def start(self) -> None:
        log = str(self.directory / "log")
        run("pg_ctl", "-D", str(self.directory), "-l", log, "-w", "-t", "60", "start")

    def promote(self) -> None:
        run("pg_ctl", "-D", str(self.directory), "-w", "promote")

    def kill(self) -> None:
        """End the server and all its processes at once, as if the machine had died."""
        number = int((self.directory / "postmaster.pid").read_text().split()[0])
        os.kill(number, signal.SIGSTOP)  # so that it starts no further ones
        listing = ["pgrep", "-P", str(number)]
        children = subprocess.run(listing, capture_output=True, text=True, check=False)  # noqa: S603
        for child in [number, *map(int, children.stdout.split())]:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{number}").exists())

    def stop(self) -> None:
        with suppress(AssertionError):  # which was killed and left there
            run("pg_ctl", "-D", str(self.directory), "-m", "immediate", "stop")

    def url(self, database: str = "geopol") -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def ask(self, sql: str, *parameters: Any, database: str = "geopol") -> list[Any]:
        with psycopg.connect(self.url(database), autocommit=True) as session:
            cursor = session.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def place() -> Iterator[Path]:
    """Give a directory that the user of PostgreSQL may fill; gone afterwards."""
    programs()
    made = Path(tempfile.mkdtemp(prefix="geopol-clusters-"))
    if os.geteuid() == 0:
        shutil.chown(made, pwd.getpwnam("postgres").pw_uid)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def copy_of_the_test_database(cluster: Cluster) -> None:
    """Fill an empty database with what the test's holds now."""
    given = connection.settings_dict
    where = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    dump = subprocess.run(  # noqa: S603
        ["pg_dump", f"{where}/{given['NAME']}"],  # noqa: S607
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    subprocess.run(  # noqa: S603
        ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", cluster.url()],  # noqa: S607
        input=dump, check=True,
    )  # fmt: skip


@contextmanager
def primary_and_replica(fill: Callable[[Cluster], None]) -> Iterator[tuple[Cluster, Cluster]]:
    """Give a filled primary, and its replica, without which it acknowledges nothing."""
    with place() as directory:
        primary, replica = Cluster(directory / "one").made(), Cluster(directory / "two")
        try:
            primary.start()
            primary.ask("CREATE DATABASE geopol", database="postgres")
            fill(primary)
            replica.copied_from(primary).start()
            primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
            primary.ask("SELECT pg_reload_conf()")
            until(lambda: primary.ask("SELECT 1 FROM pg_stat_replication WHERE sync_state='sync'"))
            yield primary, replica
        finally:
            primary.stop()
            replica.stop()
