"""All figures of one actor between two poles, for the page, the API and the command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import DataSet

from .coverage import Coverage, coverage
from .kinds import Counting, Wrong
from .poles import Pole, key_of
from .portfolios import AGREEMENTS, MEMBERSHIPS, PORTFOLIOS, Portfolio
from .rows import ALL, CURATED, find_rows
from .series import Event, Lines, events, lines, year_ends
from .similarity import MEASURES, Alike, Comparing, alike
from .stances import Said, Voices, said
from .ties import FIRST, SECOND, Ties, ties_of

EARLIEST = 1900


@dataclass(frozen=True)
class Question:
    """What is asked: whose ties, between which poles, counted how, from which data.

    ``data`` is ``curated``, the slug of a data set, or ``all``; '' takes what there is.
    ``compared`` is one of ``PORTFOLIOS``.
    """

    actor: Any
    poles: tuple[Pole, Pole]
    counting: Counting = field(default_factory=Counting)
    data: str = ""
    measure: str = "s"
    compared: str = MEMBERSHIPS
    since: int | None = None
    day: dt.date | None = None


@dataclass
class Drift:
    """The figures. ``data`` are the sources of records that there are, with their names."""

    question: Question
    start: dt.date
    end: dt.date
    data: str
    sources: dict[str, str]
    ties: Ties
    lines: Lines
    events: list[Event]
    similarity: tuple[Alike, Alike]
    said: tuple[Said, Said]
    heard: tuple[Said, Said]
    coverage: Coverage
    everything: Ties = field(repr=False)

    @property
    def actor(self) -> Any:
        return self.question.actor

    @property
    def poles(self) -> tuple[Pole, Pole]:
        return self.question.poles

    @property
    def portfolio(self) -> Portfolio:
        """What is compared."""
        return PORTFOLIOS[self.question.compared]

    @cached_property
    def years(self) -> list[dt.date]:
        """The last day of each year, and the last of all."""
        return year_ends(self.start, self.end)

    @cached_property
    def compared(self) -> list[tuple[str, Lines]]:
        """The same figures from each source of records that ties the actor with a pole."""
        weights = self.question.counting.weights
        found = []
        for slug in self.sources:
            shown = slug == self.data
            some = self.ties if shown else of_data(self.everything, slug)
            if any(tie.targets & {FIRST, SECOND} for tie in some.ties):
                drawn = self.lines if shown else lines(some.ties, self.start, self.end, weights)
                found.append((slug, drawn))
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all ties the actor with either pole."""
        return not any(tie.targets & {FIRST, SECOND} for tie in self.ties.ties)


def drift(question: Question) -> Drift:
    """Gather the figures. Raises Wrong where the question can't be answered."""
    _check(question)
    actor, poles, counting = question.actor, question.poles, question.counting
    agreements = question.compared == AGREEMENTS
    found = find_rows(actor, poles, counting.largest, many_sided=agreements)
    everything = ties_of(actor, poles, found, counting.largest)
    sources = _sources(everything)
    data = _data(question.data, sources)
    chosen = of_data(everything, data)
    start, end = _period(question, chosen)
    drawn = lines(chosen.ties, start, end, counting.weights)
    voices = Voices(actor, poles, everything, data)
    years = year_ends(start, end)
    comparing = Comparing(question.compared, question.measure, counting.weights, data, years)
    first, second = (alike(found, actor, pole, comparing) for pole in poles)
    words = said(voices, counting.half_life, start, end)
    return Drift(
        question=question,
        start=start,
        end=end,
        data=data,
        sources=sources,
        ties=chosen,
        lines=drawn,
        events=events(chosen, drawn, counting.weights),
        similarity=(first, second),
        said=words.by_actor,
        heard=words.by_poles,
        coverage=coverage(everything, words, start, end, list(sources)),
        everything=everything,
    )


def of_data(found: Ties, data: str) -> Ties:
    """Keep the ties that a source of records has; ``all`` keeps them all."""
    if data == ALL:
        return found
    records = {key: r for key, r in found.records.items() if data in r.origins}
    return replace(
        found,
        ties=[tie for tie in found.ties if tie.key in records],
        records=records,
        too_large=[r for r in found.too_large if data in r.origins],
    )


def _check(question: Question) -> None:
    first, second = question.poles
    choices: dict[str, tuple[str, Iterable[str]]] = {
        "measure": (question.measure, MEASURES),
        "compared": (question.compared, PORTFOLIOS),
    }
    for word, (value, known) in choices.items():
        if value not in known:
            text = _("%(word)s: “%(value)s” won’t do: take one of %(known)s.")
            names = {"word": word, "value": value[:40], "known": ", ".join(known)}
            raise Wrong({word: text % names})
    me = key_of(question.actor)
    if first.slug == second.slug:
        raise Wrong({"pole": _("Both poles are %(name)s: choose two.") % {"name": first.name}})
    for pole in question.poles:
        if pole.members == {me} and not pole.of_members:
            raise Wrong(
                {"pole": _("%(name)s can’t be a pole of its own: choose another.")
                 % {"name": pole.name}}
            )  # fmt: skip


def _sources(found: Ties) -> dict[str, str]:
    """Give the sources of records with their names, our own first."""
    slugs = sorted({origin for record in found.records.values() for origin in record.origins})
    titles = dict(DataSet.objects.filter(slug__in=slugs).values_list("slug", "title"))
    names = {CURATED: _("our curated data")} if CURATED in slugs else {}
    return names | titles


def _data(wanted: str, sources: Iterable[str]) -> str:
    known = [*sources]
    if not wanted:
        return known[0] if known else CURATED
    if wanted not in (*known, ALL, CURATED):
        raise Wrong(
            {
                "data": _("“%(value)s” is no source of these records: take one of %(known)s.")
                % {"value": wanted[:40], "known": ", ".join([*known, ALL])}
            }
        )
    return wanted


def _period(question: Question, found: Ties) -> tuple[dt.date, dt.date]:
    """Say from when to when: while the actor exists, since the first tie with a pole."""
    actor = question.actor
    last = question.day or timezone.localdate()
    over = actor.end.latest if actor.is_historical else None
    end = min(last, over) if over else last
    begins = [
        tie.begin.earliest
        for tie in found.ties
        if tie.targets & {FIRST, SECOND} and tie.begin.earliest
    ]
    first = min(begins, default=end)
    begun = actor.begin.earliest if actor.begin else None
    start = max(filter(None, (first, begun, dt.date(EARLIEST, 1, 1))))
    if question.since is not None:
        if not EARLIEST <= question.since <= end.year:
            raise Wrong(
                {
                    "since": _("Since when: give a year from %(first)d to %(last)d.")
                    % {"first": EARLIEST, "last": end.year}
                }
            )
        start = max(start, dt.date(question.since, 1, 1))
    return min(start, end), end
