"""What each file says of itself: title, version, day, licence, and how it is cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings

from relations.citing.citation import SITE, Citation
from relations.citing.formats import as_text
from relations.exporting.writing import LICENCE

TITLE = "geopol: agreements, memberships and stated positions of states and organizations"
SPDX = "CC-BY-4.0"
UNNUMBERED = "unnumbered"
T = TypeVar("T")
# Follows rows as they are written: takes their name, how many there are, and the rows.
Watch = Callable[[str, int, Iterator[T]], Iterator[T]]


def unwatched(name: str, total: int, rows: Iterator[Any]) -> Iterator[Any]:
    """Let rows pass."""
    return rows


@dataclass(frozen=True)
class Edition:
    """One state of the data: a release with its number, or an export without one.

    ``day`` is the day that it was made for: states that change by themselves are those of
    that day. ``site`` is the beginning of the addresses, as https://example.org.
    """

    number: int | None
    day: dt.date
    site: str = ""

    @property
    def base(self) -> str:
        return (self.site or settings.SITE_URL).rstrip("/")

    @property
    def version(self) -> str:
        return str(self.number) if self.number else UNNUMBERED

    @property
    def address(self) -> str:
        return f"{self.base}/data/{self.number}/" if self.number else f"{self.base}/data/"

    @property
    def cited(self) -> Citation:
        """The edition as :mod:`relations.citing` writes it in several formats."""
        name = f"release {self.number}" if self.number else "export without a number"
        return Citation(
            key=f"{SITE}-data-{self.version}",
            title=f"{TITLE}, {name}",
            url=self.address,
            accessed=self.day,
        )

    def lines(self) -> dict[str, str]:
        """Give all that is said of an edition, in words for a program and for people."""
        name, url = LICENCE
        return {
            "title": TITLE,
            "version": self.version,
            "date": self.day.isoformat(),
            "address": self.address,
            "licence": name,
            "licence_url": url,
            "citation": as_text(self.cited),
        }

    def readme(self, files: str = "") -> str:
        """Give the text that lies beside the files."""
        said = self.lines()
        return (
            f"# {said['title']}\n\n"
            f"Version: {said['version']}, {said['date']}\n\n"
            f"Address: {said['address']}\n\n"
            f"Licence: {said['licence']}, {said['licence_url']}\n\n"
            f"Cite as: {said['citation']}\n\n"
            "Published records only. Dates are in EDTF (ISO 8601-2), beside the first and the\n"
            "last possible day.\n" + files
        )
