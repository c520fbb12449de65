"""A backup is one moment, though a writer never rests: a revision is whole or absent."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from relations import backups
from relations.curation.history import revision
from relations.models import Country, Position, Revision, Side, Statement, Version
from relations.vocabularies import Origin
from tests import factories
from tests.backups.places import empty_database

pytestmark = pytest.mark.django_db(transaction=True)

POSITIONS = 4


class Writer(threading.Thread):
    """Enters a statement with its positions in one revision, again and again."""

    def __init__(self, country: Country, source: Any) -> None:
        super().__init__()
        self.country, self.source = country, source
        self.agreements = factories.AgreementFactory.create_batch(POSITIONS, source=source)
        self.done, self.written, self.error = threading.Event(), 0, None
        self.began = threading.Event()

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self.write()
                self.written += 1
                if self.written > 2:
                    self.began.set()
        except Exception as error:  # noqa: BLE001 said by the test
            self.error = error
        finally:
            self.began.set()
            connection.close()

    def write(self) -> None:
        with revision(user=None, origin=Origin.COMMAND, reason="whole"):
            statement = factories.StatementFactory(source=self.source)
            factories.SideFactory(statement=statement, actor_country=self.country, person=None)
            for agreement in self.agreements:
                factories.PositionFactory(statement=statement, target_agreement=agreement)
            Country.objects.filter(pk=self.country.pk).update(summary=f"{self.written}")


def test_each_backup_holds_whole_revisions_only(tmp_path: Path) -> None:
    country, source = factories.CountryFactory(), factories.SourceFactory()
    writer = Writer(country, source)
    writer.start()
    try:
        assert writer.began.wait(60)
        before = writer.written
        paths = [tmp_path / f"{number}.zip" for number in range(3)]
        for path in paths:
            backups.back_up(path)
        during = writer.written - before
    finally:
        writer.done.set()
        writer.join()
    assert writer.error is None
    assert during > 0, "the writer had to wait until the backup was over"
    counts = [is_one_moment(path, tmp_path) for path in paths]
    assert counts == sorted(counts)
    assert before <= counts[0] <= counts[-1] <= writer.written


def is_one_moment(path: Path, directory: Path) -> int:
    """Restore, and compare what must go together; give the number of statements."""
    with empty_database(directory) as alias:
        backups.restore(path, alias)
        statements = Statement.objects.using(alias).count()
        revisions = Revision.objects.using(alias).filter(reason="whole")
        assert revisions.count() == statements
        assert Side.objects.using(alias).count() == statements
        assert Position.objects.using(alias).count() == statements * POSITIONS
        summary = Country.objects.using(alias).exclude(summary="").get().summary
        assert summary == f"{statements - 1}"
        versions = Version.objects.using(alias).filter(revision__in=revisions)
        of_each = Counter(versions.values_list("revision", flat=True))
        assert set(of_each.values()) == {1 + 1 + POSITIONS + 1}
        Path(directory / "elsewhere.sqlite3").unlink(missing_ok=True)
        return statements
