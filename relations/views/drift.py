"""Whether an actor moves from one pole towards another: the page, its files, its method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.loading.table_files import write_csv
from relations.models import Country, Organization
from relations.reading.actors import find_actor
from relations.reading.drift import frame, pictures, table
from relations.reading.drift.accounts import accounts
from relations.reading.drift.asking import find, question
from relations.reading.drift.example import example
from relations.reading.drift.kinds import KINDS, STANCES, Counting, Wrong
from relations.reading.drift.page import Drift, Question, drift
from relations.reading.drift.poles import PREFIX, Pole, current
from relations.reading.drift.portfolios import PORTFOLIOS
from relations.reading.drift.rows import ALL
from relations.reading.drift.similarity import MEASURES
from relations.reading.drift.words import sentences
from relations.vocabularies import Stance

from .as_of import as_of
from .details import lead_on
from .filters.parts import actors_with
from .pictures import answer

EXAMPLES = (
    ("armenia", "russia", "eu"),
    ("armenia", "russia", "united-states"),
    ("armenia", "csto", "nato"),
    ("georgia", "russia", "eu"),
    ("kazakhstan", "russia", "china"),
    ("armenia", "russia", "members:g7"),
)


STANCE_WORDS = [(Stance(term).label, value) for term, value in STANCES.items()]


@dataclass
class Asked:
    """What a request asked, and the answer; or why there is none."""

    actor: Any
    poles: tuple[Pole, Pole] | None = None
    page: Drift | None = None
    problems: list[str] = field(default_factory=list)


def _asked(request: HttpRequest, words: Sequence[str]) -> Asked:
    try:
        actor, poles = find(words)
    except Wrong as wrong:
        return Asked(find_actor(words[0]), problems=list(wrong.errors.values()))
    chosen = as_of(request)
    if chosen.problem:
        return Asked(actor, poles, problems=[chosen.problem])
    try:
        given = dict(request.GET.lists())
        return Asked(actor, poles, drift(question(actor, poles, given, chosen.given)))
    except Wrong as wrong:
        return Asked(actor, poles, problems=list(wrong.errors.values()))


def page(request: HttpRequest, actor: str, first: str, second: str) -> HttpResponseBase:
    """Show the figures of an actor between two poles; ``format=csv`` gives those of a plot."""
    words = [actor, first, second]
    if (now := current(words)) != words:
        return lead_on(request, reverse("drift", args=now))
    asked = _asked(request, words)
    if (wanted := request.GET.get("format")) is not None and asked.page is not None:
        return _csv(request, asked.page, wanted)
    context: dict[str, Any] = {
        "asked": asked,
        "page": asked.page,
        "words": words,
        "form": _form(request, asked),
    }
    if asked.page is not None:
        context |= _figures(asked.page)
    status = 200 if asked.page is not None else 400
    return render(request, "relations/drift.html", context, status=status)


def _figures(found: Drift) -> dict[str, Any]:
    return {
        "sentences": sentences(found),
        "accounts": accounts(found),
        "plots": {name: pictures.picture(found, name) for name in pictures.PLOTS},
        "flags": [(n, e, frame.event_words(e)) for n, e in frame.flags(found)],
        "events": [(e, frame.event_words(e)) for e in reversed(found.events)],
        "csv": _csv_links(found),
        **_coverage(found),
    }


def _coverage(found: Drift) -> dict[str, Any]:
    decades: dict[int, list[Any]] = {}
    for row in found.coverage.rows:
        decades.setdefault(row.decade, []).append(row)
    return {
        "decades": list(decades.items()),
        "missing": [
            (pole, ", ".join(kinds))
            for pole, kinds in zip(found.poles, found.coverage.missing.values(), strict=True)
            if kinds
        ],
        "by_source": [(found.sources[s], n) for s, n in found.coverage.by_source.items()],
    }


def _csv_links(found: Drift) -> dict[str, str]:
    query = frame.query(found)
    start = f"{frame.address(found)}?{query}{'&' if query else ''}format=csv&plot="
    return {name: start + name for name in table.TABLES}


def _form(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Give the fields of the form with what was asked, right or wrong."""
    given = request.GET
    weights = [(kind, given.get(f"w_{kind.word}", f"{kind.weight:g}")[:20]) for kind in KINDS]
    data = given.get("data", "") or (asked.page.data if asked.page else "")
    sources = dict(asked.page.sources) if asked.page else {}
    return {
        "weights": weights,
        "half_life": given.get("half_life", f"{Counting.half_life:g}")[:20],
        "largest": given.get("largest", str(Counting.largest))[:20],
        "since": given.get("since", "")[:20],
        "measure": given.get("measure", "") or Question.measure,
        "compared": given.get("compared", "") or Question.compared,
        "portfolios": [(word, each.label) for word, each in PORTFOLIOS.items()],
        "measures": [(word, label) for word, (label, _measure) in MEASURES.items()],
        "data": data,
        "sources": [*sources.items(), (ALL, _("all of them"))] if len(sources) > 1 else [],
        "stances": STANCE_WORDS,
        "is_open": any(word.startswith("w_") for word in given) or bool(asked.problems),
    }


