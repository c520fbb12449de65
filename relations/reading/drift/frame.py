"""What the curves of the page share: addresses, figures in words, the events to number."""

from __future__ import annotations

import math
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from relations.analysis.over_time import Series
from relations.drawing.curves import Curve, Dot, Ink, Mark

from ..lifecycle import words_of_day
from .kinds import LABELS
from .page import Drift, Question
from .rows import CURATED
from .series import Event
from .ties import FIRST, SECOND

INKS = {FIRST: Ink.FIRST, SECOND: Ink.SECOND}
MOST_FLAGS = 26
MOST_DOTS = 150
NONE = "–"


def address(page: Drift) -> str:
    """Give the path of the page."""
    first, second = page.poles
    return reverse("drift", args=[page.actor.slug, first.slug, second.slug])


def query(page: Drift) -> str:
    """Give what follows the path: what is asked otherwise than usual."""
    asked = page.question
    words = list(asked.counting.words)
    words += [("data", asked.data)] if asked.data else []
    words += [("measure", asked.measure)] if asked.measure != Question.measure else []
    words += [("compared", asked.compared)] if asked.compared != Question.compared else []
    words += [("since", str(asked.since))] if asked.since else []
    words += [("as_of", asked.day.isoformat())] if asked.day else []
    return urlencode(words)


def source(page: Drift, slug: str) -> str:
    """Name a source of records in a word or two: “our curated data”, GGO."""
    return slug.upper() if slug != CURATED else _("our curated data")


def figure(number: float, places: int = 2) -> str:
    """Write a figure; a dash where it can't be said."""
    if math.isnan(number):
        return NONE
    written = f"{number:.{places}f}"
    return written.lstrip("-") if float(written) == 0 else written.replace("-", "−")


def ranged(series: Series, place: int) -> str:
    """Write a figure with the range that it may lie in, where there is one."""
    estimate = series.at(place)
    value, low, high = (figure(n) for n in (estimate.value, estimate.low, estimate.high))
    return value if low == value == high else f"{value} ({low} to {high})"


def event_words(event: Event) -> str:
    """Say what became of a tie: “member → participation frozen”."""
    before, after = (str(LABELS[kind]) if kind else "" for kind in (event.before, event.after))
    if not event.moved:
        return _("%(status)s, said again") % {"status": after}
    if before == after:
        return _("with whom: changed")
    if not before:
        return after
    return f"{before} → {after}" if after else _("ended (%(before)s)") % {"before": before}


def flags(page: Drift) -> list[tuple[int, Event]]:
    """Choose the events to number, half of them of each pole where there are as many.

    Memberships first, then the weightiest step of each agreement, later ones first.
    """
    telling = [event for event in page.events if len(event.poles) == 1]
    steps: dict[str, Event] = {}
    for event in telling:
        # A membership has few steps, and each is one to know of; an agreement has many.
        key = event.record.key if event.record.is_agreement else f"{event.record.key} {event.day}"
        if abs(event.weight) > abs(steps.setdefault(key, event).weight):
            steps[key] = event
    ranked = sorted(
        steps.values(),
        key=lambda e: (e.record.is_agreement, -abs(e.weight), -e.day.toordinal()),
    )
    half = MOST_FLAGS // 2
    by_pole = {p: [e for e in ranked if e.poles == {p}] for p in (FIRST, SECOND)}
    spare = {p: max(half - len(by_pole[o]), 0) for p, o in ((FIRST, SECOND), (SECOND, FIRST))}
    chosen = [event for p, some in by_pole.items() for event in some[: half + spare[p]]]
    return list(enumerate(sorted(chosen, key=lambda e: (e.day, e.record.key)), start=1))


def _ink(event: Event) -> Ink:
    [pole] = event.poles if len(event.poles) == 1 else [FIRST]
    return INKS[pole] if len(event.poles) == 1 else Ink.THIRD


def mark(number: int, event: Event) -> Mark:
    """Number an event above the curves."""
    title = f"{words_of_day(event.day)}: {event.record.title}, {event_words(event)}"
    return Mark(event.day, str(number), title, event.record.href, _ink(event))


def dots(page: Drift) -> list[Dot]:
    """Put a dot on the curve of its pole for each event."""
    found = []
    largest = sorted(page.events, key=lambda event: -abs(event.weight))[:MOST_DOTS]
    for event in largest:
        for pole, series in ((FIRST, page.lines.first), (SECOND, page.lines.second)):
            if pole in event.poles:
                value = float(series.value[page.lines.place(event.day)])
                if not math.isnan(value):
                    title = mark(0, event).title
                    found.append(Dot(event.day, value, title, event.record.href, INKS[pole]))
    return sorted(found, key=lambda dot: dot.day)


def curve(
    label: str, ink: Ink, series: Series, *, dashed: bool = False, steps: bool = True
) -> Curve:
    """Make a curve of a series."""
    value, low, high = (
        [float(n) for n in column] for column in (series.value, series.low, series.high)
    )
    return Curve(label, ink, series.days, value, low, high, dashed, steps)


def around(page: Drift, name: str) -> dict[str, str]:
    """Say where a picture and its page are."""
    return {
        "name": name,
        "address": address(page) + (f"?{query(page)}" if query(page) else ""),
        "file": f"{address(page)}{name}",
        "query": query(page),
    }
