"""The day that a page is about: ``?as_of=2020-11-10``, else today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

WORD = "as_of"
OTHER_PAGE = ("page", WORD)  # words that another day has another value of


@dataclass(frozen=True)
class AsOf:
    """What the reader asked for.

    ``day`` is the day to show. ``given`` is it only where the reader chose one, else
    None; ``problem`` says in words why what was given is no day, '' where it is.
    """

    day: dt.date
    given: dt.date | None = None
    problem: str = ""

    @property
    def parameter(self) -> str:
        """The part of a query that keeps the day in links: '' or 'as_of=2020-11-10'."""
        return f"{WORD}={self.given.isoformat()}" if self.given else ""


def as_of(request: HttpRequest) -> AsOf:
    """Read the day from the URL. What is no day is said, and today is shown."""
    text = request.GET.get(WORD, "").strip()
    if not text:
        return AsOf(timezone.localdate())
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return AsOf(
            timezone.localdate(),
            problem=_("“%(value)s” is not a day: write 2020-11-10. This page shows today.")
            % {"value": text[:40]},
        )
    return AsOf(day, given=day)


def as_of_context(request: HttpRequest, chosen: AsOf) -> dict[str, Any]:
    """Give what ``_as_of.html`` needs: the day, and the rest of the query to keep."""
    query = request.GET.copy()
    for word in OTHER_PAGE:
        query.pop(word, None)
    kept = [(word, value) for word, values in query.lists() for value in values if value]
    return {"as_of": chosen, "kept": kept, "today_query": query.urlencode()}
