"""From draft to published, and who may take which step.

What readers see stands in the record (``review``); who waits for whom, and every
decision, in :class:`~relations.models.review.ReviewRequest`. An edit of something
published is live at once and marked as unreviewed until somebody else confirms it:
a correction reaches readers when it is known, every constraint holds for what they
see, and nobody edits a hidden second copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import Office, ReviewRequest, Source, Version
from relations.models.base import CuratedModel
from relations.vocabularies import Decision, Origin, Review

from .history import is_curated, last_author, locked, revision
from .restoring import restore

PERMISSION = "relations.publish_records"


def submit(record: Any, user: Any, note: str = "") -> ReviewRequest:
    """Hand a draft in. Gives the request that waits from now on.

    Raises ValidationError where the record is no draft or could not be published
    as it is: without a source, say.
    """
    with revision(user=user, origin=Origin.REVIEW, reason=note):
        record = _locked(record)
        if not is_curated(type(record)):
            raise ValidationError(_("It is reviewed together with the record it belongs to."))
        if record.review != Review.DRAFT:
            raise ValidationError(_("Only a draft is handed in; this is %s.") % _state(record))
        _check_that_it_can_be_published(record)
        _set(record, Review.IN_REVIEW)
        return ReviewRequest.objects.create(
            model=record._meta.model_name,
            object_id=record.pk,
            label=str(record)[:400],
            is_live=False,
            requested_by=user,
            note=note,
            base=reviewed_upto(record),
        )


def publish(record: Any, user: Any, comment: str = "") -> list[Any]:
    """Publish a record, or confirm its edit that readers see already.

    The sources that it rests on and the offices of a person are published with it,
    as its reviewer has read them beside it. Gives what was published, the record
    first; only itself where it was published before. Raises PermissionDenied where
    the user may not publish, ValidationError with the reason where this one may not
    publish this, or the record can't be.
    """
    with revision(user=user, origin=Origin.REVIEW, reason=comment):
        record = _locked(record)
        rests_on = [_locked(source) for source in unpublished_sources(record)]
        for one in (record, *rests_on):
            if why_not(one, user):
                raise ValidationError(why_not(one, user))
        was_live = record.review == Review.PUBLISHED
        for source in rests_on:
            _set(source, Review.PUBLISHED)
            _close(source, user, Decision.PUBLISHED, comment)
        _check_that_it_can_be_published(record)
        if not was_live:
            _set(record, Review.PUBLISHED)
        for office in _offices(record):
            _set(office, Review.PUBLISHED)
        _close(record, user, Decision.CONFIRMED if was_live else Decision.PUBLISHED, comment)
        return [record, *rests_on]


def send_back(record: Any, user: Any, comment: str) -> None:
    """Give a record that was handed in back to its author, who is told why.

    Raises ValidationError without a comment, PermissionDenied without the permission.
    """
    _demand(user)
    if not comment.strip():
        raise ValidationError(_("Say why you send it back."))
    with revision(user=user, origin=Origin.REVIEW, reason=comment):
        record = _locked(record)
        if record.review != Review.IN_REVIEW:
            raise ValidationError(_("Only what was handed in is sent back."))
        _set(record, Review.DRAFT)
        _close(record, user, Decision.SENT_BACK, comment)


def take_back(record: Any, user: Any, comment: str = "") -> None:
    """Make a record that was handed in, and not decided, a draft again: its author goes on."""
    with revision(user=user, origin=Origin.REVIEW, reason=comment):
        record = _locked(record)
        if record.review != Review.IN_REVIEW:
            raise ValidationError(_("Only what was handed in is taken back."))
        _set(record, Review.DRAFT)
        _close(record, user, Decision.WITHDRAWN, comment)


def unpublish(record: Any, user: Any, comment: str) -> None:
    """Take a record from the readers; it is a draft again.

    Raises ValidationError without a reason, and for a source that something
    published rests on; PermissionDenied without the permission.
    """
    _demand(user)
    if not comment.strip():
        raise ValidationError(_("Say why you take it from the readers."))
    with revision(user=user, origin=Origin.REVIEW, reason=comment):
        record = _locked(record)
        if record.review != Review.PUBLISHED:
            raise ValidationError(_("It is not published."))
        record.review = Review.DRAFT
        record.clean()
        _set(record, Review.DRAFT)
        _close(record, user, Decision.WITHDRAWN, comment)


def revert(record: Any, user: Any, comment: str) -> None:
    """Put a published record back as it was before the edit that waits for review.

    Raises ValidationError without a reason, where no edit waits, or where it can't be
    put back; PermissionDenied without the permission.
    """
    _demand(user)
    if not comment.strip():
        raise ValidationError(_("Say why you put it back."))
    with revision(user=user, origin=Origin.REVIEW, reason=comment):
        record = _locked(record)
        waiting = ReviewRequest.objects.waiting().on(record).filter(is_live=True).first()
        if waiting is None:
            raise ValidationError(_("No edit of it waits for review."))
        restore(str(record._meta.model_name), record.pk, waiting.base, user, comment)
        _close(record, user, Decision.REVERTED, comment)


def why_not(record: Any, user: Any) -> str:
    """Say why a user may not publish a record, '' where he may.

    Raises PermissionDenied where the user may publish nothing at all.
    """
    _demand(user)
    if settings.REVIEW_BY_ANOTHER and (author := last_author(record)) == user:
        return _("The last change of “%(record)s” is yours: another editor reviews it.") % {
            "record": record,
            "author": author,
        }
    return ""


def may_publish(user: Any) -> bool:
    return bool(user.has_perm(PERMISSION))


def sources_of(record: Any) -> list[Source]:
    """Give every source that a record or a part of it rests on, once. One query for each model."""
    numbers: set[int] = set()
    for row in _rows_with_sources(record):
        numbers.update(row.exclude(source=None).values_list("source", flat=True))
    return list(Source.objects.filter(pk__in=numbers))


def unpublished_sources(record: Any) -> list[Source]:
    """Give those of its sources that readers could not see."""
    return [source for source in sources_of(record) if not source.is_published]


def _rows_with_sources(record: Any) -> Iterator[Any]:
    """Give querysets of the rows of a record that have a key ``source``."""
    for model in record._meta.apps.get_app_config("relations").get_models():
        fields = {f.name: f for f in model._meta.concrete_fields}
        if "source" not in fields or fields["source"].related_model is not Source:
            continue
        if model is type(record):
            yield model._base_manager.filter(pk=record.pk)
            continue
        for owner in getattr(model, "part_of", ()):
            above: Any = fields[owner].related_model
            if above is type(record) and above is not Source:
                yield model._base_manager.filter(**{owner: record})
            for higher in above.part_of:
                if above._meta.get_field(higher).related_model is type(record):
                    yield model._base_manager.filter(**{f"{owner}__{higher}": record})


def _offices(record: Any) -> list[Any]:
    """Give the offices of a person that can be published with it."""
    if record._meta.model_name != "person":
        return []
    offices = Office.objects.filter(person=record, source__review=Review.PUBLISHED)
    return list(offices.exclude(review=Review.PUBLISHED))


def _locked(record: Any) -> Any:
    """Read the record again, for nobody else to change until this is done."""
    found = locked(record)
    if found is None:
        raise ValidationError(_("“%s” was deleted meanwhile.") % record)
    return found


def _set(record: Any, review: Review) -> None:
    record.review = review
    record.save(update_fields=["review"])


def _close(record: Any, user: Any, decision: Decision, comment: str) -> None:
    """Decide what waits; where nothing did, log the decision all the same."""
    values = {
        "decision": decision,
        "decided_at": timezone.now(),
        "decided_by": user,
        "comment": comment,
    }
    if not ReviewRequest.objects.waiting().on(record).update(**values):
        ReviewRequest.objects.create(
            model=record._meta.model_name,
            object_id=record.pk,
            label=str(record)[:400],
            is_live=record.is_published,
            base=reviewed_upto(record),
            **values,
        )


def reviewed_upto(record: Any) -> int:
    """Give the last version of a record that an editor published or confirmed, 0 for none."""
    decided = ReviewRequest.objects.on(record).filter(
        decision__in=[Decision.PUBLISHED, Decision.CONFIRMED]
    )
    if (last := decided.order_by("-decided_at").first()) is None:
        return 0
    seen = Version.objects.of_record(record).filter(at__lte=last.decided_at)
    return seen.aggregate(last=models.Max("id"))["last"] or 0


def _check_that_it_can_be_published(record: Any) -> None:
    if isinstance(record, CuratedModel) and record.source is None:
        raise ValidationError(_("Only a sourced record can be published: choose its source."))


def _demand(user: Any) -> None:
    if not may_publish(user):
        raise PermissionDenied(_("Only an editor publishes."))


def _state(record: Any) -> str:
    return str(record.get_review_display())
