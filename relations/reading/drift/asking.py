"""Words of a URL, or of a command, as a question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from ..actors import find_actor
from .kinds import Wrong, counting
from .page import Question
from .poles import PREFIX, Pole, find_pole


def find(words: Sequence[str]) -> tuple[Any, tuple[Pole, Pole]]:
    """Find an actor and two poles. Raises Http404 for who isn't known, Wrong for a pole
    that can't be one."""
    actor = None if words[0].startswith(PREFIX) else find_actor(words[0])
    first, second = find_pole(words[1]), find_pole(words[2])
    if actor is None or first is None or second is None:
        raise Http404(_("One of the three is not known here."))
    return actor, (first, second)


def question(
    actor: Any,
    poles: tuple[Pole, Pole],
    given: Mapping[str, Sequence[str]],
    day: dt.date | None = None,
) -> Question:
    """Read what is asked from the words of a URL. Raises Wrong with all that is wrong."""

    def last(word: str) -> str:
        return (given.get(word) or [""])[-1].strip()

    since = last("since")
    if since and not re.fullmatch(r"\d{4}", since):
        raise Wrong({"since": _("Since when: give a year, as 2010.")})
    return Question(
        actor,
        poles,
        counting(given),
        last("data"),
        last("measure") or Question.measure,
        last("compared") or Question.compared,
        int(since) if since else None,
        day,
    )
