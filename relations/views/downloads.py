"""``?format=csv`` on a list: its filtered rows to take away, all pages, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relations.exporting import FORMATS, KINDS, About, Kind, exported, write
from relations.exporting.published import at_one_moment
from relations.exporting.writing import CONTENT_TYPES, LICENCE, UnreadableTable, meanings
from relations.loading.table_files import XLSX_ROWS
from relations.querysets import Rows

from .as_of import AsOf
from .filters import ListFilter, showing

LONGEST_NAME = 100


@dataclass(frozen=True)
class Download:
    """What is to be taken away: the kind of record, the rows in their order, their filters."""

    name: str
    title: Any
    rows: Rows
    day: AsOf
    filters: ListFilter


@dataclass(frozen=True)
class Links:
    """The addresses of a list's downloads, and what their columns hold, drawn."""

    formats: list[tuple[str, str]]
    columns: SafeString


def downloads(name: str, params: QueryDict) -> Links:
    """Give the links of a list's downloads: the same filters and order, another format."""
    return links_of(KINDS[name], params)


def links_of(kind: Kind, params: QueryDict) -> Links:
    """Give the links of the downloads of rows of a kind."""
    links = [(label, showing.address(params, format=word)) for word, label in FORMATS.items()]
    return Links(links, _columns(kind, get_language()))


@lru_cache(maxsize=64)
def _columns(kind: Kind, _language: str) -> SafeString:
    return render_to_string("relations/_columns.html", {"columns": meanings(kind)})


def no_format(wanted: str) -> str:
    """Say that there is no such format."""
    return _("“%(value)s” is no format here: take csv, json or xlsx.") % {"value": wanted[:40]}


def wanted_download(
    request: HttpRequest, wanted: str, download: Download
) -> tuple[HttpResponseBase | None, str]:
    """Give the file that the URL asks for; or None, and why there is none."""
    if wanted not in FORMATS:
        return None, no_format(wanted)
    count = download.rows.count()
    if wanted == "xlsx" and count > XLSX_ROWS:
        return None, _(
            "XLSX holds %(most)d rows at most, and this list has %(count)d: filter it, or take CSV."
        ) % {"most": XLSX_ROWS, "count": count}
    try:
        return _file(request, wanted, download, count), ""
    except UnreadableTable as error:
        return None, str(error)


def _file(request: HttpRequest, wanted: str, download: Download, count: int) -> HttpResponseBase:
    kind = KINDS[download.name]
    filters = {w: v for w, v in request.GET.lists() if any(v) and w not in NOT_SAID}
    about = about_rows(request, str(download.title), download.day, count, filters)
    rows = exported(download.rows, kind, download.day.day, site_of(request))
    content = at_one_moment(write(wanted, about, kind, rows))
    return attached(content, wanted, file_name(download, request), about)


def site_of(request: HttpRequest) -> str:
    """Give scheme and host of the addresses in a file."""
    return request.build_absolute_uri("/").rstrip("/")


def about_rows(
    request: HttpRequest, title: str, day: AsOf, rows: int, filters: dict[str, Any]
) -> About:
    """Say what a file of rows is: of which page, day and filters, and made now."""
    return About(
        title=title,
        address=site_of(request) + request.path + showing.address(request.GET).removesuffix("?"),
        as_of=day.day.isoformat(),
        made=timezone.now().isoformat(timespec="seconds"),
        rows=rows,
        filters=filters,
    )


def attached(
    content: Iterator[bytes], wanted: str, name: str, about: About
) -> StreamingHttpResponse:
    """Give a file to keep, with its licence and the page that it is of."""
    response = StreamingHttpResponse(content, content_type=CONTENT_TYPES[wanted])
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
    response["Link"] = f'<{LICENCE[1]}>; rel="license", <{about.address}>; rel="canonical"'
    return response


# Words of the address that say nothing of what is in the file.
NOT_SAID = (showing.PAGE, showing.FORMAT)


def file_name(download: Download, request: HttpRequest) -> str:
    """Say what is in a file: geopol-agreements-party-armenia-as_of-2020-11-10."""
    said = [
        f"{word}-{value}"
        for word, values in request.GET.lists()
        for value in values
        if value and word in download.filters.filters and word != showing.SORT
    ]
    words = slugify("-".join([request.path.strip("/"), *said]))[:LONGEST_NAME].rstrip("-")
    return f"geopol-{words}-{download.day.day.isoformat()}"
