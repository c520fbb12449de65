"""The first statements of a list with words that are so common that the index is no help.

To find all of some hundred thousand takes seconds; read in the order of the list, the first
of them are soon met.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet

from relations.models import Position, Side, Statement
from relations.querysets import Rows
from relations.search import letters, matching, words_of
from relations.search.index import TEXTS, Beginnings
from relations.vocabularies import Review

from .conditions import with_words

COMMON = 5_000  # statements with a common word in their own texts
PART = 1_000  # statements read at once
SPARSE = 5  # one of so many that are read is to hold the words


def first_with_words(ordered: Rows, text: str, most: int) -> list[int] | None:
    """Give the numbers of the first ``most`` statements that hold every word, in their order.

    The same as those of :func:`.with_words`. ``ordered`` are those among which they are looked
    for. None where no word is common, or none turns out to be so in these statements: then the
    index finds them sooner.
    """
    words = words_of(text)
    common = [word for word in words if _is_common(word)]
    if not common:
        return None
    rare = " ".join(word for word in words if word not in common)
    keys = list(with_words(ordered, rare).values_list("pk", flat=True)[: most * SPARSE])
    found: list[int] = []
    for start in range(0, len(keys), PART):
        found += _with_all(keys[start : start + PART], common)
        if len(found) >= most:
            return found[:most]
        if len(keys) == most * SPARSE and len(found) * SPARSE < start + PART:
            return None
    return found if len(keys) < most * SPARSE else None


def _is_common(word: str) -> bool:
    asked = matching(Statement, [word], limit=COMMON)
    with connections[router.db_for_read(Statement)].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({asked.sql}) AS found", asked.params)  # noqa: S608
        return bool(cursor.fetchone()[0] == COMMON)


def _with_all(keys: list[int], words: list[str]) -> list[int]:
    """Keep those of the statements that hold the words; parts are read only of who needs them."""
    rows = Statement.objects.filter(pk__among=keys).order_by()
    texts = rows.values_list("pk", *TEXTS["statement"].all)
    told = {key: letters.forms_of(its) for key, *its in texts}
    begun = Beginnings(words)
    lacking = [key for key, forms in told.items() if not begun.stand_in(forms)]
    parts = _parts(lacking)
    without = {
        key for key in lacking if not begun.stand_in(told[key] + letters.forms_of(parts[key]))
    }
    return [key for key in keys if key in told and key not in without]


def _parts(statements: list[int]) -> defaultdict[int, list[str]]:
    """Give what readers see in positions and speakers of some published statements; two queries."""
    positions = Position.objects.on_visible().filter(statement__among=statements)
    speakers = Side.objects.filter(statement__among=statements, person__review=Review.PUBLISHED)
    names = (f"person__{column}" for column in TEXTS["person"].names)
    asked: tuple[QuerySet[Any, Any], ...] = (
        positions.values_list("statement", *TEXTS["position"].all),
        speakers.values_list("statement", *names),
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, *texts in itertools.chain(*(rows.order_by() for rows in asked)):
        found[key] += texts
    return found
