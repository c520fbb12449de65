"""Changes of position: both quotations side by side, with filters, pages and files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.exporting import FORMATS, About, write
from relations.exporting.position_change import POSITION_CHANGE, exported_changes
from relations.exporting.writing import CONTENT_TYPES, LICENCE, UnreadableTable, meanings
from relations.reading.paging import page_among
from relations.reading.position_changes import MOST, Change, TooMany, shown

from .as_of import AsOf, as_of, as_of_context
from .downloads import Links
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
        "chips": chips(filters.form, request.GET),
        "changes": shown(changes[page.first_row - 1 : page.last_row]),
        "page_obj": page,
        "page_base": showing.page_base(request.GET),
        "carried": showing.carried(request.GET),
        "downloads": _links(request.GET),
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


def _links(params: QueryDict) -> Links:
    links = [(label, showing.address(params, format=word)) for word, label in FORMATS.items()]
    return Links(links, meanings(POSITION_CHANGE))


def _download(
    request: HttpRequest, wanted: str, changes: list[Change], day: AsOf
) -> tuple[HttpResponse | StreamingHttpResponse | None, str]:
    """Give the file that the URL asks for; or None, and why there is none."""
    if wanted not in FORMATS:
        return None, _("“%(value)s” is no format here: take csv, json or xlsx.") % {
            "value": wanted[:40]
        }
    site = request.build_absolute_uri("/").rstrip("/")
    given: dict[str, Any] = dict(request.GET.lists())
    about = About(
        title=_("Changes of position"),
        address=site + request.path + showing.address(request.GET).removesuffix("?"),
        as_of=day.day.isoformat(),
        made=timezone.now().isoformat(timespec="seconds"),
        rows=len(changes),
        filters={word: values for word, values in given.items() if word != showing.FORMAT},
    )
    try:
        content = write(wanted, about, POSITION_CHANGE, exported_changes(changes, site))
    except UnreadableTable as error:
        return None, str(error)
    response = StreamingHttpResponse(content, content_type=CONTENT_TYPES[wanted])
    name = f"geopol-position-changes-{day.day.isoformat()}.{wanted}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Link"] = f'<{LICENCE[1]}>; rel="license", <{about.address}>; rel="canonical"'
    return response, ""
