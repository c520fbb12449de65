"""What readers see as a whole: whether anything of it has changed, cheaply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import CharField, Func, Value
from django.db.models.functions import Coalesce

from relations.models import Stamp
from relations.triggers.stamps import SETTING


@dataclass(frozen=True)
class Publication:
    """The state of the whole database as readers see it.

    ``stamp`` is the version of the site: another one after every write, and never again one
    that was there before it. ``changed`` is when the last was made, None before the first.
    """

    stamp: str
    changed: dt.datetime | None


def publication() -> Publication:
    """Give the present state. One query of a few short rows.

    Who reads between two equal stamps has read one state: each transaction that is committed
    leaves another (:mod:`relations.triggers.stamps`), and here each write of one's own.
    """
    own: Any = Value("")
    if connection.vendor == "postgresql":
        own = Func(
            Value(SETTING), Value(True), function="current_setting", output_field=CharField()
        )
    rows = (
        Stamp.objects.order_by("pk")
        .annotate(own=Coalesce(own, Value("")))
        .values_list("token", "own", "at")
    )
    stamps = list(rows)
    tokens = [token for token, _own, _at in stamps] + [own for _token, own, _at in stamps[:1]]
    return Publication(
        "-".join(filter(None, tokens)), max((at for *_words, at in stamps), default=None)
    )
