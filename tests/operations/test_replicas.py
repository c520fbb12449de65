"""Two servers: readers read on whichever dies, and see what they wrote; nothing said is lost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import override_settings

from geopol.operations.replicas import health
from tests import factories as f

from .clusters import Cluster, copy_of_the_test_database, primary_and_replica, until
from .served import Browser, Readers, Site, served

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has replicas"),
    pytest.mark.django_db(transaction=True),
]
PASSWORD = "a long one for a test"
HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
PAGES = ["/", "/agreements/", "/agreements/charter/", "/statements/", "/search/?q=charter"]
EVERY_PAGE = [
    *PAGES,
    *("/countries/", "/countries/armenia/", "/organizations/", "/people/", "/memberships/"),
    *("/sources/", "/positions/", "/network/", "/changes/", "/about/", "/glossary/", "/data/"),
    *("/between/", "/agreements/?format=csv", "/agreements/?format=json", "/sitemap.xml"),
    *("/feeds/all.atom", "/agreements/charter/versions/", "/agreements/charter/cite.bib"),
    *("/search/suggest/?q=char", "/agreements/charter/lifecycle.svg", "/robots.txt"),
    *("/api/v1/agreements/", "/api/v1/agreements.jsonl", "/api/v1/agreements/charter/"),
]


@dataclass
class World:
    site: Site
    primary: Cluster
    replica: Cluster

    def editor(self) -> Browser:
        browser = Browser(self.site.port)
        browser.log_in("editor", PASSWORD)
        return browser

    def scopes(self, cluster: Cluster) -> set[str]:
        return {slug for (slug,) in cluster.ask("SELECT slug FROM relations_scope")}


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=HASHERS):
        f.ActFactory(agreement=f.AgreementFactory(slug="charter", title="The charter"))
        f.StatementFactory()
        f.CountryFactory(slug="armenia")
        get_user_model().objects.create_superuser("editor", password=PASSWORD)
    log = tmp_path_factory.mktemp("site") / "log"
    with primary_and_replica(copy_of_the_test_database) as (primary, replica):
        both = f"127.0.0.1:{primary.port},127.0.0.1:{replica.port}"
        environment = {
            "DATABASE_URL": f"postgres://postgres@{both}/geopol?target_session_attrs=read-write",
            "REPLICA_URLS": replica.url(),
            "REPLICA_LAG": "3600",
        }
        with served(log, **environment) as site:
            yield World(site, primary, replica)


def test_nobody_sees_older_data_than_his_own_write(world: World) -> None:
    editor, reader = world.editor(), Browser(world.site.port)
    world.replica.ask("SELECT pg_wal_replay_pause()")
    try:
        assert editor.adds_scope("slow")
        for _time in range(10):
            assert editor.get("/scopes/slow/").status == 200
        # Who wrote nothing reads the replica, which hasn't come as far.
        assert reader.get("/scopes/slow/").status == 404
    finally:
        world.replica.ask("SELECT pg_wal_replay_resume()")
    until(lambda: reader.get("/scopes/slow/").status == 200)


def test_a_replica_that_is_too_far_behind_is_not_read(world: World) -> None:
    alias = "behind"
    connections[alias] = connection.copy(alias)
    connections[alias].settings_dict |= {"NAME": "geopol", "PORT": world.replica.port}
    world.replica.ask("SELECT pg_wal_replay_pause()")
    health.forget()
    try:
        with override_settings(REPLICAS=[alias], REPLICA_LAG=0.0):
            assert list(health.in_order()) == [alias, "default"]
            world.primary.ask("CREATE TABLE written (); DROP TABLE written")
            until(lambda: health.check(alias).words.startswith("behind: "))
            assert list(health.in_order()) == ["default", alias]
            world.replica.ask("SELECT pg_wal_replay_resume()")
            until(lambda: health.check(alias).current)
    finally:
        world.replica.ask("SELECT pg_wal_replay_resume()")
        connections[alias].close()
        del connections[alias]
        health.forget()


def test_a_replica_that_failed_seconds_ago_is_better_than_none(monkeypatch: Any) -> None:
    down = health.Health("down", math.inf)
    monkeypatch.setattr(health, "_seen", {"replica": down})
    with override_settings(REPLICAS=["replica"]):
        assert list(health.in_order()) == ["default", "replica"]
        health._seen["default"] = down
        assert list(health.in_order()) == ["replica"]


def test_readers_read_on_when_the_replica_is_killed(world: World) -> None:
    reader = Browser(world.site.port)
    with Readers(world.site.port, PAGES) as readers:
        readers.read_on(20)
        world.replica.kill()
        readers.read_on(20)
        assert "replica_1: down" in reader.get("/readyz").text
        world.replica.start()
        # It is read again by itself.
        until(lambda: "replica_1: current" in reader.get("/readyz").text)
        readers.read_on(20)
    assert readers.failed == []


def test_readers_read_on_when_the_primary_is_killed_and_nothing_said_is_lost(world: World) -> None:
    editor, reader = world.editor(), Browser(world.site.port)
    said = set()
    with Readers(world.site.port, PAGES) as readers:
        for number in range(5):
            assert editor.adds_scope(f"before-{number}")
            said.add(f"before-{number}")
        world.primary.kill()
        readers.read_on(30)
        assert {page: reader.get(page).status for page in EVERY_PAGE} == dict.fromkeys(
            EVERY_PAGE, 200
        )
        ready = reader.get("/readyz")
        assert (ready.status, ready.text.splitlines()[0]) == (
            200, "only to be read: the database does not answer",
        )  # fmt: skip
        assert reader.get("/admin/login/").status in (200, 503)
        assert not _saved(editor, "while-it-is-down")
        world.replica.promote()
        until(lambda: _saved(editor, "after"))
        readers.read_on(20)
        assert editor.get("/scopes/after/").status == 200
    assert readers.failed == []
    assert said | {"after"} <= world.scopes(world.replica)


def _saved(editor: Browser, slug: str) -> bool:
    return editor.get("/admin/").status == 200 and editor.adds_scope(slug)
