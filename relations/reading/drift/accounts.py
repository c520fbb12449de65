"""Two accounts of the same: where the curves of two sources of records agree, and why not."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .frame import figure, source
from .page import Drift, of_data
from .series import Lines
from .ties import FIRST, SECOND


def accounts(page: Drift) -> list[str]:
    """Say how the lean in each further source compares with that in the first; [] with one."""
    if len(page.compared) < 2:
        return []
    [(ours, line), *others] = page.compared
    found: list[str] = []
    for theirs, other in others:
        found += _differences(page, (ours, line), (theirs, other))
        found += _reasons(page, ours, theirs)
    return found


def _differences(page: Drift, one: tuple[str, Lines], other: tuple[str, Lines]) -> Iterator[str]:
    pairs: list[tuple[dt.date, float, float]] = []
    for day in page.years:
        a, b = (float(each.lean.value[each.place(day)]) for _slug, each in (one, other))
        if not math.isnan(a + b):
            pairs.append((day, a, b))
    if not pairs:
        yield _("%(one)s and %(other)s cover no year in common.") % _names(page, one, other)
        return
    same = sum(1 for _day, a, b in pairs if a * b > 0 or a == b)
    together = [
        (a2 - a1) * (b2 - b1) > 0
        for (_d, a1, b1), (_e, a2, b2) in zip(pairs, pairs[1:], strict=False)
        if abs(a2 - a1) > 1e-9 and abs(b2 - b1) > 1e-9
    ]
    day, a, b = max(pairs, key=lambda pair: abs(pair[1] - pair[2]))
    said = {
        **_names(page, one, other),
        "same": same,
        "n": len(pairs),
        "year": day.year,
        "a": figure(a),
        "b": figure(b),
        "together": sum(together),
        "moves": len(together),
    }
    yield (
        _(
            "Where they agree: in %(same)d of %(n)d years %(one)s and %(other)s put the lean on the"
            " same side; of %(moves)d years in which both moved, %(together)d went the same way."
        )
        % said
    )
    yield (
        _(
            "Where they differ: most at the end of %(year)d, %(a)s in %(one)s and %(b)s in"
            " %(other)s."
        )
        % said
    )


def _names(page: Drift, one: tuple[str, Lines], other: tuple[str, Lines]) -> dict[str, object]:
    return {"one": source(page, one[0]), "other": source(page, other[0])}


def _reasons(page: Drift, ours: str, theirs: str) -> Iterator[str]:
    counts = {slug: _counts(page, slug) for slug in (ours, theirs)}
    for slug, (agreements, memberships, both, last) in counts.items():
        text = _(
            "Why: with the poles there are in %(source)s %(agreements)d agreements and"
            " %(memberships)d memberships, %(both)d of them in another source as well; the last"
            " change there is of %(last)s."
        )
        yield text % {
            "source": source(page, slug),
            "agreements": agreements,
            "memberships": memberships,
            "both": both,
            "last": last.year if last else "–",
        }
    if not counts[theirs][1] and counts[ours][1]:
        yield _(
            "A source without memberships can’t show joining or leaving an organization; one"
            " whose last change is long ago stands still since, whatever happened."
        )


def _counts(page: Drift, slug: str) -> tuple[int, int, int, dt.date | None]:
    """Count agreements, memberships, and those of them that another source has as well."""
    some = of_data(page.everything, slug)
    mine = {tie.key for tie in some.ties if tie.targets & {FIRST, SECOND}}
    records = [some.records[key] for key in mine]
    days = [
        when.earliest
        for tie in some.ties
        if tie.key in mine
        for when in (tie.begin, tie.end)
        if when.earliest and when.earliest <= page.end
    ]
    return (
        sum(record.is_agreement for record in records),
        sum(not record.is_agreement for record in records),
        sum(len(record.origins) > 1 for record in records),
        max(days, default=None),
    )
