"""Filters that put stored values into words. They compute nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from relations.dates import PartialDate
from relations.drawing.svg import Cell
from relations.vocabularies import MembershipStatus

register = template.Library()


@register.filter
def when(date: Any) -> str:
    """Say a partial date in words; '' for none. Takes its notation as well."""
    if not date:
        return ""
    return (date if isinstance(date, PartialDate) else PartialDate.parse(str(date))).words()


@register.filter
def grouped(number: int) -> str:
    """Write a number with its thousands apart, as the reader's language does: 10,573."""
    return number_format(number, force_grouping=True)


@register.filter
def options(choices: Iterable[Any]) -> SafeString:
    """Draw the choices of a select with their counts: hundreds, a long time in a template."""
    written = {count: grouped(count) for count in {choice.count for choice in choices}}
    return mark_safe(
        "".join(
            f'<option value="{escape(c.value)}">{escape(c.label)} ({written[c.count]})</option>'
            for c in choices
        )
    )


@register.filter
def table_rows(rows: Iterable[Iterable[Cell]]) -> SafeString:
    """Draw the rows of a picture's table: a thousand cells, a long time in a template."""
    return mark_safe("".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows))


def _cell(cell: Cell) -> str:
    inside = str(conditional_escape(cell.text))
    if cell.href:
        inside = f'<a href="{conditional_escape(cell.href)}">{inside}</a>'
    return f"<td>{inside}</td>"


@register.filter
def moved(share: float) -> str:
    """Say by how much a share moved, in hundredths: +1.6, −0.5; a dash for not at all."""
    hundredths = round(100 * share, 1)
    if not hundredths:
        return "–"
    return f"{hundredths:+.1f}".replace("-", "−")


@register.filter
def status_label(status: str) -> str:
    """Say the status of a membership; a dash where no act says one."""
    return str(MembershipStatus(status).label) if status else "–"


@register.simple_tag
def disputed(disputes: Any, record: Any, *fields: str) -> str:
    """Say at a fact that sources disagree on it, where the ``disputes`` of the page know so.

    No inclusion tag: a long page asks hundreds of times, nearly always in vain.
    """
    found = [disputes.on(record, field) for field in fields] if disputes else []
    if not any(found):
        return ""
    return render_to_string("relations/_disputed.html", {"found": filter(None, found)})
