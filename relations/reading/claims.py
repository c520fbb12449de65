"""Where sources disagree: what a page says at a disputed fact, and which source says what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from relations.models import (
    Act,
    Agreement,
    Claim,
    Membership,
    Office,
    Person,
    Position,
    Source,
)
from relations.models.claim import DISPUTABLE, OWNER_NAMES, in_words, owner_name, stated
from relations.querysets import prepared
from relations.vocabularies import Review


@dataclass
class Value:
    """One of the values in dispute, in words, and the claims that state it."""

    words: str
    preferred: bool
    claims: list[Claim] = field(default_factory=list)


@dataclass
class Dispute:
    """A field of a record on which sources disagree. The preferred value stands first."""

    record: Any
    about: str  # the record in words; '' where it is the one that the page is about
    field: str
    values: list[Value]

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"dispute-{self.record._meta.model_name}-{self.record.pk}-{self.field}"

    @property
    def label(self) -> str:
        """The field in words."""
        return capfirst(str(self.record._meta.get_field(self.field).verbose_name))


class Disputes:
    """The disputes about the records of a page, in their order."""

    def __init__(self, found: Iterable[Dispute]) -> None:
        self._found = {_key(dispute.record, dispute.field): dispute for dispute in found}

    def __iter__(self) -> Iterator[Dispute]:
        return iter(self._found.values())

    def __bool__(self) -> bool:
        return bool(self._found)

    def on(self, record: Any, name: str) -> Dispute | None:
        """Give the dispute about a field of a record, None where there is none."""
        return self._found.get(_key(record, name))


def disputes(page_record: Any, *groups: Iterable[Any]) -> Disputes:
    """Find what sources disagree on among the records that a page shows, in one query.

    ``page_record`` is the one that the page is about, None where it is about several.
    What isn't on the page is never looked for, so that nothing unpublished shows.
    A dispute needs a published source that says something else than the record does.
    """
    records = {_key(record): record for record in chain([page_record], *groups) if record}
    by_owner: dict[str, list[int]] = {}
    for record in records.values():
        if name := owner_name(record):
            by_owner.setdefault(name, []).append(record.pk)
    if not by_owner:
        return Disputes(())
    about = Q(*((f"{name}__in", keys) for name, keys in by_owner.items()), _connector=Q.OR)
    claims: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in _claims().filter(about):
        name = claim.owner_name
        model = claim._meta.get_field(name).related_model
        claims.setdefault(_key(model, getattr(claim, f"{name}_id"), claim.field), []).append(claim)
    found = (
        _dispute(record, _about(record, page_record), name, claims[_key(record, name)])
        for record in records.values()
        for name in DISPUTABLE.get(owner_name(record), ())
        if _key(record, name) in claims
    )
    return Disputes(dispute for dispute in found if dispute)


@cache
def _claims() -> Any:
    claims = Claim.objects.filter(source__review=Review.PUBLISHED).select_related("source")
    return prepared(claims.order_by("source__publisher", "source__title", "pk"))


def visible_claims() -> Any:
    """Give the claims that readers may see: those of published sources on what they see."""
    published = Review.PUBLISHED
    visible = (
        Q(country__review=published)
        | Q(organization__review=published)
        | Q(agreement__review=published)
        | Q(act__in=Act.objects.visible().filter(agreement__review=published))
        | Q(provision__agreement__review=published)
        | Q(membership_act__membership__in=Membership.objects.visible())
        | Q(person__review=published)
        | Q(office__in=Office.objects.published().visible(), office__person__review=published)
        | Q(statement__review=published)
        | Q(position__in=Position.objects.visible())
    )
    return Claim.objects.filter(visible, source__review=published)


def claims_by(source: Source) -> list[Claim]:
    """Give what a source says where sources may disagree, about what readers may see."""
    claims = visible_claims().filter(source=source)
    return list(claims.select_related(*Claim.OWNERS, *OWNER_NAMES))


def _key(record: Any, *parts: Any) -> tuple[Any, ...]:
    """Tell records and their fields apart: model, primary key, field."""
    if isinstance(record, type):
        return (record._meta.model_name, *parts)  # type: ignore[attr-defined]
    return (record._meta.model_name, record.pk, *parts)


def _about(record: Any, page_record: Any) -> str:
    """Say which record is meant, without repeating what the page is about."""
    match owner_name(record):
        case "act":
            words = str(record.get_kind_display())
            if record.actor:
                words = f"{words} ({record.actor})"
            if not isinstance(page_record, Agreement):
                words = f"{record.agreement}: {words}"
        case "provision":
            words = _("provision “%(text)s”") % {"text": Truncator(record.text).words(12)}
        case "office" if not isinstance(page_record, Person):
            words = f"{record.person}, {record}"
        case "position":
            words = _("position on %(target)s") % {"target": record.target}
        case _:
            words = str(record)
    return "" if record == page_record else capfirst(words)


def _dispute(record: Any, about: str, name: str, claims: list[Claim]) -> Dispute | None:
    standing = stated(record, name)
    if all(claim.value == standing for claim in claims):
        return None
    model_field = record._meta.get_field(name)
    values: dict[str, Value] = {}
    if standing:
        values[standing] = Value(in_words(model_field, standing), preferred=True)
    for claim in claims:
        words = in_words(model_field, claim.value)
        values.setdefault(claim.value, Value(words, preferred=False)).claims.append(claim)
    return Dispute(record, about, name, list(values.values()))
