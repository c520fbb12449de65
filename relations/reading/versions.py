"""The versions of a record that readers have seen, numbered, for them to cite.

A version is what one revision left behind while the record was published: number 1 is its
publication, each later revision of the published record one more. What was written before
the publication, or while the record was taken from the readers, has no number. The numbers
follow from the history and are stored nowhere; nothing that is written later changes them.
(On PostgreSQL a revision that began earlier may be committed a moment later and then stands
before; a citation names the time beside the number.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CharField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from relations.models import ReviewRequest, Version
from relations.querysets import Rows, prepared
from relations.vocabularies import Review


@dataclass(frozen=True)
class PublicVersion:
    """One version of a record: its number, its time, and the last row of the history in it."""

    number: int
    at: dt.datetime
    head: int
    reviewed: bool = True


def review_in(side: str) -> Cast:
    """Give as text the state of review that a row had, ``side`` being old or new; else NULL.

    Cast, because Django compares what comes from JSON with JSON.
    """
    return Cast(KT(f"{side}__review"), CharField())


def group_of(revision: int | None, version: int) -> tuple[str, int]:
    """Give what a row of the history was done together with: its revision, else only itself."""
    return ("revision", revision) if revision is not None else ("version", version)


def versions_of(record: Any) -> list[PublicVersion]:
    """Give the versions of a record that readers have seen, in their order. One query."""
    name = record._meta.model_name
    return _numbered(_changes().filter(root_model__in=[name], root_id__in=[record]), name)


@cache
def _changes() -> Rows:
    changes = Version.objects.annotate(was=review_in("old"), is_now=review_in("new")).order_by("id")
    return prepared(
        changes.values_list("id", "revision_id", "at", "model", "new__isnull", "was", "is_now")
    )


def _numbered(rows: Iterable[tuple[Any, ...]], root: str) -> list[PublicVersion]:
    public = False
    seen: dict[tuple[str, int], tuple[int, Any, bool, bool]] = {}
    for number, revision, at, model, gone, was, is_now in rows:
        if model == root:
            public = not gone and is_now in (None, Review.PUBLISHED)
        # A draft office of a published person is nothing that readers see.
        shown = model == root or {was, is_now} == {None} or Review.PUBLISHED in (was, is_now)
        group = group_of(revision, number)
        earlier = seen.pop(group, None)
        seen[group] = (number, at, public, shown or bool(earlier and earlier[3]))
    heads = [(head, at) for head, at, public, shown in seen.values() if public and shown]
    return [PublicVersion(number, at, head) for number, (head, at) in enumerate(heads, 1)]


def live_version(record: Any, *, reviewed: bool | None = None) -> PublicVersion | None:
    """Give the version of a published record that readers see now; None without a publication.

    ``reviewed`` is false where it is an edit that no editor has confirmed yet; it is asked for,
    in a second query, where it isn't given.
    """
    versions = versions_of(record)
    if not versions:
        return None
    last = versions[-1]
    if reviewed is None:
        reviewed = record.pk not in ReviewRequest.objects.unreviewed_edits([record])
    return PublicVersion(last.number, last.at, last.head, reviewed)
