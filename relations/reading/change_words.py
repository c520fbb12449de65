"""Changes in words: a title of one line, and a line for each thing that changed."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.curation.changes import FieldChange, RowChange
from relations.curation.history import model_called

from .changes import Change

LONG = 160  # characters of a value in a summary
BEFORE = 4  # words before the first one that differs


def title(change: Change) -> str:
    """Say in one line what happened to which record: “Charter: provision 3 changed”."""
    return _("%(record)s: %(what)s") % {"record": change.record, "what": what(change)}


def what(change: Change) -> str:
    """Say in a few words what happened to a record."""
    if change.published:
        return _("published")
    if len(change.rows) == 1:
        return row_title(change, change.rows[0])
    number = len(change.rows)
    return ngettext("%(n)s change", "%(n)s changes", number) % {"n": number}


def kind_of_change(change: Change) -> str:
    """Say which of the two kinds of change it is."""
    return _("published") if change.published else _("corrected")


def row_title(change: Change, row: RowChange) -> str:
    """Say what happened to one row: of the record itself, which fields; of a part, which part."""
    if is_record(change, row):
        labels = [one.label.lower() for one in row.fields[:3]]
        if len(row.fields) > len(labels):
            labels.append(_("more"))
        return _("%(fields)s changed") % {"fields": ", ".join(labels)}
    sentence = {
        "added": _("%(part)s added"),
        "removed": _("%(part)s removed"),
        "changed": _("%(part)s changed"),
    }[row.kind]
    return sentence % {"part": part(row)}


def is_record(change: Change, row: RowChange) -> bool:
    """Whether a row is the record itself, and none of its parts."""
    return row.model == change.kind and row.number == change.record.pk


def part(row: RowChange) -> str:
    """Say which part of a record a row is: “provision 3”, “act (signed, Armenia)”."""
    kind: Any = model_called(row.model)
    name, label = row.what, str(kind._meta.verbose_name)
    if not name:
        return label
    return f"{label} {name}" if name.isdigit() else f"{label} ({Truncator(name).chars(LONG)})"


def lines(change: Change) -> list[str]:
    """Say what changed, a line for each field of each row; of what was published, its gist."""
    if change.published:
        gist = getattr(change.record, "summary", "") or getattr(change.record, "description", "")
        return [gist] if gist else []
    said = []
    for row in change.rows:
        if not is_record(change, row):
            said.append(row_title(change, row))
        if row.kind == "changed":
            said += [field_line(one) for one in row.fields]
    return said


def field_line(one: FieldChange) -> str:
    """Say what a field held before and what it holds now."""
    was, is_now = where_they_differ(one.old, one.new)
    if not was:
        return _("%(field)s: “%(new)s”") % {"field": one.label, "new": is_now}
    if not is_now:
        return _("%(field)s: “%(old)s” taken out") % {"field": one.label, "old": was}
    return _("%(field)s: “%(old)s” became “%(new)s”") % {
        "field": one.label,
        "old": was,
        "new": is_now,
    }


def where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Give two texts in at most LONG characters each, from shortly before they differ on."""
    was, is_now = old.split(), new.split()
    same = 0
    if max(len(old), len(new)) > LONG:
        pairs = takewhile(lambda pair: pair[0] == pair[1], zip(was, is_now, strict=False))
        same = max(0, len(list(pairs)) - BEFORE)
    dots = "… " if same else ""
    first, second = (
        Truncator(dots + " ".join(words[same:])).chars(LONG) for words in (was, is_now)
    )
    return first, second
