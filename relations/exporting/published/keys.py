"""How a row is named outside of the database: by its natural key, as a list or as one text.

The list is that of fixtures: ``[["charter-2025"], ["ARM"], null, "signed", 1]``. The text is
for tables, which want a key of one column: ``charter-2025/country:ARM/signed/1``. Of keys of
which one at most is set, the text has only that one, behind what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.db.models.functions import Collate

from relations.querysets import Rows

from .seen import arc_of

Key = list[Any]
# The collations that order texts by their letters' numbers, as Python does, whatever the
# language of the server.
PLAIN_ORDER = {"sqlite": "BINARY", "postgresql": "C"}


def leaves(model: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give the columns that make up a natural key: their paths, as for values(), and fields."""
    for name in model.natural_key_fields:
        field = model._meta.get_field(name)
        if field.is_relation:
            yield from leaves(field.related_model, f"{prefix}{name}__")
        else:
            yield f"{prefix}{name}", field


def in_key_order(rows: Rows, vendor: str) -> Rows:
    """Order rows by their natural keys, alike on every database (its ``vendor``)."""
    orders = []
    for path, field in leaves(rows.model):
        is_text = field.get_internal_type() in ("CharField", "SlugField", "TextField")
        column: Any = Collate(path, PLAIN_ORDER[vendor]) if is_text else F(path)
        orders.append(column.asc(nulls_first=True))
    return rows.order_by(*orders)


def identifier(model: Any, key: Key | None) -> str | None:
    """Write a natural key as one text; None for None.

    No two keys of a model have the same text: a slash within a part is written ~1, a tilde
    ~0, as JSON Pointer does (RFC 6901), and each part has as many parts as its model's key.
    """
    if key is None:
        return None
    arc = {field.name for field in arc_of(model)}
    texts: list[str] = []
    arc_place = None
    for name, part in zip(model.natural_key_fields, key, strict=True):
        field = model._meta.get_field(name)
        if name in arc:
            if arc_place is None:
                arc_place = len(texts)
                texts.append("")
            if part is not None:
                short = name.removeprefix("actor_").removeprefix("target_")
                texts[arc_place] = f"{short}:{identifier(field.related_model, part)}"
        elif field.is_relation:
            texts.append(str(identifier(field.related_model, part)))
        else:
            texts.append(str(part).replace("~", "~0").replace("/", "~1"))
    return "/".join(texts)
