"""Exposure to a pole: which share of an actor's ties is with it; the lean between two poles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from .means import Estimate, Item, weighted_mean
from .ties import Force, Tie, Weights, range_of, ties_of, weight_of

Pole = AbstractSet[str]


def exposure(
    ties: Iterable[Tie], actor: str, pole: Pole, day: dt.date, weights: Weights
) -> Estimate:
    """Give the share of an actor's ties in force on a day that are with a pole.

    sum(w_t over ties with a member of the pole) / sum(w_t over all), w_t by the kind of the
    tie. A tie with several, some of them of the pole, counts as one with the pole. It is the
    partner's share of K. Barbieri, "Economic Interdependence: A Path to Peace or a Source of
    Interstate Conflict?", Journal of Peace Research 33(1), 1996, 29-49, of ties, not trade.

    From 0 to 1, without a unit; nan without a tie in force. ``evidence`` is the sum of
    weights in force. ``low`` and ``high`` are exact over all that uncertain dates and
    disputes leave open, each tie by itself. A member of the pole has no exposure to itself:
    only ties with others count. Raises ValueError for an empty pole or a kind without a weight.
    """
    _check(pole)
    return _mean(ties, actor, day, weights, lambda tie: float(bool(tie.targets & pole)))


def lean(
    ties: Iterable[Tie], actor: str, poles: tuple[Pole, Pole], day: dt.date, weights: Weights
) -> Estimate:
    """Give the exposure to the second pole less that to the first.

    A tie counts 1 if it is with the second pole only, -1 with the first only, else 0. From
    -1 (all ties with the first) to 1 (all with the second); else as :func:`exposure`. Its
    range is narrower than the difference of two exposures would say, as one tie can't be in
    force for one and not for the other.
    """
    first, second = poles
    _check(first)
    _check(second)
    return _mean(
        ties,
        actor,
        day,
        weights,
        lambda tie: float(bool(tie.targets & second)) - float(bool(tie.targets & first)),
    )


def _check(pole: Pole) -> None:
    if not pole:
        raise ValueError("a pole needs at least one member")


def _mean(
    ties: Iterable[Tie], actor: str, day: dt.date, weights: Weights, value: Callable[[Tie], float]
) -> Estimate:
    number = day.toordinal()
    items = []
    for tie in ties_of(actor, ties):
        force = tie.force_on(number)
        if force is Force.NO or not tie.targets - {actor}:
            continue
        least, most = range_of(tie, weights)
        surely = least if force is Force.SURELY else 0.0
        drawn = weight_of(tie, weights) if tie.is_drawn_on(number) else 0.0
        what = value(tie)
        items.append(Item(what, drawn, (what, what), (surely, most)))
    return weighted_mean(items)
