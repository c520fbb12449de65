"""Two loads at once, and a load beside somebody's edit: one after the other, nothing lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from relations.loading import bulk
from relations.loading.bulk import alone
from relations.models import Agreement, Party, Scope, Version
from tests import factories as f
from tests.replay import replayed, stored

from .files import country, record
from .loads import lines

pytestmark = pytest.mark.django_db(transaction=True)

only_here = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time by itself"
)


@pytest.fixture(autouse=True)
def no_history_yet(transactional_db: Any) -> None:
    Version.objects.all().delete()


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run actions in threads with a connection each; give what they give."""
    results: list[Any] = [None] * len(actions)

    def run(number: int) -> None:
        try:
            results[number] = actions[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@only_here
def test_two_loads_of_the_same_file_write_it_once(tmp_path: Path) -> None:
    records = [country(f"Q{a}{b}") for a in "ABCDEFGH" for b in "ABCDEFGH"]
    path = lines(tmp_path / "1.json", *records)
    reports = at_once(lambda: bulk.load([path]), lambda: bulk.load([path]))
    assert [report.problems for report in reports] == [[], []]
    counts = [next(iter(report.counts.values())) for report in reports]
    assert sorted((c.new, c.unchanged) for c in counts) == [(0, 64), (64, 0)]
    assert replayed() == stored()


@only_here
def test_a_load_waits_for_an_edit_and_keeps_it_in_the_history(tmp_path: Path) -> None:
    agreement = f.AgreementFactory(slug="a", title="Old", kind="treaty")
    party = f.PartyFactory(agreement=agreement)
    path = lines(
        tmp_path / "1.json",
        record("agreement", slug="a", title="From the file", kind="treaty"),
        record("scope", slug="s", name="S"),
    )
    locked, tried = threading.Event(), threading.Event()

    def edit() -> None:
        """Lock the record, as a form does, and write to another table while the load waits."""
        with transaction.atomic():
            found = Agreement.objects.select_for_update(no_key=True).order_by("pk").get(slug="a")
            locked.set()
            tried.wait(60)
            found.title = "By hand"
            found.save()
            Party.objects.filter(pk=party.pk).update(note="by hand")

    def load() -> Any:
        locked.wait(60)
        threading.Timer(0.5, tried.set).start()
        return bulk.load([path])

    _edited, report = at_once(edit, load)
    assert report.problems == []
    titles = Version.objects.filter(model="agreement").order_by("id")
    assert [v.new["title"] for v in titles] == ["Old", "By hand", "From the file"]
    assert Party.objects.get().note == "by hand"
    assert replayed() == stored()


@only_here
def test_where_others_write_all_the_time_a_load_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "PATIENCE", 0.3)
    path = lines(tmp_path / "1.json", record("scope", slug="s", name="S"))
    locked, done = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            f.ScopeFactory(slug="other")
            locked.set()
            done.wait(60)

    def load() -> Any:
        locked.wait(60)
        try:
            return bulk.load([path])
        finally:
            done.set()

    _edited, report = at_once(edit, load)
    assert [p.message for p in report.problems] == [
        "others are writing all the time: nothing was loaded, try again later"
    ]
    assert [scope.slug for scope in Scope.objects.all()] == ["other"]


@only_here
def test_others_read_while_a_load_writes() -> None:
    f.ScopeFactory(slug="s")
    with transaction.atomic():
        alone.lock([Scope])
        (found,) = at_once(lambda: list(Scope.objects.values_list("slug", flat=True)))
    assert found == ["s"]
