"""The clock jumps back a day: what is written then comes after what was written before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from relations.models import Source, Version
from relations.reading.versions import versions_of
from tests import factories as f
from tests.admin.browsing import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def jump(monkeypatch: Any) -> Any:
    """Set the clock back a day, whenever called."""

    def back() -> None:
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() - dt.timedelta(days=1))

    return back


def test_an_edit_after_the_jump_is_the_last_one(jump: Any) -> None:
    record = f.SourceFactory(title="First")
    editor = Person("editor")
    editor.saves(record, {**editor.opens(record), "title": "Second"})
    jump()
    editor = Person("editor")  # sessions may have ended with the jump
    editor.saves(record, {**editor.opens(record), "title": "Third"})
    rows = Version.objects.of_record(record)
    assert [row.new["title"] for row in rows] == ["First", "Second", "Third"]
    assert [version.number for version in versions_of(record)] == [1, 2, 3]
    page = Client().get(record.get_absolute_url()).content.decode()
    assert "Third" in page and "Second" not in page


def test_an_outdated_form_is_refused_whatever_the_clock_says(jump: Any) -> None:
    record = f.SourceFactory(title="First")
    one = Person("one")
    typed = {**one.opens(record), "title": "Typed"}
    jump()
    other = Person("other")
    other.saves(record, {**other.opens(record), "title": "Saved meanwhile"})
    answer = one.sends(record, typed)
    assert answer.status_code == 200  # with what the other saved, and not saved
    assert Source.objects.get().title == "Saved meanwhile"


def test_who_kept_an_answer_is_not_told_that_it_still_holds(jump: Any) -> None:
    record = f.SourceFactory(title="First")
    kept = Client().get("/api/v1/sources/")["ETag"]
    jump()
    record.title = "Second"
    record.save()
    answer = Client().get("/api/v1/sources/", headers={"If-None-Match": kept})
    assert answer.status_code == 200
    assert b"Second" in answer.content
