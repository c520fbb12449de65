"""Who changes what and why, and how a record stood at any time.

The rows themselves are written by triggers (:mod:`relations.triggers.history`); here is
what they can't know, and how they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Exists, OuterRef

from relations.models import ReviewRequest, Revision, Version
from relations.models.base import CuratedModel, NaturalKeyModel, names_rest_on
from relations.models.source import Source
from relations.triggers.history import OPEN_TABLE, SETTING
from relations.vocabularies import Decision, Origin, Review

# A row of the app as the database holds it: column name to plain value.
Row = dict[str, Any]
# All rows of a record by (model name, number).
State = dict[tuple[str, int], Row]

_open: ContextVar[Revision | None] = ContextVar("open revision", default=None)


@contextmanager
def revision(
    *, user: Any, origin: Origin, reason: str = "", using: str = DEFAULT_DB_ALIAS
) -> Iterator[Revision]:
    """Make all that is written inside one revision, in one transaction.

    ``user`` is None where nobody is logged in: a command, a load. Inside another one
    it joins that one; where it fails, and the other goes on, its part is undone. A
    revision in which nothing changed leaves no trace. An edit of something published
    asks for its review, unless it came by review itself or from a fixture, which was
    reviewed as a file.
    """
    if (outer := _open.get()) is not None:
        with transaction.atomic(using=using):
            yield outer
        return
    with transaction.atomic(using=using):
        made = Revision.objects.using(using).create(
            user=user if user is not None and user.pk else None,
            username=user.get_username() if user is not None else "",
            origin=origin,
            reason=reason,
        )
        token = _open.set(made)
        _tell_the_triggers(using, made.pk)
        try:
            yield made
            _tell_the_triggers(using, None)
            _ask_for_reviews(made, using)
        finally:
            _open.reset(token)


def _tell_the_triggers(using: str, number: int | None) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(number or "")])
        elif number is None:
            cursor.execute(f"DELETE FROM {OPEN_TABLE}")  # noqa: S608
        else:
            cursor.execute(f"INSERT INTO {OPEN_TABLE} VALUES (%s)", [number])  # noqa: S608


def _ask_for_reviews(made: Revision, using: str) -> None:
    """Queue the published records that a revision edited; forget a revision of nothing.

    An import may edit thousands: a few queries for each model, none for a record.
    """
    versions = Version.objects.using(using).filter(revision=made)
    if not versions.exists():
        made.delete()
        return
    if made.origin in (Origin.FIXTURE, Origin.REVIEW):
        return
    edited = versions.filter(content=True).order_by()
    for name in edited.values_list("root_model", flat=True).distinct():
        if is_curated(kind := model_called(name)):
            _ask_for_reviews_of(kind, edited.filter(root_model=name), made, using)


def _ask_for_reviews_of(kind: Any, edited: Any, made: Revision, using: str) -> None:
    """Queue the published records of one model with these versions; close what is gone."""
    name = kind._meta.model_name
    records = kind._base_manager.using(using)
    waiting = ReviewRequest.objects.using(using).waiting().filter(model=name)
    waiting.filter(
        ~Exists(records.filter(pk=OuterRef("object_id"))),
        object_id__in=edited.values("root_id"),
    ).update(
        decision=Decision.WITHDRAWN,
        decided_at=made.at,
        decided_by=made.user,
        comment="The record was deleted.",
    )
    live = records.filter(
        ~Exists(waiting.filter(object_id=OuterRef("pk"))),
        pk__in=edited.values("root_id"),
        review=Review.PUBLISHED,
    ).select_related(*names_rest_on(kind))
    first = dict(edited.values_list("root_id").annotate(models.Min("id")))
    ReviewRequest.objects.using(using).bulk_create(
        (
            ReviewRequest(
                model=name,
                object_id=record.pk,
                label=str(record)[:400],
                is_live=True,
                since=made.at,
                requested_by=made.user,
                note=made.reason,
                base=first[record.pk] - 1,
            )
            for record in live
        ),
        batch_size=1000,
        # Another transaction may have asked at the same time; one request waits, whoever asked.
        ignore_conflicts=True,
    )


def model_called(name: str) -> type[NaturalKeyModel]:
    """Give the model of a name in a version. Raises LookupError for an unknown one."""
    model: Any = ReviewRequest._meta.apps.get_model("relations", name)
    if not issubclass(model, NaturalKeyModel):
        raise LookupError(f"No history is kept of {name}.")
    return model


def find(model: str, number: int) -> Any:
    """Give the record of a model name and number, None where it is gone."""
    return model_called(model)._base_manager.filter(pk=number).first()


def find_locked(model: str, number: int) -> Any:
    """Give a record, for nobody else to change until the transaction ends; None if gone.

    Not in the order of its model: that joins other tables, whose rows can't be locked with
    it. Others may point to it meanwhile: two agreements of which each gets a link to the
    other would else wait for one another for ever.
    """
    records = model_called(model)._base_manager.select_for_update(no_key=True).order_by("pk")
    return records.filter(pk=number).first()


def record_of(row: Any) -> Any:
    """Give the record that a row is a part of: of an act's citation, the agreement."""
    for name in row.part_of:
        above = getattr(row, name)
        if above is not None:
            return record_of(above)
    return row


