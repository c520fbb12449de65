"""The citation of a page as a file: BibTeX, RIS, CSL-JSON, text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relations.citing.citation import Citation, citation_of
from relations.citing.formats import FORMATS
from relations.reading.actors import current_slugs, find_actor
from relations.reading.addresses import find_record

from .taking import taking_pair


@require_safe
def cite(request: HttpRequest, place: str, slug: str, form: str) -> HttpResponse:
    """Give the citation of a record; at a former slug, lead to where it is now."""
    found = find_record(place, slug)
    if found.moved:
        return redirect("cite", place, found.record.slug, form, permanent=True)
    url = request.build_absolute_uri(found.record.get_absolute_url())
    return _file(citation_of(found.record, url, timezone.localdate()), form)


@require_safe
def cite_pair(request: HttpRequest, first: str, second: str, form: str) -> HttpResponse:
    """Give the citation of the page of two actors, in the one order that it has."""
    wanted = sorted(current_slugs([first, second]))
    if [first, second] != wanted:
        return redirect("cite-pair", *wanted, form, permanent=True)
    actors = [find_actor(slug) for slug in wanted]
    if first == second or None in actors:
        raise Http404(_("A pair needs two different countries or organizations."))
    citation = taking_pair(request, *actors).citation
    assert citation is not None  # noqa: S101 a pair always has one
    return _file(citation, form)


def _file(citation: Citation, form: str) -> HttpResponse:
    chosen = FORMATS[form]
    response = HttpResponse(chosen.write(citation), content_type=chosen.content_type)
    if form != "txt":
        response["Content-Disposition"] = f'attachment; filename="{citation.key}.{form}"'
    return response
