"""Runs checks while a page waits: small data only, and no longer than a page may take.

Both bounds stand in :mod:`.thresholds`. What is beyond them is for ``manage.py quality``.
Each check is one transaction: what was done when time was up, or the server went down,
is whole, and the next run goes on with what was looked at longest ago.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from django.apps import apps
from django.utils.translation import gettext as _

from relations.models import CheckRun
from relations.models.base import NaturalKeyModel

from . import desk
from .registry import CHECKS, Check
from .thresholds import thresholds

LONG_AGO = datetime.min.replace(tzinfo=UTC)
COMMAND = "python manage.py quality"


def command(name: str = "") -> str:
    """Give the command that runs one check, or all of them."""
    return f"python manage.py quality --check {name}" if name in CHECKS else COMMAND


def too_much(name: str = "") -> str:
    """Say why a check, or all of them, are not run while a page waits; '' where they are.

    At most two queries, which read no more rows than the bound.
    """
    most = thresholds()
    if _rows_up_to(most.page_rows + 1) > most.page_rows:
        return _("There are more than %(rows)s rows: too many to check while a page waits.") % {
            "rows": f"{most.page_rows:,}"
        }
    last = CheckRun.objects.filter(check_name=name).first() if name else None
    if last is not None and last.seconds > most.page_seconds:
        return _("It took %(seconds)s seconds last time: too long while a page waits.") % {
            "seconds": f"{last.seconds:,.0f}"
        }
    return ""


def run(checks: Sequence[Check]) -> tuple[int, list[Check]]:
    """Run checks one by one until a page's time is up; give what is found, and those left.

    Those that ran longest ago come first. One that took longer than what is left of the
    time when it last ran is not begun.
    """
    seconds, begin = thresholds().page_seconds, time.monotonic()
    last = {run.check_name: run for run in CheckRun.objects.all()}
    found, left = 0, []
    ages = {name: run.finished for name, run in last.items()}
    for check in sorted(checks, key=lambda one: ages.get(one.name, LONG_AGO)):
        known = last.get(check.name)
        expected = known.seconds if known else 0
        if time.monotonic() - begin + expected > seconds:
            left.append(check)
        else:
            found += desk.run([check.name])
    return found, left


def _rows_up_to(most: int) -> int:
    """Count the rows that checks may have to read, no further than ``most``. One query."""
    models = apps.get_app_config("relations").get_models()
    first, *others = [
        model._base_manager.order_by().values_list("pk")
        for model in models
        if issubclass(model, NaturalKeyModel)
    ]
    return int(first.union(*others, all=True)[:most].count())
