"""The releases of the data: what can be taken, what changed, and the files themselves."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from relations.citing.formats import as_bibtex, as_text
from relations.curation.history import whole_number
from relations.exporting.formats import FORMATS
from relations.exporting.published import tables
from relations.exporting.releases import Release, find_release, releases
from relations.exporting.releases.changelog import Change, read_changes
from relations.exporting.releases.shelf import CHANGES_JSON, ReleaseFile
from relations.exporting.writing import LICENCE

# Changes on one page.
MANY = 100
A_YEAR = 365 * 24 * 3600
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TableCounts:
    """How many records of a table were added, changed and removed."""

    name: str
    added: int
    changed: int
    removed: int


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Say in which formats the data can be taken, and list the releases."""
    found = releases()
    latest = found[0] if found else None
    context = {**_about(latest), "earlier": found[1:], "formats": FORMATS.values()}
    return render(request, "relations/data.html", context)


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Show one release."""
    found = _release(number)
    context = {**_about(found), "counts": found.counts}
    return render(request, "relations/data_release.html", context)


@require_safe
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Show what changed from the release before; ``table`` and ``page`` say what of it."""
    found = _release(number)
    if found.since is None:
        raise Http404(_("The first release has none before it."))
    counts = [
        TableCounts(name, **{word: of.get(word, 0) for word in ("added", "changed", "removed")})
        for name, of in found.changes.items()
    ]
    table = request.GET.get("table", "")
    table = table if table in found.changes else ""
    page = whole_number(request.GET.get("page", "")) or 1
    pages = max(math.ceil(found.changed_in(table) / MANY), 1)
    if page > pages:
        raise Http404(_("These changes have %(pages)d pages.") % {"pages": pages})
    context = {
        "release": found,
        "counts": counts,
        "table": table,
        "changes": _changes(found, table, page),
        "page": page,
        "previous": page - 1,
        "next": page + 1 if page < pages else 0,
    }
    return render(request, "relations/data_changes.html", context)


@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    """Say what each table and column means; the terms of our RDF stand here."""
    return render(request, "relations/data_vocabulary.html", {"tables": tables()})


def _etag(request: HttpRequest, number: int, name: str) -> str | None:
    found = _file(number, name)
    return f'"{found[1].sha256}"' if found else None


@require_safe
@condition(etag_func=_etag)
def file(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """Give a file of a release. It never changes: whoever has it need not ask again."""
    found = _file(number, name)
    if found is None:
        raise Http404(_("This release has no such file."))
    kept, described = found
    try:
        content = (kept.folder / described.name).open("rb")
    except OSError as error:
        log.error("A file of release %d can't be read: %s", number, error)
        raise Http404(_("This file of the release is missing here.")) from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"geopol-{number}-{described.name}",
        content_type=described.content_type,
    )
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response["Link"] = f'<{LICENCE[1]}>; rel="license", <{kept.edition.address}>; rel="cite-as"'
    if described.content_type == "application/zip":
        # Compressed as it is: to compress it again would take time and lose its length.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return response


def _changes(found: Release, table: str, page: int) -> list[Change]:
    """Give a page of the changes; those of a table stand together, in the tables' order."""
    before = takewhile(lambda name: name != table, found.changes) if table else ()
    first = sum(map(found.changed_in, before))
    start = first + (page - 1) * MANY
    stop = min(start + MANY, first + found.changed_in(table))
    try:
        return list(read_changes(found.folder / CHANGES_JSON, start, stop))
    except (OSError, ValueError, KeyError) as error:
        log.error("The changes of release %d can't be read: %r", found.number, error)
        raise Http404(_("The list of changes of this release is damaged here.")) from error


def _release(number: int) -> Release:
    found = find_release(number)
    if found is None:
        raise Http404(_("There is no release of this number."))
    return found


def _file(number: int, name: str) -> tuple[Release, ReleaseFile] | None:
    """Find a file by its name among those of the manifest, which are all that can be had."""
    found = find_release(number)
    described = found.file(name) if found else None
    return (found, described) if found and described else None


def _about(found: Release | None) -> dict[str, Any]:
    if found is None:
        return {"release": None, "licence": LICENCE}
    cited = found.edition.cited
    return {
        "release": found,
        "licence": LICENCE,
        "citation": as_text(cited),
        "bibtex": as_bibtex(cited),
        "beside": [file for file in found.files if not file.format],
        "main": [file for file in found.files if file.format],
    }
