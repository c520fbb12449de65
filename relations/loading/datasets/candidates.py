"""Who might be meant by an unmatched name: candidates for analysts, who decide."""

from __future__ import annotations

from typing import Any

from rapidfuzz import fuzz, process

from relations.models import Country, Organization, OtherName

from .reconciling import fold

LIMIT = 5
LIKE = 70  # per cent; below, a candidate would only be in the way


def names() -> dict[tuple[str, int, str], str]:
    """Give every name of every actor, by model, number and name itself."""
    found: dict[tuple[str, int, str], str] = {}
    for model, fields in ((Country, ("name", "official_name", "code")), (Organization, ("name",))):
        label = str(model._meta.model_name)
        for pk, *texts in model._default_manager.values_list("pk", *fields):
            found |= {(label, pk, text): fold(text) for text in texts if text}
    for pk, acronym in Organization.objects.values_list("pk", "acronym"):
        if acronym:
            found["organization", pk, acronym] = fold(acronym)
    rows = OtherName.objects.values_list("actor_country", "actor_organization", "name")
    for country, organization, text in rows:
        owner = ("country", country) if country else ("organization", organization)
        found[*owner, text] = fold(text)
    return found


def candidates(said: str, among: dict[tuple[str, int, str], str]) -> list[tuple[str, int, str]]:
    """Give model, number and name of the actors whose names are most like what was said.

    Behind the usual name stands the one that is like it, where that is another.
    """
    matches = process.extract(
        fold(said), among, scorer=fuzz.token_set_ratio, limit=LIMIT * 4, score_cutoff=LIKE
    )
    best: dict[tuple[str, int], tuple[str, int, str]] = {}
    key: Any
    for _text, _score, key in matches:
        best.setdefault(key[:2], key)
    return [_called(*key) for key in list(best.values())[:LIMIT]]


def _called(model: str, pk: int, name: str) -> tuple[str, int, str]:
    actors = Country if model == "country" else Organization
    usual = str(actors._default_manager.get(pk=pk))
    return model, pk, usual if usual == name else f"{usual} ({name})"