def _csv(request: HttpRequest, found: Drift, wanted: str) -> HttpResponseBase:
    name = request.GET.get("plot", "ties")
    if wanted != "csv" or name not in table.TABLES:
        text = _("Take format=csv, and as plot one of: %(plots)s.") % {
            "plots": ", ".join(table.TABLES)
        }
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(
        write_csv(*table.cells(name, found)), content_type="text/csv; charset=utf-8"
    )
    slugs = "-".join([found.actor.slug, *(p.slug.replace(":", "-") for p in found.poles)])
    response["Content-Disposition"] = f'attachment; filename="geopol-drift-{slugs}-{name}.csv"'
    return response


def file(request: HttpRequest, plot: str, ending: str, **given: str) -> HttpResponse:
    """Send one of the plots as SVG or PNG."""
    words = [given[name] for name in ("actor", "first", "second")]
    if (now := current(words)) != words:
        return lead_on(request, reverse("drift", args=now) + f"{plot}.{ending}")
    found = _asked(request, words).page
    drawn = pictures.picture(found, plot) if found and plot in pictures.PLOTS else None
    if found is None or drawn is None:
        raise Http404(_("There is nothing to draw."))
    slug = "-".join(word.replace(":", "-") for word in words)
    return answer(request, drawn, ending, f"drift-{slug}", found.end.isoformat())


def entry(request: HttpRequest) -> HttpResponse:
    """Ask for an actor and two poles, and lead to their page."""
    wanted = ("actor", "first", "second")
    given = current([request.GET.get(name, "").strip() for name in wanted])
    problem = ""
    if all(given):
        try:
            find(given)
            return redirect("drift", *given)
        except Wrong as wrong:
            problem = str(wrong)
        except Http404 as missing:
            problem = str(missing)
    choices = actors_with(Country.objects.all(), Organization.objects.all())
    context = {
        "choices": choices,
        "groups": [
            (PREFIX + slug, name) for _group, options in choices[1:] for slug, name in options
        ],
        "given": dict(zip(wanted, given, strict=True)),
        "problem": problem,
        "examples": [found for found in map(_example, EXAMPLES) if found],
    }
    return render(request, "relations/drift_entry.html", context)


def _example(words: tuple[str, str, str]) -> tuple[Any, Pole, Pole] | None:
    try:
        actor, poles = find(words)
    except (Http404, Wrong):
        return None
    return actor, *poles


def method(request: HttpRequest) -> HttpResponse:
    """Say what is counted, how, and what it can't show."""
    context = {
        "kinds": KINDS,
        "stances": STANCE_WORDS,
        "example": example(),
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "relations/drift_method.html", context)
