"""A full disk: writes are refused in words, readers read on, and room is all that it needs."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings

from tests import factories as f

from .clusters import Cluster, copy_of_the_test_database, place
from .served import Browser, Site, served
from .test_replicas import HASHERS, PASSWORD

LONG = "x" * 20_000  # longer than the room that is left
SIZE = "160m"


@contextmanager
def full_file_system(tmp_path: Path) -> Iterator[tuple[str, Callable[[Site], Callable[[], None]]]]:
    """Give the URL of a database, and what fills its disk and gives what makes room again."""
    if connection.vendor == "sqlite":
        path = tmp_path / "full.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        yield f"sqlite:///{path}", _no_file_may_grow
        return
    with place() as directory:
        disk = directory / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0777", "tmpfs", str(disk)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: S603
            pytest.skip("nothing may be mounted here")
        cluster = Cluster(disk / "one")
        try:
            cluster.made().start()
            cluster.ask("CREATE DATABASE geopol", database="postgres")
            copy_of_the_test_database(cluster)
            cluster.ask("CHECKPOINT")
            yield cluster.url(), lambda site: _fill(disk)
        finally:
            cluster.stop()
            subprocess.run(["umount", "-l", str(disk)], check=False)  # noqa: S603, S607


def _fill(disk: Path) -> Callable[[], None]:
    """Take all the room of a file system."""
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    return rest.unlink


def _no_file_may_grow(site: Site) -> Callable[[], None]:
    """Let no file of the server's processes grow, as if the disk were full."""
    for process in site.workers():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def room() -> None:
        for process in site.workers():
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)

    return room


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_refuses_writes_and_nothing_else(tmp_path: Path) -> None:
    if connection.vendor == "postgresql" and os.geteuid() != 0:
        pytest.skip("only root mounts a small disk")
    with override_settings(PASSWORD_HASHERS=HASHERS):
        get_user_model().objects.create_superuser("editor", password=PASSWORD)
    scope = f.ScopeFactory(slug="small", description="before")
    with (
        full_file_system(tmp_path) as (url, fill),
        served(tmp_path / "log", DATABASE_URL=url) as site,
    ):
        editor, reader = Browser(site.port), Browser(site.port)
        editor.log_in("editor", PASSWORD)
        assert reader.get("/scopes/small/").status == 200
        room = fill(site)
        refused = 0
        for number in range(60):
            saved = editor.describes_scope(scope.pk, f"{number} {LONG}")
            page = reader.get("/scopes/small/")
            assert page.status == 200
            # What was refused isn't shown, and what was saved is.
            assert (f"{number} x" in page.text) is saved
            refused += not saved
            if refused == 2:
                break
        assert refused == 2
        room()
        assert editor.describes_scope(scope.pk, "after")
        assert "after" in reader.get("/scopes/small/").text
