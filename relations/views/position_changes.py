"""Changes of position: both quotations side by side, with filters, pages and files."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from relations.exporting import FORMATS, write
from relations.exporting.position_change import POSITION_CHANGE, exported_changes
from relations.exporting.writing import UnreadableTable
from relations.reading.paging import page_among
from relations.reading.position_changes import MOST, Change, TooMany, shown

from .as_of import AsOf, as_of, as_of_context
from .downloads import about_rows, attached, links_of, no_format, site_of
from .filters import showing
from .filters.position_change import PositionChangeFilter
from .filters.selects import chips

PER_PAGE = 20


def position_changes(request: HttpRequest) -> HttpResponseBase:
    """Show a page of the changes, or hand all of them out: ``format`` csv, json or xlsx."""
    day = as_of(request)
    filters = PositionChangeFilter(request.GET, on=day.given)
    changes, problem = _found(filters)
    if wanted := request.GET.get(showing.FORMAT):
        response, refusal = _download(request, wanted, changes, day)
        if response is not None:
            return response
        problem = problem or refusal
    page = page_among(len(changes), request.GET.get(showing.PAGE), PER_PAGE)
    context = {
        "filters": filters,
        "problem": problem,
        "chips": chips(filters.form, request.GET, partial(showing.address, request.GET)),
        "changes": shown(changes[page.first_row - 1 : page.last_row]),
        "page_obj": page,
        "page_base": showing.page_base(request.GET),
        "carried": showing.carried(request.GET),
        "downloads": links_of(POSITION_CHANGE, request.GET),
        **as_of_context(request, day),
    }
    return render(request, "relations/position_changes.html", context)


def _found(filters: PositionChangeFilter) -> tuple[list[Change], str]:
    """Give the changes; or none, and why they can't be told."""
    try:
        return filters.changes(), ""
    except TooMany:
        return [], too_many()


def too_many() -> str:
    """Say what to do where there are too many positions to compare."""
    return _(
        "More than %(most)d positions would have to be compared: choose on whose behalf, a "
        "speaker or what it is about."
    ) % {"most": MOST}


def _download(
    request: HttpRequest, wanted: str, changes: list[Change], day: AsOf
) -> tuple[HttpResponse | StreamingHttpResponse | None, str]:
    """Give the file that the URL asks for; or None, and why there is none."""
    if wanted not in FORMATS:
        return None, no_format(wanted)
    filters = {word: values for word, values in request.GET.lists() if word != showing.FORMAT}
    about = about_rows(request, _("Changes of position"), day, len(changes), filters)
    try:
        rows = exported_changes(changes, site_of(request))
        content = write(wanted, about, POSITION_CHANGE, rows)
    except UnreadableTable as error:
        return None, str(error)
    return attached(content, wanted, f"geopol-position-changes-{day.day.isoformat()}", about), ""
