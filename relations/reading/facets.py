"""What each choice of a filter would find: one grouped query a facet, however many choices.

The functions take rows that every *other* filter has narrowed down, so that the
numbers say what the reader would get by choosing. Names are read by key after the
counting, since grouping by key is many times as quick as grouping by names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from relations.models import Agreement, Country, Membership, Organization, Person, Scope
from relations.querysets import Rows

# Choices of one facet that are offered; who looks for a rarer one has the words.
LONGEST = 500


@dataclass(frozen=True)
class Counted:
    """A choice: its value in the URL, how readers call it, and how many rows it gives."""

    value: str
    label: str
    count: int
    group: str = ""


Counts = list[Counted]


def by_term(rows: Rows, column: str, labels: Mapping[Any, Any], owner: str = "") -> Counts:
    """Count rows by a term of a vocabulary, in the order of the vocabulary.

    ``column`` may be an annotation (a state, a status); terms without rows are left out.
    ``owner`` names the record that is counted where the rows are parts of it.
    """
    how_many = Count(owner, distinct=True) if owner else Count("pk")
    return _of_labels(dict(rows.order_by().values_list(column).annotate(n=how_many)), labels)


def of_terms(counts: Mapping[Any, int], vocabulary: Any) -> Counts:
    """Give the terms of a vocabulary that were counted, in its order."""
    return _of_labels(counts, dict(vocabulary.choices))


def _of_labels(counts: Mapping[Any, int], labels: Mapping[Any, Any]) -> Counts:
    return [Counted(str(v), str(label), counts[v]) for v, label in labels.items() if v in counts]


def by_text(rows: Rows, column: str, owner: str) -> Counts:
    """Count records by a text of their parts, the commonest first."""
    counts = rows.order_by().values_list(column).annotate(n=Count(owner, distinct=True))
    return [Counted(text, text, n) for text, n in counts.order_by("-n", column)[:LONGEST]]


def by_actor(parts: Rows, prefix: str = "actor", owner: str = "") -> Counts:
    """Count by the country or organization of an arc, the commonest first.

    ``owner`` names the record that is counted where a part is not just one of it.
    """
    models = {f"{prefix}_country": Country, f"{prefix}_organization": Organization}
    return _by_keys(parts, models, owner)


def by_record(parts: Rows, column: str, model: Any, owner: str = "") -> Counts:
    """Count by a key to records of one kind, the commonest first."""
    return _by_keys(parts, {column: model}, owner)


def by_scope(provisions: Rows) -> Counts:
    """Count agreements by scope, in the order of the tree; what is above counts what is below."""
    exact, above = (
        dict(
            provisions.order_by()
            .annotate(key=key)
            .values_list("key")
            .annotate(n=Count("agreement", distinct=True))
        )
        for key in (F("scope"), Coalesce("scope__parent", "scope"))
    )
    scopes = Scope.objects.filter(pk__in={*exact, *above}).select_related("parent")
    # A part stands behind its whole.
    tree = sorted(scopes, key=lambda s: (_place(s.parent or s), s.parent is not None, _place(s)))
    return [
        Counted(
            s.slug,
            f"– {s.name}" if s.parent else s.name,
            exact[s.pk] if s.parent else above[s.pk],
        )
        for s in tree
        if s.pk in (exact if s.parent else above)
    ]


def _place(scope: Scope) -> tuple[int, str]:
    return scope.order, scope.name


def _by_keys(parts: Rows, models: Mapping[str, Any], owner: str) -> Counts:
    how_many = Count(owner, distinct=True) if owner else Count("pk")
    rows = parts.order_by().values_list(*models).annotate(n=how_many).order_by("-n")[:LONGEST]
    counts: dict[Any, dict[int, int]] = {model: {} for model in models.values()}
    for *keys, number in rows:
        for model, key in zip(models.values(), keys, strict=True):
            if key is not None:
                counts[model][key] = number
    return of_records(counts)


def of_records(counts: Mapping[Any, Mapping[int, int]]) -> Counts:
    """Give the records that were counted, by kind and key, the commonest first.

    Of many the commonest, and of those the ones that readers may see; a query for each kind.
    """
    every = ((number, model, key) for model, keys in counts.items() for key, number in keys.items())
    kept: dict[Any, dict[int, int]] = {model: {} for model in counts}
    for number, model, key in nlargest(LONGEST, every, key=itemgetter(0)):
        kept[model][key] = number
    found = [
        Counted(value, label, keys[key], group if len(counts) > 1 else "")
        for model, keys in kept.items()
        if keys
        for key, value, label, group in _named(model, keys)
    ]
    return sorted(found, key=lambda choice: (-choice.count, choice.label))


def _named(model: Any, keys: Iterable[int]) -> Iterable[tuple[int, str, str, str]]:
    """Give key, value, label and group of the records that readers may see; one query."""
    if model is Membership:
        memberships = Membership.objects.visible().with_actors().select_related("organization")
        for row in memberships.filter(pk__in=keys):
            yield row.pk, f"{row.actor.slug}/{row.organization.slug}", str(row), _("Memberships")
        return
    rows = model._default_manager.filter(pk__in=keys)
    if model is not Scope:
        rows = rows.published()
    group = GROUPS[model]()
    for key, slug, name in rows.order_by().values_list("pk", "slug", NAMES.get(model, F("name"))):
        yield key, slug, name, group


# As records of a kind call themselves: hundreds of whole records would be read for it.
NAMES: dict[Any, Any] = {Agreement: Coalesce(NullIf("short_title", Value("")), "title")}
GROUPS: dict[Any, Any] = {
    Agreement: lambda: _("Agreements"),
    Country: lambda: _("Countries"),
    Organization: lambda: _("Organizations"),
    Person: lambda: _("People"),
    Scope: lambda: _("Scopes"),
}


def names_of(slugs: Iterable[str], *models: Any) -> dict[str, str]:
    """Give the names of published records by slug, for choices that no row has; a query a kind."""
    found: dict[str, str] = {}
    for model in models:
        rows = model._default_manager.filter(slug__in=slugs)
        if model is not Scope:
            rows = rows.published()
        found |= {row.slug: str(row) for row in rows}
    return found
