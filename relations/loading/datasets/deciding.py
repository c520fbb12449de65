"""Decisions on unmatched names: who is meant, or that it is none of ours. Kept as aliases."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from relations.curation.history import revision
from relations.models import Alias, Unmatched
from relations.vocabularies import Origin


def undecided(unmatched: Unmatched) -> Alias:
    """Give the alias that a decision would make, its actor still open."""
    return Alias(scheme=unmatched.scheme, value=unmatched.value)


def decide(unmatched: Unmatched, alias: Alias, user: Any) -> Alias:
    """Keep a decision; later imports go by it, and the name is no longer listed.

    Where the alias holds for a time only, the next import lists what lies outside again.
    Raises PermissionDenied, or ValidationError where the alias may not be so.
    """
    if user is not None and not user.has_perm("relations.add_alias"):
        raise PermissionDenied
    reason = _("Decided on an unmatched name of %s") % unmatched.data_set
    with revision(user=user, origin=Origin.ADMIN, reason=reason):
        alias.full_clean()
        alias.save()
        unmatched.delete()
    return alias
