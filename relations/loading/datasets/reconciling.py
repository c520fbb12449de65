"""Who is meant by a code or a name, by scheme and by date; who nobody has matched yet.

In each scheme the aliases come first: they are what analysts decided and what published
lists of states lay down; one for a time comes before one for ever. Then, in the schemes
that are ours too, the code or name itself: ``iso3`` and ``m49`` are codes of our countries,
``slug`` is that of an organization, ``name`` any of the names of one actor, to the letter
but for capitals. An actor that had ended or not begun on the day in question is not meant,
unless an alias for that time says so. Likeness decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from relations.dates import PartialDate
from relations.models import Alias, Country, Organization, OtherName
from relations.models.alias import overlap

from .adapter import Rejected
from .report import SAMPLES
from .rows import Row
from .vocabulary import Reason

NOBODY = object()


@dataclass
class Missing:
    """A code or name that stands for nobody we know, and where it was met."""

    rows: int = 0
    samples: list[str] = field(default_factory=list)
    earliest: dt.date | None = None
    latest: dt.date | None = None

    def meet(self, row: Row, on: PartialDate | None) -> None:
        self.rows += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(row.place)
        if on and on.earliest and on.latest:
            self.earliest = min(self.earliest or on.earliest, on.earliest)
            self.latest = max(self.latest or on.latest, on.latest)


def fold(text: str) -> str:
    """Make names that differ in capitals and spaces alike."""
    return " ".join(text.casefold().split())


class Reconciler:
    """Knows all aliases, codes and names at the time of an import."""

    def __init__(self) -> None:
        self.missing: dict[tuple[str, str], Missing] = defaultdict(Missing)
        self._known: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self._aliases: dict[tuple[str, str], list[Alias]] = defaultdict(list)
        self._found: dict[tuple[Any, ...], Any] = {}
        for alias in Alias.objects.select_related(*Alias.ACTOR):
            self._aliases[alias.scheme, fold(alias.value)].append(alias)
        for country in Country.objects.all():
            self._know("iso3", country.code, country)
            self._know("m49", country.numeric, country)
            self._know("name", country.name, country)
            self._know("name", country.official_name, country)
        for organization in Organization.objects.all():
            self._know("slug", organization.slug, organization)
            self._know("name", organization.name, organization)
        for other in OtherName.objects.select_related(*OtherName.ACTOR):
            self._know("name", other.name, other.actor)

    def find(self, said: str, schemes: tuple[str, ...], on: PartialDate | None, row: Row) -> Any:
        """Give the actor. Raises Rejected, and remembers the name, where it is not one of ours."""
        key = (said, schemes, on.notation if on else "")
        if key not in self._found:
            self._found[key] = self._look(fold(said), schemes, on)
        found = self._found[key]
        if found is NOBODY:
            raise Rejected(Reason.NOT_OURS, said=said)
        if found is None:
            self.missing[schemes[0], said[:200]].meet(row, on)
            raise Rejected(Reason.NOT_MATCHED, said=said)
        return found

    def _know(self, scheme: str, value: str, actor: Any) -> None:
        known = self._known[scheme, fold(value)]
        if value and actor not in known:
            known.append(actor)

    def _look(self, said: str, schemes: tuple[str, ...], on: PartialDate | None) -> Any:
        for scheme in schemes:
            aliases = [a for a in self._aliases.get((scheme, said), ()) if _stands(a, on)]
            if on is not None:
                # What holds for a time outweighs what holds otherwise, in all of that time.
                aliases = [a for a in aliases if a.is_for_a_time and _covers(a, on)] or aliases
            # Two that differ in capitals only may be of one actor.
            meant = {alias.actor for alias in aliases}
            if len(meant) > 1:
                return None  # the date does not tell which
            if meant:
                return meant.pop() or NOBODY
            known = [
                actor
                for actor in self._known.get((scheme, said), ())
                if _holds(on, actor.begin, actor.end)
            ]
            if len(known) == 1:
                return known[0]
        return None


def _stands(alias: Alias, on: PartialDate | None) -> bool:
    """Say whether an alias means its actor on a date; one for ever only while there is one."""
    limits = alias if alias.is_for_a_time or not alias.actor else alias.actor
    return _holds(on, limits.begin, limits.end)


def _covers(alias: Alias, on: PartialDate) -> bool:
    """Say whether all days that a date may be lie within the time of an alias."""
    begin: Any = alias.begin
    end: Any = alias.end
    return not (
        (begin and begin.earliest and (not on.earliest or on.earliest < begin.earliest))
        or (end and end.latest and (not on.latest or on.latest > end.latest))
    )


def _holds(on: PartialDate | None, begin: Any, end: Any) -> bool:
    """Say whether a time may include a date: any time does where there is no date."""
    return on is None or overlap((begin, end), (on, on)) or _same_day(on, begin, end)


def _same_day(on: PartialDate, begin: Any, end: Any) -> bool:
    """On its first and last day somebody is there, though two times that meet don't overlap."""
    return any(edge and edge == on for edge in (begin, end))
