"""Time the similarity of all pairs of 200 actors in 75 years: `python -m benchmarks.alignment`.

    python -m benchmarks.alignment [--actors N] [--years N] [--naive-years N]

Vectorised, after an edit, and as loops by definition, in one process on the same made-up
ties. The loops are timed on ``--naive-years`` of the years (default: 1), on every measure,
and multiplied up; give all years to wait for the whole. Their numbers are compared too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from relations.analysis.all_pairs import all_pairs, touched, updated
from relations.analysis.between import NEVER, Between
from relations.analysis.bounds import all_pairs_s_bounds
from relations.analysis.measures import (
    Distance,
    Measure,
    cohen_kappa,
    compare,
    jaccard,
    s_score,
    scott_pi,
)
from relations.analysis.portfolios import Portfolios, portfolios, year_ends
from relations.analysis.ties import Tie, pairwise
from tests.analysis import by_definition

from .measuring import timed

WEIGHTS = {"binding": 3.0, "political": 2.0, "observer": 1.0}
MEASURES = {
    "S": Measure(s_score, Distance.ABSOLUTE),
    "pi": Measure(scott_pi, Distance.SQUARED),
    "kappa": Measure(cohen_kappa, Distance.SQUARED),
    "Jaccard": Measure(jaccard),
}
Row = Sequence[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--actors", type=int, default=200)
    parser.add_argument("--years", type=int, default=75)
    parser.add_argument("--naive-years", type=int, default=1)
    options = parser.parse_args()
    days = year_ends(2025 - options.years + 1, 2025)
    actors = [f"A{n:03}" for n in range(options.actors)]
    ties = made_up(actors, days)
    print(f"numpy {np.__version__}, {os.cpu_count()} cores, {', '.join(MEASURES)}")
    print(f"{len(actors)} actors, {len(days)} years, {len(ties)} ties (one a pair and agreement)\n")

    laid: list[Portfolios] = []
    report("ties laid out as portfolios", lambda: laid.append(lay_out(ties, actors, days)))
    found: list[dict[str, np.ndarray]] = []
    whole = report("all pairs, vectorised", lambda: found.append(all_pairs(laid[0], MEASURES)))
    one_by_one = len(days) * report(
        "  each pair by itself (numpy), one year", lambda: each_pair(laid[0], [0])
    )
    report("lowest and highest S of all pairs", lambda: bounds(laid[0]))
    update(laid[0], found[0], lay_out(edited(ties), actors, days), whole)

    number = options.naive_years
    years = [len(days) * (2 * n + 1) // (2 * number) for n in range(number)]
    by_loops: list[dict[str, list[float]]] = []
    naive = report(
        f"loops by definition, {len(years)} years", lambda: by_loops.append(loops(laid[0], years))
    )
    naive *= len(days) / len(years)
    print(f"  for {len(days)} years {naive:.0f} s: {naive / whole:.0f} times the vectorised run")
    print(f"  (each pair by itself in numpy: {one_by_one / whole:.0f} times)")
    upper = np.triu_indices(len(actors))
    for name, numbers in by_loops[0].items():
        same = np.concatenate([found[0][name][year][upper] for year in years])
        furthest = np.nanmax(np.abs(same - np.array(numbers)))
        print(f"  {name}: differs by {furthest:.1e} at most in {len(numbers)} pairs")


def report(what: str, action: Callable[[], object]) -> float:
    """Print the seconds of one call, and give those of the processor: others may run too."""
    start = time.process_time()
    wall = timed(action) / 1000
    taken = time.process_time() - start
    print(f"{what:<44}{wall:>9.2f} s {taken:>9.2f} s of the processor")
    return taken


def made_up(actors: Sequence[str], days: Sequence[dt.date]) -> list[Tie]:
    """Give ties of agreements among two to thirty, a tenth of them with uncertain dates."""
    dice = random.Random(7)  # noqa: S311
    first, last = days[0].toordinal(), days[-1].toordinal()
    ties: list[Tie] = []
    for n in range(15 * len(actors)):
        begin = dice.randint(first, last)
        unsure = 400 if dice.random() < 0.1 else 0
        when = Between(dt.date.fromordinal(begin), dt.date.fromordinal(begin + unsure))
        over = dice.randint(begin + unsure, last + 20 * 365)
        end = NEVER if over > last else Between.on(dt.date.fromordinal(over))
        number = dice.choice([2, 2, 2, 2, 2, 2, 3, 5, 8, min(30, len(actors))])
        parties = dict.fromkeys(dice.sample(actors, number), (when, end))
        ties += pairwise(f"T{n}", dice.choice(list(WEIGHTS)), parties)
    return ties


def edited(ties: Sequence[Tie]) -> list[Tie]:
    """Give the ties after an editor dated the end of one agreement, the only one of two actors."""
    number = Counter((tie.actor, *sorted(tie.targets)) for tie in ties)
    end = dt.date(2015, 5, 1)
    one = next(
        tie
        for tie in ties
        if tie.end == NEVER
        and tie.begin.last < end.toordinal() - 365
        and number[tie.actor, *sorted(tie.targets)] == 1
    )
    sides = {(one.actor, one.targets), (min(one.targets), frozenset({one.actor}))}
    return [
        replace(tie, end=Between.on(end)) if (tie.actor, tie.targets) in sides else tie
        for tie in ties
    ]


def lay_out(ties: Sequence[Tie], actors: Sequence[str], days: Sequence[dt.date]) -> Portfolios:
    return portfolios(ties, actors, actors, days, WEIGHTS, own=3.0)


def update(
    before: Portfolios, found: dict[str, np.ndarray], after: Portfolios, whole: float
) -> None:
    again: list[dict[str, np.ndarray]] = []
    took = report(
        "after the edit of one agreement",
        lambda: again.append(updated(before, found, after, MEASURES)),
    )
    changed = list(touched(before, after))
    rows = sum(len(change.actors) for change in changed)
    anew = all_pairs(after, MEASURES)
    same = all(np.array_equal(again[0][name], anew[name], equal_nan=True) for name in MEASURES)
    print(
        f"  {rows} portfolios in {len(changed)} years; {whole / took:.0f} times as fast; ", end=""
    )
    print("equal to a full run" if same else "NOT EQUAL to a full run")


def bounds(laid: Portfolios) -> None:
    all_pairs_s_bounds(laid, Distance.ABSOLUTE)


def each_pair(laid: Portfolios, years: Sequence[int]) -> None:
    """Compute each pair by itself, with numpy."""
    values = np.array(laid.levels)[laid.codes]
    for year in years:
        for i in range(len(laid.actors)):
            for j in range(i, len(laid.actors)):
                for measure in MEASURES.values():
                    compare(measure, values[year, i], values[year, j], laid.levels)


def loops(laid: Portfolios, years: Sequence[int]) -> dict[str, list[float]]:
    """Compute each pair as the definitions read, with loops over items."""
    furthest = laid.levels[-1] - laid.levels[0]
    absolute, squared = (by_definition.DISTANCES[name] for name in ("absolute", "squared"))
    one = [1.0] * len(laid.targets)
    formulas: dict[str, Callable[[Row, Row], float]] = {
        "S": lambda x, y: by_definition.s_score(x, y, one, absolute, furthest),
        "pi": lambda x, y: by_definition.pi_of_counts(x, y, squared),
        "kappa": lambda x, y: by_definition.kappa_of_counts(x, y, squared),
        "Jaccard": lambda x, y: by_definition.jaccard(x, y, one),
    }
    found: dict[str, list[float]] = {name: [] for name in formulas}
    for year in years:
        rows = np.array(laid.levels)[laid.codes[year]].tolist()
        for i, x in enumerate(rows):
            for y in rows[i:]:
                for name, formula in formulas.items():
                    found[name].append(formula(x, y))
    return found


if __name__ == "__main__":
    main()
