"""Moves what refers to one row to another, and joins what both have, part by part.

All foreign keys are found through ``_meta``, so that a model that comes later is moved
as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Field, Max, Model, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext as _

from relations.curation.claims import Standing, keep, standing
from relations.fields import FollowingField, PartialDateField
from relations.loading.refusals import explain
from relations.models import (
    Citation,
    Claim,
    Country,
    Incompatibility,
    Office,
    Organization,
    Provision,
)
from relations.models.claim import owner_name
from relations.models.source import CITATION_OWNERS

from .report import MergeRefused, MergeReport, name, shown

# Never carried over: the address redirects; a draft is not published by way of a merge.
OWN = frozenset(("id", "slug", "review"))
# What the winner must not get from the loser: where it is empty, that says something.
MEANINGFUL_WHEN_EMPTY = {Country: ("end",), Organization: ("end",)}


def references(model: type[Model]) -> list[Any]:
    """Give every foreign key of any model that points to this one."""
    fields: Any = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in fields
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
    ]


def _uniques(model: type[Model], field: Field[Any, Any]) -> Iterator[tuple[list[str], Q]]:
    """Give the further fields, and the condition, of each uniqueness that a key is part of."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields:
            further = [each for each in constraint.fields if each != field.name]
            yield further, constraint.condition or Q()
    for fields in model._meta.unique_together:
        if field.name in fields:
            yield [each for each in fields if each != field.name], Q()
    if field.unique:
        yield [], Q()


def is_empty(value: Any) -> bool:
    return value is None or value == ""


