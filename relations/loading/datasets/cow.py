"""States by the numbers of the Correlates of War project, which several data sets use."""

from __future__ import annotations

from typing import Any

from relations.dates import PartialDate

from .adapter import Rejected
from .parted_dates import whole
from .rows import Row
from .vocabulary import Reason
from .work import Work


def state(work: Work, row: Row, column: str, on: PartialDate | None) -> Any:
    """Give the actor whose COW number a cell holds, on a date; a column of R may say 365.0.

    Raises Rejected where it is no number, or where nobody of ours has it then.
    """
    number = whole(row[column])
    if number is None:
        raise Rejected(Reason.NO_NAME, column)
    row.cells[column] = str(number)
    return work.actor(row, column, schemes=("cow",), on=on)
