"""What an import changes where sources disagree: the former value stays as a claim."""

from __future__ import annotations

from relations.curation.claims import Standing, keep, standing
from relations.models import Claim
from relations.models.claim import DISPUTABLE, owner_name

from .plans import Change
from .sheets import batches


def said_before(changes: list[Change]) -> dict[int, dict[str, Standing]]:
    """Give, by row, what the records say that are about to change and that claims are about."""
    changed = {change.record.pk: change for change in changes if not change.is_new}
    name = owner_name(changes[0].record) if changes else ""
    if not name:
        return {}
    found = {}
    for some in batches(list(changed)):
        claims = Claim.objects.filter(**{f"{name}__in": some}, field__in=DISPUTABLE[name])
        for pk in claims.order_by().values_list(name, flat=True).distinct():
            found[changed[pk].number] = standing(changed[pk].record)
    return found


def keep_what_was_said(changes: list[Change], before: dict[int, dict[str, Standing]]) -> list[str]:
    """Write down as claims what was said before, and what is said beside new claims.

    Gives a sentence for each value that no source is known to state.
    """
    sentences = []
    for change in changes:
        if change.number in before:
            sentences += keep(change.record, before[change.number])
        elif isinstance(change.record, Claim):
            sentences += keep(change.record.owner)
    return list(dict.fromkeys(map(str, sentences)))
