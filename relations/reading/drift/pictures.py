"""The curves of the page, each with its figures as a table."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from relations.analysis.over_time import Series
from relations.drawing.curves import Axis, Curve, Dot, Ink, draw_curves
from relations.drawing.svg import Cell, Picture

from ..lifecycle import words_of_day
from .frame import INKS, MOST_DOTS, NONE, around, curve, dots, figure, flags, mark, ranged, source
from .kinds import STANCES
from .page import Drift
from .series import Lines
from .similarity import MEASURES, Alike
from .spoken import Spoken
from .stances import Said
from .ties import FIRST, SECOND


def ties_picture(page: Drift) -> Picture:
    """Draw which share of the actor's ties is with each pole."""
    first, second = page.poles
    upright = _share_axis(page.lines)
    body, width, height = draw_curves(
        [
            curve(str(first), Ink.FIRST, page.lines.first),
            curve(str(second), Ink.SECOND, page.lines.second),
        ],
        upright,
        (page.start, page.end),
        marks=[mark(number, event) for number, event in flags(page)],
        dots=dots(page),
    )
    return Picture(
        title=_("Ties of %(actor)s: the share with %(first)s and with %(second)s")
        % {"actor": page.actor, "first": first, "second": second},
        description=_("Weighted share of ties in force, on each day. %(now)s")
        % {"now": _now(page, page.lines.first, page.lines.second)},
        width=width,
        height=height,
        body=body,
        headings=(_("On"), str(first), str(second), _("Lean"), _("Weight of all ties")),
        rows=[
            [
                Cell(words_of_day(day)),
                Cell(ranged(page.lines.first, at)),
                Cell(ranged(page.lines.second, at)),
                Cell(ranged(page.lines.lean, at)),
                Cell(figure(float(page.lines.first.evidence[at]))),
            ]
            for day, at in _yearly(page)
        ],
        note=_(
            "Shaded: what uncertain dates, disputed claims and steps that nobody recorded leave"
            " open. Dots and numbers are events, each a link to its record."
        ),
        **around(page, "ties"),
    )


def _share_axis(drawn: Lines) -> Axis:
    """Let the axis end at the quarter above the highest share."""
    tops = [n for s in (drawn.first, drawn.second) for n in s.high if not math.isnan(n)]
    most = math.ceil(max([*tops, 0.05]) * 4 - 1e-9) / 4
    if most <= 0.25:
        return Axis(0, most, [(n * 0.05, f"{5 * n} %") for n in range(6)])
    return Axis(0, most, [(n / 4, f"{25 * n} %") for n in range(int(most * 4) + 1)])


def _yearly(page: Drift) -> list[tuple[dt.date, int]]:
    return [(day, page.lines.place(day)) for day in page.years]


def _now(page: Drift, first: Series, second: Series) -> str:
    names = [str(pole) for pole in page.poles]
    shares = [figure(float(100 * series.value[-1]), 0) for series in (first, second)]
    return _("On %(day)s: %(first)s %(a)s %%, %(second)s %(b)s %%.") % {
        "day": words_of_day(page.end),
        "first": names[0],
        "a": shares[0],
        "second": names[1],
        "b": shares[1],
    }


def lean_picture(page: Drift) -> Picture:
    """Draw the lean between the poles, from each source of records that has ties with them."""
    first, second = page.poles
    found = page.compared if len(page.compared) > 1 else [(page.data, page.lines)]
    curves = [
        curve(source(page, slug), ink, each.lean, dashed=number > 0)
        for number, ((slug, each), ink) in enumerate(zip(found, _inks(), strict=False))
    ]
    body, width, height = draw_curves(curves, _lean_axis(page, found), (page.start, page.end))
    rows = []
    for day in page.years:
        cells = [Cell(words_of_day(day))]
        for _slug, each in found:
            cells.append(Cell(ranged(each.lean, each.place(day))))
        rows.append(cells)
    return Picture(
        title=_("Lean of %(actor)s between %(first)s and %(second)s")
        % {"actor": page.actor, "first": first, "second": second},
        description=_(
            "The share with %(second)s less that with %(first)s: 1 is all with %(second)s,"
            " −1 all with %(first)s."
        )
        % {"first": first, "second": second},
        width=width,
        height=height,
        body=body,
        headings=(_("On"), *(source(page, slug) for slug, _each in found)),
        rows=rows,
        note=_("Above the middle line: nearer to %(second)s; below: nearer to %(first)s.")
        % {"first": first, "second": second},
        **around(page, "lean"),
    )


def _inks() -> Iterable[Ink]:
    return (Ink.THIRD, Ink.SECOND, Ink.FIRST, Ink.THIRD)


def _lean_axis(page: Drift, found: Sequence[tuple[str, Lines]]) -> Axis:
    ends = [n for _s, each in found for s in (each.lean.low, each.lean.high) for n in s]
    most = max([abs(n) for n in ends if not math.isnan(n)] + [0.1])
    most = math.ceil(most * 4 - 1e-9) / 4
    ticks = [(most, figure(most)), (most / 2, figure(most / 2)), (0.0, "0")]
    ticks += [(-n, figure(-n)) for n, _label in reversed(ticks[:2])]
    first, second = page.poles
    return Axis(
        -most,
        most,
        ticks,
        [(most * 0.9, _("towards %(pole)s") % {"pole": second}),
         (-most * 0.9, _("towards %(pole)s") % {"pole": first})],
    )  # fmt: skip


