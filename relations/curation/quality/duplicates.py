"""Records that may be one and the same. The desk offers to merge them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, F, Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import (
    Agreement,
    Country,
    Organization,
    OtherName,
    Party,
    Person,
    Side,
    Source,
    Statement,
)

from .likeness import Text, blocks, near_pairs, normal
from .registry import Found, Weight, check
from .thresholds import thresholds

Pair = tuple[int, int]


def _pairs(model: Any, pairs: Iterable[Pair], facts: tuple[str, ...], why: str) -> Iterator[Found]:
    """Turn pairs of numbers into findings, their records loaded in one query a thousand."""
    wanted = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        rows = model._default_manager.in_bulk({pk for pair in part for pk in pair})
        for first, second in part:
            both = (rows[first], rows[second])
            yield Found(
                both,
                why % {"first": both[0], "second": both[1]},
                [[str(getattr(row, fact)) for fact in facts] for row in both],
            )


def _actors(model: Any, extra: str) -> Iterator[Found]:
    """Compare every name of an actor with the principal names of the others.

    Two actors may share a further name (both Congos were the Congo) and be two.
    """
    arc = f"actor_{model._meta.model_name}_id"
    principal: dict[str, set[int]] = defaultdict(set)
    texts = []
    for pk, name, other in model.objects.values_list("pk", "name", extra):
        texts.append(Text.read(pk, name))
        for text in filter(None, {normal(name), normal(other)}):
            principal[text].add(pk)
    pairs = set(near_pairs(texts, thresholds().actor_likeness))
    for pks in principal.values():
        pairs |= {(min(pks), pk) for pk in pks}
    for pk, name in OtherName.objects.filter(**{f"{arc}__isnull": False}).values_list(arc, "name"):
        pairs |= {(pk, other) for other in principal.get(normal(name), ())}
    # What ended when the other began is a successor, and no duplicate.
    yield from (
        found
        for found in _pairs(
            model, pairs, ("name", extra), _("“%(first)s” and “%(second)s” go by one name.")
        )
        if not _follow_each_other(*found.records)
    )


def _follow_each_other(first: Any, second: Any) -> bool:
    ends = [(a.end, b.begin) for a, b in ((first, second), (second, first))]
    return any(
        end and begin and end.latest and begin.earliest and end.latest <= begin.earliest
        for end, begin in ends
    )


@check(gettext_lazy("Countries that may be one"), Weight.DOUBT)
def duplicate_countries() -> Iterator[Found]:
    yield from _actors(Country, "official_name")


@check(gettext_lazy("Organizations that may be one"), Weight.DOUBT)
def duplicate_organizations() -> Iterator[Found]:
    yield from _actors(Organization, "acronym")


@check(gettext_lazy("People who may be one"), Weight.DOUBT)
def duplicate_people() -> Iterator[Found]:
    by_beginning: dict[str, list[Text]] = defaultdict(list)
    by_native_name: dict[str, list[int]] = defaultdict(list)
    for pk, name, native in Person.objects.values_list("pk", "name", "native_name").iterator():
        text = Text.read(pk, name)
        for beginning in {word[:4] for word in text.words.split()}:
            by_beginning[beginning].append(text)
        if native:
            by_native_name[normal(native)].append(pk)
    pairs = {
        pair
        for block in by_beginning.values()
        for pair in near_pairs(block, thresholds().person_likeness)
    }
    pairs |= {(pks[0], pk) for pks in by_native_name.values() for pk in pks}
    yield from _pairs(
        Person,
        pairs,
        ("name", "native_name"),
        _("“%(first)s” and “%(second)s” have nearly the same name."),
    )


@check(gettext_lazy("Agreements that may be one"), Weight.DOUBT)
def duplicate_agreements() -> Iterator[Found]:
    """Near-equal titles, unless days or parties tell them apart; on one day less likeness does."""
    parties: dict[int, set[tuple[Any, Any]]] = defaultdict(set)
    actors = ("agreement_id", "actor_country_id", "actor_organization_id")
    for agreement, *actor in Party.objects.values_list(*actors).iterator():
        parties[agreement].add(tuple(actor))
    days: dict[int, Any] = {}
    same_day: dict[Any, list[Text]] = defaultdict(list)
    titles = []
    rows = Agreement.objects.annotate(day=Min("act__date_earliest"), last=Max("act__date_latest"))
    for pk, title, day in rows.values_list("pk", "title", "day").order_by().iterator():
        text = Text.read(pk, title)
        titles.append(text)
        days[pk] = day
        if day and parties[pk]:
            same_day[day, frozenset(parties[pk])].append(text)
    limits = thresholds()

    def told_apart(pair: Pair) -> bool:
        first, second = (days[pk] for pk in pair)
        if first and second and abs((first - second).days) > limits.repeated_title_days:
            return True
        ours, theirs = (parties[pk] for pk in pair)
        return bool(ours and theirs and not (ours <= theirs or theirs <= ours))

    titles.sort(key=lambda text: text.words)
    pairs = {pair for pair in near_pairs(titles, limits.title_likeness) if not told_apart(pair)}
    for block in same_day.values():
        pairs |= set(near_pairs(block, limits.same_day_likeness))
    yield from _pairs(
        Agreement,
        pairs,
        ("title",),
        _("“%(first)s” and “%(second)s” have nearly one title, and no day or party tells."),
    )


@check(gettext_lazy("Statements that may be one"), Weight.DOUBT)
def duplicate_statements() -> Iterator[Found]:
    """Near-equal headlines on one day, for one side and by nobody else; or one quotation."""
    key = ("statement__date_earliest", "actor_country_id", "actor_organization_id")
    rows = (
        Side.objects.filter(statement__date_earliest__isnull=False)
        .order_by(*key)
        .values_list(*key, "statement_id", "person_id", "statement__title")
    )
    pairs: set[Pair] = set()
    for block in blocks(rows.iterator(), lambda row: row[:3]):
        texts = [Text.read((row[3], row[4]), row[5]) for row in block]
        for first, second in near_pairs(texts, thresholds().statement_likeness):
            if first[1] == second[1] or None in (first[1], second[1]):
                pairs.add((first[0], second[0]))
    pairs |= _same_quotation()
    yield from _pairs(
        Statement,
        pairs,
        ("title", "date", "quotation"),
        _("“%(first)s” and “%(second)s” were said on one day for one side."),
    )


def _same_quotation() -> set[Pair]:
    """Find statements of one day that quote the same words."""
    repeated = (
        Statement.objects.filter(~Q(quotation=""), date_earliest__isnull=False)
        .values("quotation", "date_earliest")
        .annotate(first=Min("pk"), last=Max("pk"), times=Count("pk"))
        .filter(times__gt=1)
        .order_by()
    )
    length = thresholds().quotation_length
    return {(row["first"], row["last"]) for row in repeated if len(row["quotation"]) >= length}


@check(gettext_lazy("Sources that may be one"), Weight.DOUBT)
def duplicate_sources() -> Iterator[Found]:
    """Near-equal titles by one publisher on one day, or undated; but not two pages of a site."""
    rows = Source.objects.order_by(
        F("published_earliest").asc(nulls_first=True), "publisher"
    ).values_list("published_earliest", "publisher", "pk", "title")
    pairs: set[Pair] = set()
    for block in blocks(rows.iterator(), lambda row: row[:2]):
        texts = [Text.read(row[2], row[3]) for row in block]
        pairs |= set(near_pairs(texts, thresholds().source_likeness))
    for found in _pairs(
        Source,
        pairs,
        ("title", "url"),
        _("“%(first)s” and “%(second)s” have nearly one title, publisher and date."),
    ):
        # Two pages are two sources: one page twice is what the database refuses.
        if not all(record.url for record in found.records):  # type: ignore[attr-defined]
            yield found