class Moving:
    """Moves and joins rows, and notes in a report what it does."""

    def __init__(self, report: MergeReport) -> None:
        self.report = report

    def move(self, old: Any, new: Any) -> None:
        """Let everything that refers to ``old`` refer to ``new``.

        Raises MergeRefused where a rule of the database forbids it.
        """
        _turn_twins_round(old, new)
        for field in references(type(old)):
            rows = field.model._base_manager.filter(**{field.name: old})
            for row, twin in self._clashes(field, old, new):
                self._settle(row, twin, field, new)
            try:
                with transaction.atomic():
                    number = rows.update(**{field.name: new})
            except IntegrityError as error:
                raise MergeRefused(_why(error, rows, field, new)) from error
            if number:
                self.report.moved[str(field.model._meta.verbose_name_plural)] += number

    def _clashes(self, field: Any, old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
        """Give each row that can't move as ``new`` has such a one, with that twin."""
        manager = field.model._base_manager
        for further, condition in _uniques(field.model, field):
            rows = manager.filter(condition, **{field.name: old})
            twins = manager.filter(condition, **{field.name: new})
            same = twins.filter(**{each: OuterRef(each) for each in further})
            for row in list(rows.filter(Exists(same))):
                values = {each: getattr(row, each) for each in further}
                # Settling another row may have made room.
                twin = twins.filter(**values).first()
                if twin is not None:
                    yield row, twin

    def _settle(self, row: Any, twin: Any, field: Any, new: Any) -> None:
        """Join a row with its twin; where they are two facts, count the row on instead."""
        counter = _counter(row, twin)
        if not counter:
            self.move(row, twin)
            self.join(row, twin, moved=field.name)
            self.report.joined.append(name(twin))
            return
        key = [each for each in row.natural_key_fields if each not in (counter, field.name)]
        same = {each: getattr(row, each) for each in key}
        numbers = type(row)._base_manager.filter(
            Q(**{field.name: new}) | Q(**{field.name: getattr(row, field.name)})
        )
        if counter == "occurrence":
            filled = {n: v for n, v in same.items() if v is not None}
            numbers = numbers.filter(**filled)
        last = numbers.aggregate(last=Max(counter))["last"]
        setattr(row, field.name, new)
        setattr(row, counter, last + 1)
        row.save()
        self.report.moved[str(row._meta.verbose_name_plural)] += 1
        self.report.kept.append(
            _("%(row)s, with the number %(number)s") % {"row": row, "number": last + 1}
        )

    def join(self, row: Any, twin: Any, *, moved: str = "", apart: Collection[str] = ()) -> None:
        """Fill the gaps of ``twin`` from ``row``, note what differs, and delete ``row``.

        Nothing may refer to ``row`` any more. ``moved`` is the key in which the two
        differed; texts in ``apart`` are kept by the caller.
        """
        left = [f for f in references(type(row)) if _refers(f, row)]
        if left:
            raise AssertionError(f"{left[0]} still refers to {row!r}: it must be moved first.")
        fields = [
            field
            for field in row._meta.concrete_fields
            if not isinstance(field, FollowingField) and field.name not in {*OWN, moved}
        ]
        evidence = _evidence(row) if not is_empty(getattr(row, "source", None)) else None
        said = standing(row) if owner_name(row) else {}
        disputed = [field for field in fields if _is_disputed(row, twin, field, said)]
        for field in fields:
            if field in disputed:
                continue
            if evidence and field.name in ("source", "locator"):
                continue
            self._join_value(row, twin, field, field.name in apart)
        row_review = getattr(row, "review", None)
        if moved and row_review != getattr(twin, "review", None):
            self.report.drop(twin, row._meta.get_field("review"), twin.review, row_review)
        if evidence:
            self._join_evidence(twin, *evidence)
        # First, as the twin may take over what must be unique.
        row.delete()
        twin.save()
        for field in disputed:
            self._keep_claim(twin, field, said[field.name])

    def _join_value(self, row: Any, twin: Any, field: Any, apart: bool) -> None:
        lost, kept = getattr(row, field.name), getattr(twin, field.name)
        if is_empty(lost) or lost == kept:
            return
        if type(twin) is field.related_model and _is_below(lost, twin, field.name):
            # A part of the winner, merged into it, has nothing above it to hand down.
            self.report.drop(twin, field, kept, lost)
        elif is_empty(kept) and field.name not in MEANINGFUL_WHEN_EMPTY.get(type(twin), ()):
            setattr(twin, field.name, lost)
            self.report.fill(twin, field, lost)
        elif not apart:
            self.report.drop(twin, field, kept, lost)

    def _keep_claim(self, twin: Any, field: Any, said: Standing) -> None:
        """Let what the other source says stand beside what the twin says."""
        key = {owner_name(twin): twin, "field": field.name, "value": said.value}
        Claim.objects.get_or_create(**key, source=said.source, defaults={"locator": said.locator})
        keep(twin)
        self.report.kept.append(
            _("%(row)s, %(field)s: “%(value)s”, as a claim of “%(source)s”")
            % {
                "row": name(twin),
                "field": field.verbose_name,
                "value": shown(twin, field, field.to_python(said.value)),
                "source": said.source,
            }
        )

    def _join_evidence(self, twin: Any, source: Any, locator: str) -> None:
        """Keep the evidence of a row that goes: as the twin's source, else as a further one."""
        if twin.source is None:
            twin.source, twin.locator = source, locator
            self.report.fill(twin, twin._meta.get_field("source"), source)
            return
        if (twin.source, twin.locator) == (source, locator):
            return
        owner = next((each for each in CITATION_OWNERS if _owner_model(each) is type(twin)), None)
        if owner is None:
            self.report.drop(twin, twin._meta.get_field("source"), twin.source, source)
            return
        _row, made = Citation.objects.get_or_create(source=source, locator=locator, **{owner: twin})
        if made:
            self.report.kept.append(
                _("the source “%(source)s”, as a further one of %(record)s")
                % {"source": source, "record": twin}
            )


def _refers(field: Any, row: Any) -> bool:
    return field.model._base_manager.filter(**{field.name: row.pk}).exists()


def _evidence(row: Any) -> tuple[Any, str] | None:
    """Give the source and locator of a row that rests on a source; a citation is one itself."""
    return None if isinstance(row, Citation) else (row.source, row.locator)


def _is_disputed(row: Any, twin: Any, field: Any, said: dict[str, Standing]) -> bool:
    """Whether two sources say different dates or terms: neither is dropped, both are claims.

    Titles and names are no dispute: duplicates are mostly spelt in two ways.
    """
    if field.name not in said or not (field.choices or isinstance(field, PartialDateField)):
        return False
    lost, kept = getattr(row, field.name), getattr(twin, field.name)
    if is_empty(lost) or is_empty(kept) or lost == kept:
        return False
    theirs = standing(twin)[field.name].source
    return said[field.name].source is not None and said[field.name].source != theirs


def _owner_model(owner: str) -> Any:
    return Citation._meta.get_field(owner).related_model


def _is_below(row: Any, top: Any, above: str) -> bool:
    """Whether going up from ``row`` one comes to ``top``."""
    seen: set[Any] = set()
    while row is not None and row.pk not in seen:
        if row.pk == top.pk:
            return True
        seen.add(row.pk)
        row = getattr(row, above)
    return False


def _counter(row: Any, twin: Any) -> str:
    """Give the field that counts a row on where it and its twin are two facts, else ''."""
    if isinstance(row, Provision):
        same = (row.scope_id, row.text) == (twin.scope_id, twin.text)
        return "" if same else "number"
    if isinstance(row, Office) and _apart((row.start, row.end), (twin.start, twin.end)):
        return "occurrence"
    return ""


def _apart(first: tuple[Any, Any], second: tuple[Any, Any]) -> bool:
    """Whether one term had ended for certain when the other began."""
    return any(
        end and end.latest and start and start.earliest and end.latest < start.earliest
        for (_s, end), (start, _e) in ((first, second), (second, first))
    )


def _turn_twins_round(old: Any, new: Any) -> None:
    """Turn each incompatibility round that will be another's in the opposite order.

    The order says nothing, and a twin is found by the same keys.
    """
    keys = [(f.name, old) for f in references(type(old)) if f.model is Incompatibility]
    if not keys:
        return
    for row in Incompatibility._base_manager.filter(Q(*keys, _connector=Q.OR)):
        ends: tuple[Any, ...] = (row.first, row.second, row.statement)
        first, second, statement = (new if each == old else each for each in ends)
        twins = Incompatibility._base_manager.filter(
            first=second, second=first, statement=statement, kind=row.kind
        )
        if twins.exclude(pk=row.pk).exists():
            row.first, row.second = row.second, row.first
            row.save()


def _why(error: IntegrityError, rows: Any, field: Any, new: Any) -> str:
    """Say which row breaks which rule."""
    model = field.model
    others = [
        f.name
        for f in model._meta.fields
        if f.related_model is field.related_model and f.name != field.name
    ]
    both_ends = Q(*[Q(**{each: new}) for each in others], _connector=Q.OR) if others else Q()
    row = rows.filter(both_ends).first() or rows.first()
    return f"{model._meta.verbose_name} “{row}”: {explain(error, model())}"
