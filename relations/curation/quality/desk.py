"""The desk: runs checks and keeps what they find, dismisses and revokes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import CheckRun, Dismissal, Finding

from .registry import CHECKS, Check, in_order

BATCH = 2000


def run(
    names: Iterable[str] = (), progress: Callable[[Check, float, int], None] | None = None
) -> int:
    """Run some checks (all where none is named) and keep what they find in place of the last.

    ``progress`` hears of each check when it is done: the check, its seconds, its findings.
    Gives the number of findings. Raises KeyError for a name that is no check.
    """
    total = 0
    for check in chosen(names):
        begin = time.monotonic()
        # Read first, so that the write lock is held for the writing only.
        found = [_row(check, found) for found in check.run()]
        seconds = _keep(check, found, begin)
        total += len(found)
        if progress:
            progress(check, seconds, len(found))
    return total


def chosen(names: Iterable[str] = ()) -> list[Check]:
    """Give the checks of these names, all where none is named. Raises KeyError for no check."""
    return [CHECKS[name] for name in names] or in_order()


def _row(check: Check, found: Any) -> Finding:
    return Finding(
        check_name=check.name,
        key=found.key(check.name),
        fingerprint=found.fingerprint(),
        sentence=found.sentence,
        records=_labelled((*found.records, *found.also)),
        model=found.records[0]._meta.model_name,
        weight=check.weight,
    )


def _labelled(records: tuple[Model, ...]) -> list[list[Any]]:
    """Give model, number and label of each; the slug too where two labels are equal."""
    labels = [str(record) for record in records]
    rows: list[list[Any]] = []
    for record, label in zip(records, labels, strict=True):
        full = label
        if labels.count(label) > 1:
            full = f"{label} ({getattr(record, 'slug', record.pk)})"
        rows.append([record._meta.model_name, record.pk, full])
    return rows


@transaction.atomic
def _keep(check: Check, rows: list[Finding], begin: float) -> float:
    """Store what is new or changed, forget what is gone, leave the rest and its age alone.

    ``begin`` is when the check began, on the monotonic clock; gives the seconds since.
    """
    stored = {row.key: row for row in Finding.objects.filter(check_name=check.name)}
    new, changed = [], []
    for row in rows:
        old = stored.pop(row.key, None)
        if old is None:
            new.append(row)
        elif (old.fingerprint, old.sentence) != (row.fingerprint, row.sentence) or (
            old.weight != row.weight
        ):
            row.pk, row.since = old.pk, old.since
            changed.append(row)
    gone = [row.pk for row in stored.values()]
    for start in range(0, len(gone), BATCH):
        Finding.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    Finding.objects.bulk_update(
        changed, ["fingerprint", "sentence", "records", "model", "weight"], batch_size=BATCH
    )
    # Two runs at once find the same: the second leaves what the first has put down.
    Finding.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    seconds = time.monotonic() - begin
    CheckRun.objects.update_or_create(
        check_name=check.name, defaults={"finished": timezone.now(), "seconds": seconds}
    )
    return seconds


@dataclass(frozen=True, slots=True)
class Line:
    """What the desk says of one check: its findings that stand, by model, and its last run."""

    check: Check
    by_model: dict[str, int]
    run: CheckRun | None

    @property
    def open(self) -> int:
        return sum(self.by_model.values())


@dataclass(frozen=True, slots=True)
class Runs:
    """When some checks ran: the last of the runs, the oldest, how many checks never did."""

    last: datetime | None
    oldest: datetime | None
    never: int
    total: int

    @property
    def is_of_one_day(self) -> bool:
        return self.last is None or self.oldest is None or self.last.date() == self.oldest.date()


def runs_of(lines: Iterable[Line]) -> Runs:
    """Say when the checks of these lines ran, so that nothing found is told from never looked."""
    lines = list(lines)
    days = [line.run.finished for line in lines if line.run]
    last, oldest = max(days, default=None), min(days, default=None)
    return Runs(last, oldest, never=len(lines) - len(days), total=len(lines))


def lines() -> list[Line]:
    """Give a line for each check, the heaviest first, in three queries whatever is found.

    All are counted from an index, and the few that are dismissed taken off.
    """
    counts = {check.name: Counter[str]() for check in in_order()}
    for findings, sign in ((Finding.objects.all(), 1), (Finding.objects.dismissed(), -1)):
        rows = findings.order_by().values_list("check_name", "model").annotate(n=Count("pk"))
        for name, model, number in rows:
            if name in counts:
                counts[name][model] += sign * number
    runs = {run.check_name: run for run in CheckRun.objects.all()}
    return [Line(c, dict(+counts[c.name]), runs.get(c.name)) for c in in_order()]


def dismiss(finding: Finding, user: Any, reason: str) -> Dismissal:
    """Put a finding aside for good reason, until its facts change.

    Raises ValidationError without a reason, or where somebody else was faster.
    """
    with transaction.atomic():
        row = Dismissal(
            check_name=finding.check_name,
            key=finding.key,
            fingerprint=finding.fingerprint,
            sentence=finding.sentence,
            records=finding.records,
            reason=reason.strip(),
            by=user,
            by_name=user.get_username(),
        )
        row.full_clean()
        row.save()
    return row


def revoke(dismissal: Dismissal, user: Any) -> None:
    """Take a dismissal back; it stays on record. Raises ValidationError where it is already."""
    standing = Dismissal.objects.standing().filter(pk=dismissal.pk)
    if not standing.update(
        revoked_at=timezone.now(), revoked_by=user, revoked_by_name=user.get_username()
    ):
        raise ValidationError(_("This dismissal was revoked already."))
