"""A run that is killed, or beside which somebody writes, never shows half a site."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from relations.models import Country
from relations.publishing import crawling
from relations.publishing.crawling import Moment, Page, Worker
from relations.reading.publication import publication
from tests import factories as f
from tests.backups.test_killed import dies
from tests.publishing.places import files, publish, text

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def contents(root: Path) -> dict[str, bytes]:
    return {address: path.read_bytes() for address, path in files(root).items()}


@pytest.mark.parametrize(
    ("event", "part"),
    [
        ("open", "agreements/index.html"),  # pages are being written
        ("os.rename", "site-2"),  # the tree is whole, and without its name
        ("os.symlink", "site-2"),  # it has its name, and nobody sees it
        ("os.rename", "current"),  # the link is made, and not in its place
    ],
)
def test_a_killed_run_leaves_the_old_site_whole_and_can_be_repeated(
    tmp_path: Path, event: str, part: str
) -> None:
    country: Any = f.CountryFactory(slug="armenia", name="Before")
    publish(tmp_path)
    before = contents(tmp_path)
    Country.objects.filter(pk=country.pk).update(name="Xanadu")
    command = ("publish_static", str(tmp_path), "--processes=1", "--anew")
    dies(connection.settings_dict, event, part, *command)
    assert contents(tmp_path) == before
    publish(tmp_path)
    assert "Xanadu" in text(tmp_path, "/countries/armenia/")
    left = {path.name for path in tmp_path.iterdir()}
    current = (tmp_path / "current").readlink()
    assert left == {".lock", "current", "site-1", str(current)}


def in_another_session(name: str) -> None:
    def write() -> None:
        Country.objects.filter(slug="armenia").update(name=name)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


def test_all_pages_are_of_one_moment_whatever_is_written_meanwhile(
    tmp_path: Path, monkeypatch: Any
) -> None:
    f.CountryFactory(slug="armenia", name="Before")
    page = Worker.page
    written: list[str] = []

    def writing(worker: Worker, address: str) -> Page:
        if not written:
            written.append(address)
            in_another_session("Xanadu")
        return page(worker, address)

    monkeypatch.setattr(Worker, "page", writing)
    publish(tmp_path)
    assert written
    for address, path in files(tmp_path).items():
        assert b"Xanadu" not in path.read_bytes(), address
    assert "Before" in text(tmp_path, "/countries/armenia/")
    # The next run sees that the tree is of an earlier moment.
    assert "site-2: " in publish(tmp_path)
    assert "Xanadu" in text(tmp_path, "/countries/armenia/")


def test_processes_that_see_different_moments_begin_again(tmp_path: Path, monkeypatch: Any) -> None:
    f.CountryFactory(slug="armenia", name="Before")
    several = crawling.several
    tries: list[Any] = []

    def writing(*args: Any) -> Any:
        tries.append(args)
        if len(tries) == 1:
            in_another_session("Xanadu")
        return several(*args)

    monkeypatch.setattr(crawling, "several", writing)
    assert "site-1: " in publish(tmp_path, processes=2)
    assert len(tries) == 2
    assert "Xanadu" in text(tmp_path, "/countries/armenia/")
    assert "Xanadu" in text(tmp_path, "/")


def test_a_day_that_ends_meanwhile_begins_again(tmp_path: Path, monkeypatch: Any) -> None:
    f.CountryFactory(slug="armenia")
    today = timezone.localdate()
    # Begins yesterday and ends today; then all of it is of today.
    days = iter([today - dt.timedelta(1)])
    begun: list[Moment] = []

    def now() -> Moment:
        begun.append(Moment(publication().stamp, next(days, today)))
        return begun[-1]

    monkeypatch.setattr(Moment, "now", now)
    publish(tmp_path)
    assert [moment.day for moment in begun] == [today - dt.timedelta(1), today]
    assert list(tmp_path.glob(".making*")) == []


def test_several_processes_write_what_one_does(tmp_path: Path) -> None:
    f.AgreementFactory()
    f.CountryFactory.create_batch(3)
    publish(tmp_path / "one")
    publish(tmp_path / "two", processes=2)
    one, two = (files(tmp_path / name) for name in ("one", "two"))
    assert {a: p.read_bytes() for a, p in one.items()} == {
        a: p.read_bytes() for a, p in two.items()
    }
