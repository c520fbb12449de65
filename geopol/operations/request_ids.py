"""The id of a request: one word that joins the lines of all logs about it."""

from __future__ import annotations

import logging
import re
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
# Letters that can't break a line of a log, nor a header, nor a query to a log store.
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

current: ContextVar[str] = ContextVar("request_id", default="")
# Where a request keeps its id, for what is logged of it after it was answered.
KEPT = "geopol.request_id"


def take(offered: str | None) -> str:
    """Give the id that a proxy offers where it is sane, else a new one."""
    if offered and SANE.fullmatch(offered):
        return offered
    return uuid.uuid4().hex


class AddRequestId(logging.Filter):
    """Puts the id of the request that is being answered on each record, or an empty text.

    Django writes its line of a 4xx after the outermost middleware, and names the request.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        asked = getattr(getattr(record, "request", None), "META", {})
        record.request_id = current.get() or asked.get(KEPT, "")
        return True
