"""Columns of changes of position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.models import Membership, Position
from relations.reading.position_changes import Change, ShownChange, shown

from .batches import BATCH
from .columns import Column, Kind, Value, key_of, plain, reader_may_see


def _target(change: ShownChange) -> Value:
    target = change.target
    if isinstance(target, Membership):
        return f"{target.actor.slug}/{target.organization.slug}"
    return str(target.slug)


def _half(when: Any, path: str) -> tuple[Column, ...]:
    """Make the columns of the earlier or of the later statement."""

    def of(meaning: Any) -> Any:
        return _("%(when)s: %(what)s") % {"when": when, "what": meaning}

    def speaker(change: ShownChange) -> Value:
        person = reader_may_see(getattr(change, path).side.person)
        return person.slug if person else None

    def source(change: ShownChange) -> Value:
        found = reader_may_see(getattr(change, path).statement.source)
        return found.slug if found else None

    return (
        plain(f"{path}_stance", of(_("the stance")), f"{path}.position.stance"),
        plain(f"{path}_date", of(_("when, in EDTF (ISO 8601-2)")), f"{path}.statement.date"),
        plain(
            f"{path}_date_earliest",
            of(_("first possible day")),
            f"{path}.statement.date_earliest",
        ),
        plain(f"{path}_date_latest", of(_("last possible day")), f"{path}.statement.date_latest"),
        Column(
            f"{path}_on_behalf_of",
            of(_("code of the country or slug of the organization")),
            lambda change: key_of(getattr(change, path).side.actor),
        ),
        Column(f"{path}_speaker", of(_("slug of the speaker")), speaker),
        plain(f"{path}_statement", of(_("slug of the statement")), f"{path}.statement.slug"),
        plain(f"{path}_text", of(_("the position, in our words")), f"{path}.position.text"),
        plain(f"{path}_quotation", of(_("the speaker's own words")), f"{path}.position.quotation"),
        Column(f"{path}_source", of(_("slug of the principal source")), source),
    )


POSITION_CHANGE = Kind(
    lambda on: Position.objects.none(),  # found by comparing, not by a query of its own
    (
        Column("target", _("slug of what it is on, or member/organization"), _target),
        Column("target_name", _("its name or title"), lambda change: str(change.target)),
        Column(
            "certain",
            _("1 where it is certain which came first, and that the stance was another one"),
            lambda change: int(change.certain),
        ),
        *_half(_("before"), "before"),
        *_half(_("after"), "after"),
    ),
)


def exported_changes(
    changes: Sequence[Change], site: str, batch: int = BATCH
) -> Iterator[dict[str, Value]]:
    """Give changes as dictionaries by column, some hundreds in memory at a time.

    ``site`` is the beginning of the addresses; each leads to the later statement.
    """
    for start in range(0, len(changes), batch):
        for change in shown(changes[start : start + batch]):
            row = {column.name: column.value(change) for column in POSITION_CHANGE.columns}
            yield {**row, "address": site + change.after.statement.get_absolute_url()}
