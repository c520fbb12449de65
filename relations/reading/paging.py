"""One page of a list at any depth: first the keys by the indexed order, then the rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from relations.querysets import Rows

NEIGHBOURS = 2


@dataclass
class Page:
    """Where the reader is, and the keys of the rows to show, in their order.

    ``more`` says that there are more rows than ``count``, which pages don't show.
    """

    number: int
    per_page: int
    count: int
    keys: list[int] = field(default_factory=list)
    more: bool = False

    @property
    def num_pages(self) -> int:
        return max(1, math.ceil(self.count / self.per_page))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.per_page + 1

    @property
    def last_row(self) -> int:
        return min(self.number * self.per_page, self.count)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.num_pages else None

    @property
    def near(self) -> list[int | None]:
        """The numbers to link: first, last and neighbours; None where some are left out."""
        around = range(self.number - NEIGHBOURS, self.number + NEIGHBOURS + 1)
        numbers = sorted({1, *around, self.num_pages} & set(range(1, self.num_pages + 1)))
        links: list[int | None] = []
        for number in numbers:
            gap = number - (links[-1] or 0) if links else 1
            if gap > 1:
                # Dots for one number would take its place without saving any.
                links.append(number - 1 if gap == 2 else None)
            links.append(number)
        return links


def page_among(count: int, wanted: str | None, per_page: int) -> Page:
    """Give a page of so many rows, its keys unread; ``wanted`` is what the URL says."""
    page = Page(1, per_page, count)
    page.number = min(max(_number(wanted), 1), page.num_pages)
    return page


def page_of(ordered: Rows, wanted: str | None, per_page: int) -> Page:
    """Give a page of rows that are in a total order; the nearest one where it isn't there.

    ``wanted`` is what the URL says. Two queries. In the second half of a long list the
    keys are read from its end, so that the last page is as quick as the first.
    """
    count = ordered.count()
    page = page_among(count, wanted, per_page)
    start, stop = page.first_row - 1, page.last_row
    keys: Any = ordered.values_list("pk", flat=True)
    if start <= count // 2:
        page.keys = list(keys[start:stop])
    else:
        page.keys = list(keys.reverse()[count - stop : count - start])[::-1]
    return page


def page_of_first(keys: list[int], most: int, wanted: str | None, per_page: int) -> Page:
    """Give a page of a list without end, of which the first ``most`` rows are shown.

    ``keys`` are those of the rows in their order, and of one more where there are more.
    """
    page = page_among(min(len(keys), most), wanted, per_page)
    page.more = len(keys) > most
    page.keys = keys[page.first_row - 1 : page.last_row]
    return page


def counted(rows: Rows, most: int) -> tuple[int, bool]:
    """Count rows up to ``most``, all where that is 0; and say whether there are more."""
    # Without an order the database may stop at the first rows that it finds.
    keys = rows.order_by().values("pk")
    count = (keys[: most + 1] if most else keys).count()
    return (most, True) if most and count > most else (count, False)


def _number(text: str | None) -> int:
    text = (text or "").strip()
    if not text.isascii() or not text.lstrip("-").isdigit():
        return 1
    digits = text.lstrip("-")
    return -1 if text.startswith("-") else int(digits) if len(digits) < 12 else 10**12


def in_order_of(keys: list[int], rows: Rows) -> list[Any]:
    """Give the rows with these keys, in the order of the keys."""
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]
