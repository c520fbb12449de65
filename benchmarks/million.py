"""Time every page of the admin on a million statements: `make million`.

    python -m benchmarks.million [--rows N] [--rounds N] [--only WORD]

fills ``DATABASE_URL`` (default: a SQLite file in the temporary directory) the first
time, finds it filled the next. Each page is opened in one process with nothing
cached, in turn with an empty view.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import measuring

LIMIT = 300  # milliseconds that no page may take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="pages whose line holds this")
    options = parser.parse_args()
    measuring.set_up(str(Path(tempfile.gettempdir()) / f"geopol-{options.rows}.sqlite3"))
    prepare(options.rows)
    report(options.rounds, options.only)


def prepare(rows: int) -> None:
    """Migrate and fill the database, unless it is filled."""
    from django.core.management import call_command

    from relations.models import Statement

    from .filling import fill, long_agreement

    call_command("migrate", verbosity=0)
    if not Statement.objects.filter(slug=f"generated-statement-{rows}").exists():
        call_command("load_fixtures", verbosity=0, stdout=io.StringIO())
        seconds = measuring.timed(lambda: fill(rows)) / 1000
        print(f"filled in {seconds:.0f} s\n")
    long_agreement()


def report(rounds: int, only: str) -> None:
    """Print what each page costs; mark those above the limit."""
    from django.db import connection

    client = measuring.client()
    print(f"{connection.vendor}, {rounds} rounds, medians")
    print(f"{'page':<52}{'queries':>8}{'kB':>7}{'ms':>8}{'cpu ms':>8}{'x empty':>9}")
    slow = 0
    for name, url in pages():
        if only not in name:
            continue
        found = measuring.measure(client, url, rounds)
        note = "" if found.status == 200 else f"  answered {found.status}"
        if found.milliseconds > LIMIT:
            slow += 1
            note += "  SLOW"
        print(
            f"{name:<52}{found.queries:>8}{found.size / 1000:>7.0f}"
            f"{found.milliseconds:>8.1f}{found.cpu:>8.1f}{found.ratio:>9.0f}{note}",
            flush=True,
        )
    print(f"\nabove {LIMIT} ms: {slow}")


def pages() -> Iterator[tuple[str, str]]:
    """Give every page of the big tables: a name and an address."""
    from django.contrib import admin
    from django.urls import reverse

    from relations.models import Person, Position, Side, Source, Statement

    for model in (Statement, Position, Side, Source, Person):
        model_admin: Any = admin.site._registry[model]
        name = model._meta.model_name
        changelist = reverse(f"admin:relations_{name}_changelist")
        for what, query in _list_queries(model_admin):
            yield f"{name} list{what}", f"{changelist}?{query}" if query else changelist
        for what, key in _records(model):
            for page in ("change", "delete", "history"):
                yield (
                    f"{name} {page}, {what}",
                    reverse(f"admin:relations_{name}_{page}", args=[key]),
                )
        yield f"{name} add", reverse(f"admin:relations_{name}_add")
    yield from _autocompletes()
    yield from _curation()


def _list_queries(model_admin: Any) -> Iterator[tuple[str, str]]:
    """Give the ways to ask a list: its pages, filters, orders and searches."""
    from .rows import FREQUENT, RARE

    yield "", ""
    last = _last_page(model_admin)
    yield ", middle page", f"p={last // 2}"
    yield ", last page", f"p={last}"
    for name in model_admin.list_filter:
        field = model_admin.model._meta.get_field(name if isinstance(name, str) else name[0])
        values = field.flatchoices and [value for value, _label in field.flatchoices]
        for value in values or ["en", "hy"]:
            lookup = f"{field.name}__exact" if field.choices else field.name
            yield f", {field.name} {value}", f"{lookup}={value}"
    sortable = model_admin.sortable_by
    for number, column in enumerate(model_admin.list_display, start=1):
        if sortable is None or column in sortable:
            yield f", by {column}", f"o={number}"
            yield f", by {column} reversed", f"o=-{number}"
    words = {
        "rare word": RARE,
        "frequent word": FREQUENT,
        "beginning of a frequent word": FREQUENT[:4],
        "one letter": "c",
        "two words": f"armenia {FREQUENT}",
        "a speaker": "anna kov",
        "a speaker and a frequent word": f"anna {FREQUENT}",
        "nonsense": "qqxyzzy",
        "frequent word, filtered": f"{FREQUENT}&review__exact=draft",
    }
    for what, word in words.items():
        yield f", search: {what}", f"q={word.replace(' ', '+')}"
    if model_admin.date_hierarchy:
        date = model_admin.date_hierarchy
        yield ", a year", f"{date}__year=2015"
        yield ", a month", f"{date}__year=2015&{date}__month=5"
        yield ", a day", f"{date}__year=2015&{date}__month=5&{date}__day=4"


def _last_page(model_admin: Any) -> int:
    from django.test import RequestFactory

    rows = model_admin.model.objects.all()
    request = RequestFactory().get("/")
    return int(model_admin.get_paginator(request, rows, model_admin.list_per_page).num_pages)


def _records(model: Any) -> Iterator[tuple[str, int]]:
    """Give the records to open: one from the middle, and the one most referred to."""
    from django.db.models import Count

    from relations.models import Side, Statement

    keys = model.objects.order_by("pk").values_list("pk", flat=True)
    yield "middle", keys.filter(pk__gte=(keys.last() or 0) // 2).first()
    busiest = {"person": (Side, "person"), "source": (Statement, "source")}
    if found := busiest.get(model._meta.model_name):
        many, field = found
        top = many.objects.order_by().values(field).annotate(n=Count("pk")).order_by("-n").first()
        yield f"busiest of {top['n']}", top[field]


def _curation() -> Iterator[tuple[str, str]]:
    """Give long forms and histories, and the pages on review."""
    from django.urls import reverse

    from relations.models import Agreement, ReviewRequest, Version

    many = Agreement.objects.get(slug="generated-agreement").pk
    yield (
        "agreement change, 250 parties and acts",
        reverse("admin:relations_agreement_change", args=[many]),
    )
    yield (
        "agreement history, 250 parties and acts",
        reverse("admin:relations_agreement_history", args=[many]),
    )
    edited = Version.objects.filter(model="statement", old__isnull=False).order_by("-pk").first()
    if edited is not None:
        args = [edited.root_id, edited.pk - 1]
        yield (
            "statement history, 31 versions",
            reverse("admin:relations_statement_history", args=args[:1]),
        )
        yield (
            "statement version with its diff",
            reverse("admin:relations_statement_version", args=args),
        )
        yield (
            "statement change, 31 versions",
            reverse("admin:relations_statement_change", args=args[:1]),
        )
    yield "statement deleted ones", reverse("admin:relations_statement_deleted")
    yield "review queue", reverse("admin:relations_reviewrequest_changelist")
    waiting = ReviewRequest.objects.waiting().first()
    if waiting is not None:
        yield (
            "review page",
            reverse(
                "admin:relations_reviewrequest_review", args=[waiting.model, waiting.object_id]
            ),
        )
    yield "quality desk", reverse("admin:relations_finding_changelist")
    yield "first page", reverse("admin:index")


def _autocompletes() -> Iterator[tuple[str, str]]:
    """Give the autocompletes that search the big tables."""
    from django.urls import reverse

    from .rows import FREQUENT, RARE

    url = reverse("admin:autocomplete")
    for model, field in (("side", "statement"), ("act", "source"), ("side", "person")):
        for term in ("", RARE, FREQUENT, "anna", "a", "qqxyzzy"):
            query = f"term={term}&app_label=relations&model_name={model}&field_name={field}"
            yield f"autocomplete {field}: “{term}”", f"{url}?{query}"


if __name__ == "__main__":
    main()