def is_curated(model: Any) -> bool:
    """Whether records of the model pass review."""
    return issubclass(model, CuratedModel | Source) and not model.part_of


def state_at(root_model: str, root_id: int, upto: int | None = None) -> State:
    """Give all rows of a record as they stood after version ``upto``; now where None."""
    versions = Version.objects.of(root_model, root_id)
    if upto is not None:
        versions = versions.filter(id__lte=upto)
    state: State = {}
    for model, number, new in versions.values_list("model", "object_id", "new"):
        if new is None:
            state.pop((model, number), None)
        else:
            state[model, number] = new
    return state


def before_deletion(deletion: Version) -> int:
    """Give the last version of a record before it was deleted, by that revision or by hand.

    By hand its parts go first, each by itself: all that went without a break before it.
    """
    earlier = Version.objects.of(deletion.root_model, deletion.root_id).filter(pk__lt=deletion.pk)
    if deletion.revision_id is not None:
        earlier = earlier.exclude(revision=deletion.revision_id)
    else:
        earlier = earlier.exclude(revision__isnull=True, new__isnull=True)
    found = earlier.order_by("-id").first()
    return found.pk if found else deletion.pk


def stamp(record: Any) -> str:
    """Give a mark of the record's present version, parts included. One query.

    Both the last version and the number of versions count: on PostgreSQL a
    transaction that began earlier may commit later with lower numbers.
    """
    return stamps([record])[record.pk]


def stamps(records: list[Any]) -> dict[Any, str]:
    """Give the stamps of several records of one model, by number. One query."""
    if not records:
        return {}
    found = (
        Version.objects.filter(
            root_model=records[0]._meta.model_name, root_id__in=[r.pk for r in records]
        )
        .order_by()
        .values_list("root_id")
        .annotate(models.Max("id"), models.Count("id"))
    )
    marks = {number: f"{last}.{count}" for number, last, count in found}
    return {record.pk: marks.get(record.pk, "0.0") for record in records}


def version_of(mark: str, root_model: str, root_id: int) -> int | None:
    """Give the last version that a stamp speaks of, None where no state of the record bore it.

    That is a forged stamp, or one taken while a transaction that had drawn its numbers
    earlier was not committed yet: then how the record stood at that moment can't be told.
    """
    last, count = (whole_number(part) for part in (mark.partition(".")[::2]))
    if last is None or count is None:
        return None
    seen = Version.objects.of(root_model, root_id).filter(pk__lte=last)
    return last if seen.count() == count else None


def whole_number(text: Any) -> int | None:
    """Read a row's number from a URL or a form. None where it can't be one."""
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def last_author(record: Any) -> Any:
    """Give who made the last change of a record that is more than a step of review.

    None where it came from a fixture or a command, or where nobody knows.
    """
    last = Version.objects.of_record(record).filter(content=True).select_related("revision__user")
    version = last.order_by("-id").first()
    return version.revision.user if version and version.revision else None