def similarity_picture(page: Drift) -> Picture:
    """Draw how alike the actor's memberships, or agreements, are with those of each pole."""
    label, measure = MEASURES[page.question.measure]
    portfolio = page.portfolio
    curves = [
        Curve(
            str(pole),
            INKS[name],
            each.series.days,
            list(map(float, each.series.value)),
            list(map(float, each.series.low)) if each.banded else (),
            list(map(float, each.series.high)) if each.banded else (),
            steps=False,
        )
        for name, pole, each in zip((FIRST, SECOND), page.poles, page.similarity, strict=True)
    ]
    upright = Axis(
        measure.lowest,
        1,
        [(n, figure(n)) for n in (-1.0, -0.5, 0.0, 0.5, 1.0) if n >= measure.lowest],
    )
    body, width, height = draw_curves(curves, upright, (page.start, page.end))
    first, second = page.similarity
    return Picture(
        title=portfolio.title % {"actor": page.actor, "measure": label},
        description=portfolio.same % {"low": figure(measure.lowest, 0)},
        width=width,
        height=height,
        body=body,
        headings=(
            _("On"),
            *(str(pole) for pole in page.poles),
            *(portfolio.items % {"pole": pole} for pole in page.poles),
        ),
        rows=[
            [
                Cell(words_of_day(day)),
                Cell(ranged(first.series, at)),
                Cell(ranged(second.series, at)),
                Cell(figure(float(first.series.evidence[at]), 0)),
                Cell(figure(float(second.series.evidence[at]), 0)),
            ]
            for at, day in enumerate(page.years)
        ],
        note=portfolio.compared % {"a": first.items, "b": second.items},
        **around(page, "similarity"),
    )


def stances_picture(page: Drift) -> Picture:
    """Draw the balance of what the actor says of each pole."""
    return _balance(
        page,
        page.said,
        "stances",
        _("What %(actor)s says of %(first)s and of %(second)s"),
    )


def heard_picture(page: Drift) -> Picture:
    """Draw the balance of what each pole says of the actor."""
    return _balance(
        page,
        page.heard,
        "heard",
        _("What %(first)s and %(second)s say of %(actor)s"),
    )


def _balance(page: Drift, both: tuple[Said, Said], name: str, title: str) -> Picture:
    first, second = page.poles
    curves, rows = [], []
    for pole, word, said in zip(page.poles, (FIRST, SECOND), both, strict=True):
        curves.append(curve(str(pole), INKS[word], said.series, steps=False))
    places = [{day: n for n, day in enumerate(said.series.days)} for said in both]
    for day in page.years:
        cells = [Cell(words_of_day(day))]
        for said, place in zip(both, places, strict=True):
            at = place.get(day)
            cells.append(Cell(NONE if at is None else ranged(said.series, at)))
            evidence = 0.0 if at is None else float(said.series.evidence[at])
            cells.append(Cell(figure(evidence, 1)))
        rows.append(cells)
    body, width, height = draw_curves(
        curves,
        Axis(-1, 1, [(1.0, "1"), (0.5, "0.5"), (0.0, "0"), (-0.5, "−0.5"), (-1.0, "−1")],
             [(0.92, _("for, improving")), (-0.92, _("against, worsening"))]),
        (page.start, page.end),
        dots=_stated(page, both),
    )  # fmt: skip
    return Picture(
        title=title % {"actor": page.actor, "first": first, "second": second},
        description=_("The balance of stances, which fade: after %(n)s days each counts half.")
        % {"n": figure(page.question.counting.half_life, 0)},
        width=width,
        height=height,
        body=body,
        headings=(
            _("On"),
            str(first),
            _("worth fresh stances"),
            str(second),
            _("worth fresh stances"),
        ),
        rows=rows,
        note=_("A dot is a position in a statement, a link to it; the line is their balance."),
        **around(page, name),
    )


def _stated(page: Drift, both: tuple[Said, Said]) -> list[Dot]:
    """Put a dot where a position was stated, for the newest ones of both."""
    found: list[tuple[dt.date, float, Spoken, Ink]] = []
    for word, said in zip((FIRST, SECOND), both, strict=True):
        newest_first = (
            (spoken.day, value, spoken, INKS[word])
            for spoken in reversed(said.spoken)
            if spoken.day
            and page.start <= spoken.day <= page.end
            and (value := STANCES[spoken.stance.terms[0]]) is not None
        )
        found += [*islice(newest_first, MOST_DOTS)][::-1]
    found.sort(key=lambda each: each[0])
    return [
        Dot(day, value, f"{words_of_day(day)}: {spoken.title}", spoken.href, ink)
        for day, value, spoken, ink in found[-MOST_DOTS:]
    ]


@dataclass(frozen=True)
class Plot:
    """A plot of the page: how it is drawn, and whether there is anything to draw."""

    draw: Callable[[Drift], Picture]
    has: Callable[[Drift], bool]


def _some(both: tuple[Said, Said]) -> bool:
    return any(said.spoken for said in both)


def _alike(each: Alike) -> bool:
    return any(not math.isnan(float(n)) for n in each.series.value)


PLOTS = {
    "ties": Plot(ties_picture, lambda page: not page.is_empty),
    "lean": Plot(lean_picture, lambda page: not page.is_empty),
    "similarity": Plot(
        similarity_picture, lambda page: any(_alike(each) for each in page.similarity)
    ),
    "stances": Plot(stances_picture, lambda page: _some(page.said)),
    "heard": Plot(heard_picture, lambda page: _some(page.heard)),
}


def picture(page: Drift, name: str) -> Picture | None:
    """Draw one of the plots; None where there is nothing to draw."""
    plot = PLOTS[name]
    return plot.draw(page) if plot.has(page) else None
