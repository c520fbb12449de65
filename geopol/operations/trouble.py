"""What it means for who asked that the database refused: words for an error of a database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import Error, InterfaceError, OperationalError


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble, and how many seconds later it may be over."""

    kind: str
    retry_after: int


SLOW = Trouble("slow", 60)  # the query was broken off
BUSY = Trouble("busy", 30)  # somebody else writes the same
FULL = Trouble("full", 600)  # no room left to write
AWAY = Trouble("away", 30)  # no answer, or none that can be written to

# PostgreSQL's codes; the first two characters are the class.
_BY_CODE = {
    "57014": SLOW,
    "55P03": BUSY,
    "40001": BUSY,
    "40P01": BUSY,
    "53100": FULL,
    "53": AWAY,
    "57": AWAY,
    "08": AWAY,
    "25006": AWAY,
    "25P03": AWAY,
}
_BY_WORDS = (
    (re.compile("is locked"), BUSY),
    (re.compile("disk is full"), FULL),
    (re.compile("disk I/O error|unable to open|readonly database"), AWAY),
)


def trouble(error: BaseException | None) -> Trouble | None:
    """Tell the trouble that an error of the database stands for; None where it is our mistake."""
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    if type(cause).__module__.startswith("psycopg"):
        code = getattr(cause, "sqlstate", None)
        if code is None:  # the client's own: the connection couldn't be made, or broke
            return AWAY if isinstance(error, OperationalError | InterfaceError) else None
        return _BY_CODE.get(code) or _BY_CODE.get(code[:2])
    return next((found for words, found in _BY_WORDS if words.search(str(error))), None)
