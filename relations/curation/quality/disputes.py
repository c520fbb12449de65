"""Disputes that nobody has weighed: the record says what no known source says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import Claim
from relations.models.base import names_rest_on
from relations.models.claim import (
    CLAIM_OWNERS,
    WHOLE,
    in_words,
    owner_model,
    owner_name,
    stated,
    whole_of,
)

from .registry import Found, Weight, check


@check(gettext_lazy("Disputed, and no source says what the record says"), Weight.DOUBT)
def dispute_unweighed() -> Iterator[Found]:
    """Published sources claim something, and what stands rests on no claim and no source.

    A value that is edited by hand, or loaded, where its source is known to say another;
    or none at all beside claims. A claim that a draft source makes backs a value too: who
    entered it has weighed. One query for each kind of record.
    """
    for owner in CLAIM_OWNERS:
        disputes: dict[tuple[int, str], list[Claim]] = defaultdict(list)
        for claim in _claims_about(owner):
            disputes[claim.owner.pk, claim.field].append(claim)
        for claims in disputes.values():
            if any(claim.source.is_published for claim in claims) and not _is_backed(claims):
                yield _found(claims)


def _claims_about(owner: str) -> Any:
    """Give the claims about one kind of record, with it and what it is called after."""
    paths = names_rest_on(owner_model(owner))
    if owner in WHOLE:
        paths = [*paths, WHOLE[owner]]
    claims = Claim.objects.filter(**{f"{owner}__isnull": False}).order_by("pk")
    return claims.select_related("source", owner, *(f"{owner}__{path}" for path in paths))


def _is_backed(claims: list[Claim]) -> bool:
    """Whether a claim, or else the source that the record rests on, says what stands."""
    record, field = claims[0].owner, claims[0].field
    value = stated(record, field)
    if any(claim.value == value for claim in claims):
        return True
    source = getattr(record, "source_id", None) or whole_of(record).source_id
    says_another = any(claim.source_id == source for claim in claims)
    return bool(value) and source is not None and not says_another


def _found(claims: list[Claim]) -> Found:
    record, field = claims[0].owner, claims[0].model_field
    value = stated(record, field.name)
    said = sorted({in_words(field, claim.value) for claim in claims})
    text = _("%(field)s of “%(record)s”: no known source says “%(value)s”, but %(said)s.")
    if not value:
        text = _("%(field)s of “%(record)s” is left empty, but sources say %(said)s.")
    values = {
        "field": claims[0].label,
        "record": record,
        "value": in_words(field, value),
        "said": ", ".join(f"“{one}”" for one in said),
    }
    whole = whole_of(record)
    return Found(
        (whole,),
        text % values,
        (value, sorted({claim.value for claim in claims})),
        f"{owner_name(record)}-{record.pk}-{field.name}",
        also=tuple(claims),
    )
