"""What is changed in a shell or in SQL comes to review as well, and readers see that it waits."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.curation import review
from relations.curation.by_hand import queue_edits_by_hand
from relations.curation.history import revision
from relations.models import Agreement, Membership, ReviewRequest, Version
from relations.vocabularies import Decision, Origin, Review
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: Any) -> Any:
    return get_user_model().objects.create_superuser("editor")


def make(factory: Any = f.AgreementFactory, review: str = Review.PUBLISHED, **values: Any) -> Any:
    """Load a record as a fixture is loaded: it counts as reviewed."""
    with revision(user=None, origin=Origin.FIXTURE):
        source = f.SourceFactory(review=Review.PUBLISHED)
        return factory(review=review, source=source, **values)


def update(record: Any, **values: Any) -> None:
    type(record).objects.filter(pk=record.pk).update(**values)


def waiting() -> list[tuple[str, int]]:
    return list(ReviewRequest.objects.waiting().values_list("model", "object_id"))


def test_an_edit_by_sql_waits_for_review_and_readers_see_that(reader: Client) -> None:
    record = make(title="Treaty")
    assert queue_edits_by_hand() == 0
    table, key = Agreement._meta.db_table, record.pk
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET title = 'Pact' WHERE id = %s", [key])
    page = reader.get(record.get_absolute_url()).content.decode()
    assert "not yet reviewed" not in page
    assert queue_edits_by_hand() == 1
    page = reader.get(record.get_absolute_url()).content.decode()
    assert "Pact" in page
    assert "not yet reviewed" in page
    assert queue_edits_by_hand() == 0


def test_the_reviewer_sees_all_that_was_changed_and_confirms_it(
    analyst: Client, editor: Any
) -> None:
    record = make(title="Treaty")
    update(record, title="Pact")
    f.PartyFactory(agreement=record, actor_country__name="Ruritania")
    queue_edits_by_hand()
    request = ReviewRequest.objects.get()
    assert (
        request.since
        == Version.objects.of_record(record).get(new__title="Pact", model="agreement").at
    )
    page = analyst.get(f"/admin/relations/reviewrequest/agreement/{record.pk}/")
    changed = {change.kind for change in page.context["changes"]}
    assert changed == {"changed", "added"}
    assert "outside the application" in page.content.decode()
    review.publish(record, editor)
    assert ReviewRequest.objects.get().decision == Decision.CONFIRMED
    assert queue_edits_by_hand() == 0
    update(record, title="Charter")
    assert queue_edits_by_hand() == 1


def test_what_is_put_back_waits_no_more(editor: Any) -> None:
    record = make(title="Treaty")
    update(record, title="Pact")
    queue_edits_by_hand()
    review.revert(record, editor, "Nobody knows why.")
    record.refresh_from_db()
    assert record.title == "Treaty"
    assert queue_edits_by_hand() == 0


def test_a_request_that_waits_for_a_later_edit_is_widened(editor: Any) -> None:
    record = make(title="Treaty")
    before = Version.objects.of_record(record).last()
    update(record, title="Pact")
    with revision(user=editor, origin=Origin.ADMIN):
        update(record, note="More.")
    assert before is not None
    assert ReviewRequest.objects.get().base > before.pk
    assert queue_edits_by_hand() == 1
    assert ReviewRequest.objects.get().base == before.pk
    assert queue_edits_by_hand() == 0


def test_what_readers_do_not_see_or_was_only_made_by_hand_is_left_alone() -> None:
    update(make(review=Review.DRAFT), title="Pact")
    f.AgreementFactory(review=Review.PUBLISHED)
    recorded = make()
    with revision(user=None, origin=Origin.FIXTURE):
        update(recorded, title="Pact")
    gone = make()
    update(gone, title="Pact")
    gone.delete()
    assert queue_edits_by_hand() == 0
    assert waiting() == []


def test_the_checks_of_the_desk_look_for_it(analyst: Client) -> None:
    one, other = make(), make(f.MembershipFactory)
    update(one, title="Pact")
    said = io.StringIO()
    call_command("quality", "--check", "circle", stdout=io.StringIO(), stderr=said)
    assert waiting() == []
    call_command("quality", stdout=io.StringIO(), stderr=said)
    assert "1 edited outside the application" in said.getvalue()
    assert waiting() == [("agreement", one.pk)]
    Membership.objects.filter(pk=other.pk).update(note="Since when?")
    page = analyst.post("/admin/relations/finding/run/", follow=True).content.decode()
    assert "1 published record was edited outside the application" in page
    assert ("membership", other.pk) in waiting()


def test_it_asks_the_same_questions_for_one_and_for_many() -> None:
    def ask(number: int) -> int:
        for _ in range(number):
            update(make(), title="Pact")
            update(make(f.MembershipFactory), note="x")
        with CaptureQueriesContext(connection) as captured:
            assert queue_edits_by_hand() == 2 * number
        return len(captured)

    assert ask(1) == ask(9)
