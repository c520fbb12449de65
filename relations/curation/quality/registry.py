"""What a check is, and the list of all of them.

A check is a function that yields :class:`Found`; ``@check`` puts it on the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.models.quality import token

KEY_LENGTH = 200


class Weight(IntEnum):
    """How sure a finding is; heavier ones come first."""

    CHORE = 1
    DOUBT = 2
    ERROR = 3

    @property
    def label(self) -> str | Promise:
        return {
            Weight.ERROR: _("cannot be right"),
            Weight.DOUBT: _("doubtful"),
            Weight.CHORE: _("to be done"),
        }[self]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a check.

    ``records`` are what it is about, the one to mend first; ``facts`` what it rests on, so
    that a dismissal ends when they change; ``detail`` tells two findings on the same
    records apart and must not change with the facts; ``also`` are further records to look
    at, which may come and go.
    """

    records: tuple[Model, ...]
    sentence: str
    facts: Any = ()
    detail: str = ""
    also: tuple[Model, ...] = ()

    def key(self, check: str) -> str:
        """Give what this finding is called in every run."""
        tokens = sorted(token(record) for record in self.records)
        key = f"{check}:{self.detail}|{'|'.join(tokens)}|"
        if len(key) <= KEY_LENGTH:
            return key
        return f"{key[: KEY_LENGTH - 34]}|{_digest(key)}|"

    def fingerprint(self) -> str:
        return _digest(repr(self.facts))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


Finder = Callable[[], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, its title for people, how heavy its findings are, and what finds them."""

    name: str
    title: str | Promise
    weight: Weight
    find: Finder

    def run(self) -> Iterator[Found]:
        """Yield each finding once."""
        seen: set[str] = set()
        for found in self.find():
            key = found.key(self.name)
            if key not in seen:
                seen.add(key)
                yield found


CHECKS: dict[str, Check] = {}


def check(title: str | Promise, weight: Weight) -> Callable[[Finder], Finder]:
    """Put a function on the list of checks, under its own name."""

    def put(find: Finder) -> Finder:
        name = find.__name__
        if name in CHECKS:
            raise ValueError(f"There are two checks called {name}.")
        CHECKS[name] = Check(name, title, weight, find)
        return find

    return put


def in_order() -> list[Check]:
    """Give all checks, the heaviest first."""
    return sorted(CHECKS.values(), key=lambda c: -c.weight)
