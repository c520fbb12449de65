"""From draft to published: who may take which step, and what each of them leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.curation import review
from relations.curation.history import revision
from relations.curation.restoring import restore
from relations.models import Citation, Office, ReviewRequest, Revision, Version
from relations.vocabularies import Decision, Origin
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def ani(db: Any) -> Any:
    """An analyst."""
    return get_user_model().objects.create_user("ani")


@pytest.fixture
def editor(db: Any) -> Any:
    return get_user_model().objects.create_superuser("editor")


@pytest.fixture
def other_editor(db: Any) -> Any:
    return get_user_model().objects.create_superuser("other")


def by(user: Any, origin: Origin = Origin.ADMIN) -> Any:
    return revision(user=user, origin=origin)


def edit(record: Any, user: Any, **values: Any) -> None:
    with by(user):
        type(record).objects.filter(pk=record.pk).update(**values)


def state(record: Any) -> str:
    return str(type(record).objects.values_list("review", flat=True).get(pk=record.pk))


def waiting(record: Any) -> Any:
    return ReviewRequest.objects.waiting().on(record).first()


def decision(record: Any) -> tuple[str, Any, str]:
    """Give how the last request was decided, by whom and why. Nothing may wait any more."""
    assert waiting(record) is None
    last = ReviewRequest.objects.on(record).latest("id")
    return last.decision, last.decided_by, last.comment


def refused(message: str) -> Any:
    return pytest.raises(ValidationError, match=message)


def draft(user: Any, **values: Any) -> Any:
    source = f.SourceFactory()
    with by(user):
        return f.AgreementFactory(review="draft", **{"source": source, **values})


# The way to the readers ----------------------------------------------------------------


def test_a_draft_is_handed_in_and_published(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    request = review.submit(agreement, ani, "All parties checked")
    assert state(agreement) == "in_review"
    assert waiting(agreement) == request
    assert (request.requested_by, request.note) == (ani, "All parties checked")
    assert not request.is_live
    assert review.publish(agreement, editor, "Fine") == [agreement]
    assert state(agreement) == "published"
    assert decision(agreement) == (Decision.PUBLISHED, editor, "Fine")


def test_each_step_is_in_the_history_with_who_and_why(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani, "Ready")
    review.publish(agreement, editor, "Fine")
    steps = Revision.objects.filter(origin=Origin.REVIEW).order_by("id")
    assert list(steps.values_list("username", "reason")) == [("ani", "Ready"), ("editor", "Fine")]


def test_it_is_sent_back_with_a_comment(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani)
    for comment in ("", "  "):
        with refused("Say why you send it back"):
            review.send_back(agreement, editor, comment)
    assert state(agreement) == "in_review"
    review.send_back(agreement, editor, "The date is missing")
    assert state(agreement) == "draft"
    assert decision(agreement) == (Decision.SENT_BACK, editor, "The date is missing")


def test_what_was_sent_back_can_be_handed_in_again(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani)
    review.send_back(agreement, editor, "The date is missing")
    edit(agreement, ani, note="With its date")
    assert review.submit(agreement, ani).base == 0
    review.publish(agreement, editor)
    assert state(agreement) == "published"


def test_it_is_taken_back(ani: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani)
    review.take_back(agreement, ani, "Not yet")
    assert state(agreement) == "draft"
    assert decision(agreement) == (Decision.WITHDRAWN, ani, "Not yet")


def test_it_is_taken_from_the_readers_with_a_reason(ani: Any, editor: Any) -> None:
    agreement = f.AgreementFactory()
    with refused("Say why"):
        review.unpublish(agreement, editor, "")
    review.unpublish(agreement, editor, "Its source was forged")
    assert state(agreement) == "draft"
    assert decision(agreement) == (Decision.WITHDRAWN, editor, "Its source was forged")


def test_a_source_that_something_published_rests_on_stays(editor: Any) -> None:
    agreement = f.AgreementFactory()
    with refused("It stays published while"):
        review.unpublish(agreement.source, editor, "Forged")
    assert state(agreement.source) == "published"


@pytest.mark.parametrize(
    ("step", "now"),
    [
        (review.submit, "in_review"),
        (review.submit, "published"),
        (review.take_back, "draft"),
        (review.take_back, "published"),
        (lambda r, u: review.send_back(r, u, "why"), "draft"),
        (lambda r, u: review.send_back(r, u, "why"), "published"),
        (lambda r, u: review.unpublish(r, u, "why"), "draft"),
        (lambda r, u: review.unpublish(r, u, "why"), "in_review"),
        (lambda r, u: review.revert(r, u, "why"), "published"),
    ],
)
def test_a_step_that_does_not_fit_the_state_is_refused(editor: Any, step: Any, now: str) -> None:
    agreement = f.AgreementFactory(review=now)
    before = Version.objects.count()
    with pytest.raises(ValidationError):
        step(agreement, editor)
    assert state(agreement) == now
    assert Version.objects.count() == before
    assert not ReviewRequest.objects.exists()


@pytest.mark.parametrize("factory", [f.CountryFactory, f.StatementFactory, f.PersonFactory])
def test_an_unsourced_record_is_neither_handed_in_nor_published(factory: Any, editor: Any) -> None:
    record = factory(review="draft", source=None)
    for step in (review.submit, review.publish):
        with refused("Only a sourced record can be published"):
            step(record, editor)
    assert state(record) == "draft"


def test_what_is_a_part_is_reviewed_with_its_record(editor: Any) -> None:
    office = f.OfficeFactory(review="draft")
    with refused("reviewed together with the record"):
        review.submit(office, editor)


def test_a_record_that_was_deleted_meanwhile_is_refused_in_words(editor: Any) -> None:
    agreement = f.AgreementFactory(review="draft", title="Gone")
    type(agreement).objects.all().delete()
    with refused("“Gone” was deleted meanwhile"):
        review.publish(agreement, editor)


# Who may -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        review.publish,
        lambda r, u: review.send_back(r, u, "why"),
        lambda r, u: review.unpublish(r, u, "why"),
        lambda r, u: review.revert(r, u, "why"),
    ],
)
def test_only_an_editor_decides(ani: Any, step: Any) -> None:
    agreement = f.AgreementFactory(review="in_review")
    with pytest.raises(PermissionDenied):
        step(agreement, ani)
    assert state(agreement) == "in_review"


def _of_a_part(record: Any, user: Any) -> None:
    with by(user):
        f.CitationFactory(agreement=None, act=f.ActFactory(agreement=record))


def _by_restoring(record: Any, user: Any) -> None:
    restore("agreement", record.pk, Version.objects.of_record(record).first().pk, user)


def _by_import(record: Any, user: Any) -> None:
    with by(user, Origin.IMPORT):
        type(record).objects.bulk_update([record], ["title"])


LAST_CHANGES = {
    "of the record": lambda record, user: edit(record, user, note="Changed"),
    "of a part": _of_a_part,
    "by restoring": _by_restoring,
    "by import": _by_import,
}


@pytest.mark.parametrize("change", LAST_CHANGES.values(), ids=LAST_CHANGES)
def test_the_author_of_the_last_change_does_not_publish_it(
    ani: Any, editor: Any, other_editor: Any, change: Any
) -> None:
    agreement = draft(ani)
    edit(agreement, ani, note="First")
    agreement.title = "Imported"
    change(agreement, editor)
    review.submit(agreement, ani)
    with refused("The last change of .* is yours"):
        review.publish(agreement, editor)
    assert state(agreement) == "in_review"
    review.publish(agreement, other_editor)
    assert state(agreement) == "published"


def test_the_author_of_the_last_change_does_not_confirm_it(editor: Any, other_editor: Any) -> None:
    agreement = f.AgreementFactory()
    edit(agreement, editor, note="Changed")
    with refused("The last change of .* is yours"):
        review.publish(agreement, editor)
    assert waiting(agreement)
    review.publish(agreement, other_editor)
    assert decision(agreement) == (Decision.CONFIRMED, other_editor, "")


def test_where_the_settings_allow_it_one_person_does_both(editor: Any, settings: Any) -> None:
    settings.REVIEW_BY_ANOTHER = False
    agreement = draft(editor)
    review.submit(agreement, editor)
    review.publish(agreement, editor)
    assert state(agreement) == "published"


def test_handing_in_is_no_change_of_the_content(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, editor)
    review.publish(agreement, editor)
    assert state(agreement) == "published"


# What goes with it ----------------------------------------------------------------------


def test_its_sources_are_published_with_it(ani: Any, editor: Any) -> None:
    with by(ani):
        own, cited, of_act, cited_by_act, beside = f.SourceFactory.create_batch(5, review="draft")
        agreement = f.AgreementFactory(review="draft", source=own)
        act = f.ActFactory(agreement=agreement, source=of_act)
        f.CitationFactory(agreement=agreement, source=cited)
        f.CitationFactory(agreement=None, act=act, source=cited_by_act)
    review.submit(own, ani)
    review.submit(agreement, ani)
    published = review.publish(agreement, editor)
    assert published[0] == agreement
    assert set(published[1:]) == {own, cited, of_act, cited_by_act}
    assert decision(own) == (Decision.PUBLISHED, editor, "")
    assert state(beside) == "draft"


def test_a_source_of_ones_own_is_not_published_with_it(ani: Any, editor: Any) -> None:
    with by(editor):
        source = f.SourceFactory(review="draft")
    agreement = draft(ani, source=source)
    with refused("The last change of “Example Times.*” is yours"):
        review.publish(agreement, editor)
    assert (state(agreement), state(source)) == ("draft", "draft")


def test_a_refusal_inside_another_revision_leaves_no_source_published(
    ani: Any, editor: Any
) -> None:
    source = f.SourceFactory(review="draft")
    with by(ani):
        agreement = f.AgreementFactory(review="draft", source=None)
        Citation.objects.create(agreement=agreement, source=source)
    with by(editor):
        with refused("Only a sourced record"):
            review.publish(agreement, editor)
        f.ScopeFactory()
    assert state(source) == "draft"


def test_the_offices_of_a_person_are_published_with_the_person(ani: Any, editor: Any) -> None:
    with by(ani):
        person = f.PersonFactory(review="draft")
        office = f.OfficeFactory(
            person=person, review="draft", source=f.SourceFactory(review="draft")
        )
        f.OfficeFactory(person=person, review="draft", source=None, title="Unsourced")
    review.publish(person, editor)
    assert state(office) == "published"
    assert Office.objects.get(title="Unsourced").review == "draft"


# Edits that readers see ------------------------------------------------------------------


def test_an_edit_is_confirmed_by_another(ani: Any, editor: Any) -> None:
    agreement = f.AgreementFactory()
    edit(agreement, ani, note="Changed")
    assert review.publish(agreement, editor, "Right") == [agreement]
    assert decision(agreement) == (Decision.CONFIRMED, editor, "Right")


def test_an_edit_is_put_back_by_another(ani: Any, editor: Any) -> None:
    agreement = f.AgreementFactory(note="Before")
    act = f.ActFactory(agreement=agreement)
    edit(agreement, ani, note="Changed")
    with by(ani):
        act.delete()
    review.revert(agreement, editor, "The act is documented")
    agreement.refresh_from_db()
    assert (agreement.note, agreement.review) == ("Before", "published")
    assert agreement.act_set.count() == 1
    assert decision(agreement) == (Decision.REVERTED, editor, "The act is documented")


def test_an_edit_is_put_back_with_a_reason_only(ani: Any, editor: Any) -> None:
    agreement = f.AgreementFactory()
    edit(agreement, ani, note="Changed")
    with refused("Say why you put it back"):
        review.revert(agreement, editor, " ")
    assert waiting(agreement)


def test_a_draft_that_was_handed_in_is_sent_back_and_not_put_back(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani)
    with refused("No edit of it waits"):
        review.revert(agreement, editor, "why")


def test_changes_are_looked_at_from_what_an_editor_saw_last(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani)
    assert review.reviewed_upto(agreement) == 0
    review.publish(agreement, editor)
    seen = Version.objects.of_record(agreement).last().pk
    assert review.reviewed_upto(agreement) == seen
    review.unpublish(agreement, editor, "Doubts")
    edit(agreement, ani, note="Mended")
    assert review.submit(agreement, ani).base == seen


def test_what_was_sent_back_was_not_approved(ani: Any, editor: Any) -> None:
    agreement = draft(ani)
    review.submit(agreement, ani)
    review.send_back(agreement, editor, "No")
    assert review.reviewed_upto(agreement) == 0


def test_sources_are_looked_up_in_a_fixed_number_of_queries() -> None:
    def count(rows: int) -> int:
        agreement = f.AgreementFactory()
        for _ in range(rows):
            f.CitationFactory(agreement=None, act=f.ActFactory(agreement=agreement, occurrence=_))
        with CaptureQueriesContext(connection) as captured:
            assert len(review.sources_of(agreement)) == rows + 1
        return len(captured)

    assert count(2) == count(20)
