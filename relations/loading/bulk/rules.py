"""What models check in ``clean()``, asked of all rows of a load at once.

A method that is not known here is called record by record: slow, and never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from relations.models import Side, Source
from relations.models.actors import Actor
from relations.models.base import CuratedModel
from relations.vocabularies import Review

from .report import Report
from .tables import Table

# Number of a row, field and message.
Finding = tuple[int, str, str]
BATCH = 500


def check(table: Table, report: Report) -> None:
    """Report which rows of a load break a rule of their model."""
    model = table.plan.model
    # The numbers of the rows that the load has met.
    met = RawSQL(f"SELECT id FROM {table.met}", [])  # noqa: S608, S611 a name of ours
    rows = model._base_manager.filter(pk__in=met)
    some: list[Finding] = []
    for finding in _findings(model, rows):
        some.append(finding)
        if len(some) == BATCH:
            _report(table, report, some)
            some = []
    _report(table, report, some)


def _report(table: Table, report: Report, findings: list[Finding]) -> None:
    model = table.plan.model
    numbers = [number for number, _name, _message in findings]
    places, records = table.places(numbers), model._base_manager.in_bulk(numbers)
    for number, name, message in findings:
        report.fail(places[number], message, model, records[number].natural_key(), name)


def _findings(model: Any, rows: Any) -> Iterator[Finding]:
    cleaning = [c.__dict__["clean"] for c in model.__mro__ if "clean" in c.__dict__]
    unknown = [method for method in cleaning if method not in _RULES]
    for method in cleaning:
        if method in _RULES:
            yield from _RULES[method](rows)
    if unknown:
        keys = [f.name for f in model._meta.fields if f.is_relation]
        for record in rows.select_related(*keys).order_by("pk").iterator(BATCH):
            try:
                record.clean()
            except ValidationError as error:
                problems = getattr(error, "error_dict", {"": error.error_list})
                for name, errors in problems.items():
                    yield (
                        record.pk,
                        name.replace("__all__", ""),
                        " ".join(m for e in errors for m in e.messages),
                    )


def _published_on_draft(rows: Any) -> Iterator[Finding]:
    wrong = rows.filter(review=Review.PUBLISHED, source__isnull=False).exclude(
        source__review=Review.PUBLISHED
    )
    for record in wrong.select_related("source").order_by("pk").iterator(BATCH):
        yield (
            record.pk,
            "source",
            _("it is published, but “%(source)s” is not.") % {"source": record.source},
        )


def _source(rows: Any) -> Iterator[Finding]:
    for number in rows.filter(url="").exclude(archived_url="").values_list("pk", flat=True):
        yield number, "url", _("An archived page has an original URL: give it too.")
    resting: Any = Q()
    for relation in Source._meta.related_objects:
        kind: Any = relation.related_model
        if issubclass(kind, CuratedModel):
            resting |= Exists(kind.objects.filter(source=OuterRef("pk"), review=Review.PUBLISHED))
    for source in rows.exclude(review=Review.PUBLISHED).filter(resting).iterator(BATCH):
        message = _("It stays published while “%(record)s” rests on it.")
        yield source.pk, "review", message % {"record": source.published_record()}


def _office_of_the_speaker(rows: Any) -> Iterator[Finding]:
    held = Q(office__person=F("person")) & (
        Q(office__actor_country=F("actor_country"))
        | Q(office__actor_organization=F("actor_organization"))
    )
    wrong = rows.filter(office__isnull=False).annotate(
        held=Case(When(held, then=Value(True)), default=Value(False))
    )
    for number in wrong.filter(held=False).values_list("pk", flat=True).order_by("pk").iterator():
        yield number, "office", _("This office is another person's, or was held for another actor.")


def _by_a_trigger(rows: Any) -> Iterator[Finding]:
    """Nothing is left to ask: the database has refused it."""
    return iter(())


_RULES: dict[Any, Callable[[Any], Iterator[Finding]]] = {
    models.Model.clean: _by_a_trigger,
    CuratedModel.clean: _published_on_draft,
    Source.clean: _source,
    Side.clean: _office_of_the_speaker,
    Actor.clean: _by_a_trigger,
}
