"""How alike the portfolio of an actor is with that of a pole, year by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from relations.analysis.bounds import Bounds, similarity_bounds
from relations.analysis.measures import (
    Distance,
    Measure,
    cohen_kappa,
    jaccard,
    s_score,
    scott_pi,
    tau_b,
)
from relations.analysis.over_time import Series
from relations.analysis.portfolios import Portfolios, portfolios
from relations.analysis.tables import MISSING, joint_tables

from .poles import ActorKey, Pole, key_of
from .portfolios import PORTFOLIOS, name_of
from .rows import Found
from .ties import ties_of_member

MEASURES: dict[str, tuple[str | Promise, Measure]] = {
    "s": (gettext_lazy("S (Signorino and Ritter)"), Measure(s_score, Distance.ABSOLUTE)),
    "pi": (gettext_lazy("pi, corrected for chance (Scott)"), Measure(scott_pi, Distance.SQUARED)),
    "kappa": (
        gettext_lazy("kappa, corrected for chance (Cohen)"),
        Measure(cohen_kappa, Distance.SQUARED),
    ),
    "tau_b": (gettext_lazy("tau-b (Kendall)"), Measure(tau_b)),
    "jaccard": (gettext_lazy("Jaccard index"), Measure(jaccard)),
}
MOST_BOUNDED = 3  # members of a pole up to which ranges are worked out
THIN = 5  # items of the pole: with fewer a measure says little


@dataclass(frozen=True)
class Alike:
    """A measure of similarity on days, and what it rests on.

    ``evidence`` of ``series`` is the number of items that the pole is tied to (of a group: on
    the average), ``items`` how many were compared. For a group the value is the mean over its
    members of the day. ``exact`` is False where a range is wider than it need be, ``banded``
    where there is none.
    """

    series: Series
    items: int
    exact: bool
    banded: bool


@dataclass(frozen=True)
class Comparing:
    """What is compared (one of ``PORTFOLIOS``), by which measure, weighed how, from which
    data, when."""

    portfolio: str
    measure: str
    weights: Mapping[str, float]
    data: str
    days: Sequence[dt.date]


def alike(found: Found, actor: Any, pole: Pole, by: Comparing) -> Alike:
    """Compare portfolios: an item an organization or agreement, levels by how it binds.

    The items are all that either of them was ever tied to.
    """
    me = key_of(actor)
    members = sorted(pole.members - {me})
    ties = list(PORTFOLIOS[by.portfolio].ties(found, {me, *members}, by.data))
    targets = sorted({target for tie in ties for target in tie.targets})
    names = [name_of(key) for key in (me, *members)]
    laid = portfolios(ties, names, targets, by.days, by.weights)
    groups = _in_group(found, pole, members, by.days)
    formula = MEASURES[by.measure][1]
    values = _values(laid, formula)
    values[~groups] = np.nan
    counts = (laid.codes[:, 1:] > 0).sum(axis=2)
    banded = len(members) <= MOST_BOUNDED
    low, high, exact = _bounds(laid, formula, groups) if banded else (None, None, True)
    drawn = _mean(values)
    evidence = _mean(np.where(groups, counts, np.nan))
    return Alike(
        Series(
            tuple(by.days),
            drawn,
            drawn if low is None else np.fmin(low, drawn),
            drawn if high is None else np.fmax(high, drawn),
            np.nan_to_num(evidence),
        ),
        len(targets),
        exact,
        banded,
    )


def _in_group(found: Found, pole: Pole, members: list[ActorKey], days: Sequence[dt.date]) -> Any:
    """Say on which days which member is one (days, members); all of them for an actor."""
    inside = np.full((len(days), len(members)), not pole.of_members)
    if pole.of_members:
        group = key_of(pole.record)
        rows = {row.member: row for row in found.memberships if row.organization == group}
        numbers = [day.toordinal() for day in days]
        for place, member in enumerate(members):
            for tie in ties_of_member(rows[member], name_of(member)):
                if tie.kind in ("member", "frozen"):
                    begin, end = tie.central
                    inside[:, place] |= [begin <= number < end for number in numbers]
    return inside


def _values(laid: Portfolios, measure: Measure) -> Any:
    """Give the measure of the first actor with each other one on each day."""
    size = len(laid.levels)
    if laid.codes.shape[2] == 0:
        return np.full((len(laid.days), len(laid.actors) - 1), np.nan)
    # Most years are like the one before.
    new = np.append(True, (laid.codes[1:] != laid.codes[:-1]).any(axis=(1, 2)))
    values = [
        measure(joint_tables(codes[:1], codes[1:], size), laid.levels)[0]
        for codes in laid.codes[new]
    ]
    return np.array(values)[new.cumsum() - 1]


def _bounds(laid: Portfolios, measure: Measure, groups: Any) -> tuple[Any, Any, bool]:
    low, high = np.full((2, *groups.shape), np.nan)
    exact = True

    @cache
    def bounds(one: tuple[int, ...], other: tuple[int, ...]) -> Bounds:
        return similarity_bounds(measure, one, other, laid.levels)

    for day, possible in enumerate(laid.possible):
        for other in np.flatnonzero(groups[day]):
            known = (laid.codes[day, 0] != MISSING) & (laid.codes[day, other + 1] != MISSING)
            found = bounds(*(tuple(possible[n][known].tolist()) for n in (0, other + 1)))
            low[day, other], high[day, other] = found.low, found.high
            exact &= found.exact
    return _mean(low), _mean(high), exact


def _mean(values: Any) -> Any:
    """Give the mean of each row over what is known in it; nan without."""
    known = ~np.isnan(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(known, values, 0).sum(axis=1) / np.where(
            known.any(axis=1), known.sum(axis=1), np.nan
        )
