"""What changed, what did not, and what is too thin to say, in sentences.

They compare the last day with one some years before. A change is said to be one only where
the two ranges don't overlap.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.analysis.over_time import Series

from ..lifecycle import words_of_day
from .page import Drift
from .similarity import THIN as FEW_ITEMS
from .stances import THIN as FEW_STANCES
from .ties import FIRST, SECOND

BACK = 10  # years
FEW_TIES = 5.0  # of weight in all
WIDE = 0.2  # of a range of shares


def compared_day(page: Drift) -> dt.date:
    """Give the day that the last one is compared with: ten years before, or the first."""
    end = page.end
    year = max(end.year - BACK, page.start.year)
    try:
        day = end.replace(year=year)
    except ValueError:  # 29 February
        day = end.replace(year=year, day=28)
    return max(day, page.start)


def sentences(page: Drift) -> dict[str, list[str]]:
    """Give the sentences by what they tell: ``changed``, ``unchanged``, ``thin``."""
    if page.is_empty:
        return {
            "changed": [],
            "unchanged": [],
            "thin": [
                _("Nothing recorded here ties %(actor)s with either of the two.")
                % {"actor": page.actor}
            ],
        }
    found: dict[str, list[str]] = {"changed": [], "unchanged": [], "thin": []}
    then = compared_day(page)
    for series, pole in zip((page.lines.first, page.lines.second), page.poles, strict=True):
        sort, text = _share(page, series, str(pole), then)
        found[sort].append(text)
    sort, text = _lean(page, then)
    found[sort].append(text)
    found["changed"] += _amounts(page, then)
    found["changed"] += _began_and_ended(page, then)
    found["unchanged"] += _standing(page, then)
    found["thin"] += _thin(page)
    return found


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"


def _share(page: Drift, series: Series, pole: str, then: dt.date) -> tuple[str, str]:
    before, now = series.at(page.lines.place(then)), series.at(-1)
    said = {
        "pole": pole,
        "actor": page.actor,
        "then": words_of_day(then),
        "before": _percent(before.value),
        "now": _percent(now.value),
        "low": _percent(now.low),
        "high": _percent(now.high),
    }
    if math.isnan(before.value) or math.isnan(now.value):
        return "thin", _("%(actor)s had no ties in force then, or has none now.") % said
    if now.high < before.low or now.low > before.high:
        fell = now.value < before.value
        text = (
            _(
                "The share of its ties that is with %(pole)s fell: %(before)s %% on %(then)s,"
                " %(now)s %% now (between %(low)s and %(high)s)."
            )
            if fell
            else _(
                "The share of its ties that is with %(pole)s rose: %(before)s %% on %(then)s,"
                " %(now)s %% now (between %(low)s and %(high)s)."
            )
        )
        return "changed", text % said
    return (
        "unchanged",
        _(
            "The share with %(pole)s can’t be told from what it was: %(before)s %% on %(then)s,"
            " %(now)s %% now (between %(low)s and %(high)s)."
        )
        % said,
    )


def _lean(page: Drift, then: dt.date) -> tuple[str, str]:
    before, now = page.lines.lean.at(page.lines.place(then)), page.lines.lean.at(-1)
    first, second = (str(pole) for pole in page.poles)
    said = {
        "first": first,
        "second": second,
        "nearer": second if now.value > 0 else first,
        "then": words_of_day(then),
    }
    if math.isnan(now.value) or math.isnan(before.value):
        return "thin", _("Where it leans can’t be said: it has no ties in force.")
    if now.low <= 0 <= now.high:
        side = _("On balance its ties lean to neither beyond doubt")
    else:
        side = _("On balance more of its ties are with %(nearer)s") % said
    if now.low > before.high:
        return "changed", _("%(side)s; it has moved towards %(second)s since %(then)s.") % {
            **said,
            "side": side,
        }
    if now.high < before.low:
        return "changed", _("%(side)s; it has moved towards %(first)s since %(then)s.") % {
            **said,
            "side": side,
        }
    return "unchanged", _("%(side)s, as on %(then)s.") % {**said, "side": side}


def _amounts(page: Drift, then: dt.date) -> Iterator[str]:
    """Tell a share that moved since ties were lost from one that others diluted."""
    place = page.lines.place(then)
    before, now = (float(page.lines.first.evidence[at]) for at in (place, -1))
    parts = []
    for series, pole in zip((page.lines.first, page.lines.second), page.poles, strict=True):
        amounts = [float(series.value[at] * series.evidence[at]) for at in (place, -1)]
        if any(math.isnan(amount) for amount in amounts):
            return
        parts.append(
            _("with %(pole)s %(before)s then, %(now)s now")
            % {"pole": pole, "before": f"{amounts[0]:.1f}", "now": f"{amounts[1]:.1f}"}
        )
    yield _(
        "By weight: %(parts)s; all its ties together %(before)s then, %(now)s now. A share also"
        " falls when ties with others are added."
    ) % {"parts": "; ".join(parts), "before": f"{before:.1f}", "now": f"{now:.1f}"}


def _began_and_ended(page: Drift, then: dt.date) -> Iterator[str]:
    """Count the ties with each pole alone that began or ended since."""
    for name, pole in zip((FIRST, SECOND), page.poles, strict=True):
        mine = {name}
        since = [e for e in page.events if e.day > then and e.poles == mine and e.moved]
        began = {e.record.key for e in since if not e.before}
        ended = {e.record.key for e in since if not e.after}
        weaker = [e for e in since if e.before and e.after and e.weight < 0]
        if not began and not ended and not weaker:
            continue
        parts = []
        if began:
            parts.append(
                ngettext("%(n)d tie began", "%(n)d ties began", len(began)) % {"n": len(began)}
            )
        if ended:
            parts.append(ngettext("%(n)d ended", "%(n)d ended", len(ended)) % {"n": len(ended)})
        if weaker:
            names = ", ".join(sorted({e.record.title for e in weaker}))
            parts.append(_("weaker became: %(names)s") % {"names": names})
        yield _("With %(pole)s alone, since %(then)s: %(parts)s.") % {
            "pole": pole,
            "then": words_of_day(then),
            "parts": "; ".join(parts),
        }


def _standing(page: Drift, then: dt.date) -> Iterator[str]:
    """Count the ties with each pole alone that held then and hold still."""
    day, before = page.end.toordinal(), then.toordinal()
    for name, pole in zip((FIRST, SECOND), page.poles, strict=True):
        other = SECOND if name == FIRST else FIRST
        held = {
            when: {
                t.key
                for t in page.ties.ties
                if name in t.targets
                and other not in t.targets
                and t.is_drawn_on(when)
                and page.question.counting.weights[t.kind]
            }
            for when in (before, day)
        }
        still = len(held[before] & held[day])
        if held[before]:
            yield ngettext(
                "Of %(n)d tie with %(pole)s alone on %(then)s, %(still)d still holds.",
                "Of %(n)d ties with %(pole)s alone on %(then)s, %(still)d still hold.",
                len(held[before]),
            ) % {
                "n": len(held[before]),
                "pole": pole,
                "then": words_of_day(then),
                "still": still,
            }


def _thin(page: Drift) -> Iterator[str]:
    now = page.lines.first.at(-1)
    if now.evidence < FEW_TIES:
        yield _(
            "All ties in force together weigh %(n)s: a single one moves the shares by much."
        ) % {"n": f"{now.evidence:g}"}
    for series, pole in zip((page.lines.first, page.lines.second), page.poles, strict=True):
        last = series.at(-1)
        if last.high - last.low > WIDE:
            yield _("The share with %(pole)s may lie anywhere from %(low)s to %(high)s %%.") % {
                "pole": pole,
                "low": _percent(last.low),
                "high": _percent(last.high),
            }
    for said, pole in zip(page.said, page.poles, strict=True):
        fresh = float(said.series.evidence[-1]) if len(said.series.evidence) else 0.0
        if fresh < FEW_STANCES:
            yield ngettext(
                "What it says of %(pole)s: %(n)d position is recorded, today worth %(fresh)s"
                " fresh ones. That is too thin for a trend.",
                "What it says of %(pole)s: %(n)d positions are recorded, today worth %(fresh)s"
                " fresh ones. That is too thin for a trend.",
                len(said.spoken),
            ) % {"pole": pole, "n": len(said.spoken), "fresh": f"{fresh:.1f}"}
    for alike, pole in zip(page.similarity, page.poles, strict=True):
        if alike.series.evidence[-1] < FEW_ITEMS:
            number = round(float(alike.series.evidence[-1]))
            yield str(page.portfolio.thin) % {"pole": pole, "n": number}
    if number := len(page.ties.records.keys() & page.coverage.open_ended):
        yield ngettext(
            "Of %(n)d signed agreement no entry into force is recorded: the range holds both.",
            "Of %(n)d signed agreements no entry into force is recorded: the ranges hold both.",
            number,
        ) % {"n": number}
