"""Conflicting claims: one is preferred, none is dropped.

What a record says is its standing value. As soon as a field is disputed, the value
that stands is written down as a claim too, with the source that the record rests on.
From then on claims are only ever added: whatever replaces the standing value, by hand
or by :func:`prefer`, the former value stands among the claims with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from relations.curation.history import find_locked, record_of, revision, stamp
from relations.models import Claim, Source
from relations.models.claim import DISPUTABLE, in_words, owner_name, stated, whole_of
from relations.vocabularies import Origin


@dataclass(frozen=True)
class Standing:
    """A value that a record says or said, and what it rests or rested on."""

    value: str
    source: Source | None
    locator: str


def standing(record: Any) -> dict[str, Standing]:
    """Give what a record says in each field that can be disputed, from the database.

    To be asked before the record changes, for :func:`keep`.
    """
    stored = type(record)._default_manager.get(pk=record.pk)
    source, locator = _evidence(stored)
    return {
        field: Standing(stated(stored, field), source, locator)
        for field in DISPUTABLE.get(owner_name(record), ())
    }


def keep(record: Any, former: Mapping[str, Standing] | None = None) -> list[str]:
    """Write down as claims what a record says, and said before, where that is disputed.

    To be called after a record or its claims have changed. Gives a sentence for each
    value that could not be kept, as no source is known to say so: what is missing.
    """
    sentences = []
    for field in sorted(set(_claims(record).values_list("field", flat=True))):
        values = [Standing(stated(record, field), *_evidence(record))]
        if former and field in former and former[field].value != values[0].value:
            values.insert(0, former[field])
        sentences += [_keep(record, field, said) for said in values]
    return [sentence for sentence in sentences if sentence]


def prefer(claim: Claim, user: Any, reason: str, seen: str | None = None) -> list[str]:
    """Let a record say what a claim says; what it said before stays as a claim.

    ``user`` must be allowed to change the record; None for a command. ``seen`` is the
    stamp of the record when the user decided. Gives the sentences of :func:`keep`.
    Raises PermissionDenied, or ValidationError where no reason is given, where the
    record has changed since, where it may not say so (an end before its beginning), or
    where readers could not see the source.
    """
    model = type(claim.owner)
    if user is not None and not user.has_perm(f"relations.change_{model._meta.model_name}"):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Say why this claim is preferred: the history keeps the reason."))
    with revision(user=user, origin=Origin.ADMIN, reason=reason):
        # Locked as an edit locks it, so that neither overwrites the other.
        whole = record_of(claim.owner)
        find_locked(str(whole._meta.model_name), whole.pk)
        record = model._base_manager.get(pk=claim.owner.pk)
        if seen is not None and seen != stamp(whole):
            raise ValidationError(_("It was changed since you opened this page: look again."))
        if getattr(whole_of(record), "is_published", False) and not claim.source.is_published:
            raise ValidationError(_("Publish its source first: readers could not see it."))
        missing = keep(record)
        field = claim.model_field
        setattr(record, field.name, field.to_python(claim.value))
        record.full_clean()
        record.save()
    return missing


def _claims(record: Any) -> Any:
    return Claim.objects.filter(**{owner_name(record): record})


def _evidence(record: Any) -> tuple[Source | None, str]:
    """Give the source that a record rests on and the place in it; a part's may be its whole's."""
    whole = whole_of(record)
    own = getattr(record, "source", None)
    locator = getattr(record, "locator", "")
    return own or whole.source, locator or ("" if own else whole.locator)


def _keep(record: Any, field: str, said: Standing) -> str:
    """See to it that a claim states a value; say what is missing where none can.

    A source that says something else already is not made to say this as well: after
    an edit by hand nobody knows whether the record's source supports the new value.
    """
    claims = _claims(record).filter(field=field)
    if not said.value or claims.filter(value=said.value).exists():
        return ""
    words = {
        "value": in_words(record._meta.get_field(field), said.value),
        "field": record._meta.get_field(field).verbose_name,
        "record": record,
    }
    if said.source is None or claims.filter(source=said.source).exists():
        return (
            _(
                "No source is known for “%(value)s” as “%(field)s” of “%(record)s”: "
                "add a claim that names it."
            )
            % words
        )
    claim = Claim(
        field=field,
        value=said.value,
        source=said.source,
        locator=said.locator,
        **{owner_name(record): record},
    )
    try:
        claim.full_clean()
    except ValidationError as error:  # as a quotation longer than a claim can be
        return _("“%(field)s” of “%(record)s” was not kept as a claim: ") % words + " ".join(
            error.messages
        )
    claim.save()
    return ""
