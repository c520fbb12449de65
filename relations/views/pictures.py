"""Each picture by itself, as SVG and PNG."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.drawing.png import TooLarge, png
from relations.drawing.svg import Picture
from relations.models import Agreement, Country, Organization
from relations.querysets import Rows
from relations.reading import pictures
from relations.reading.lifecycle import words_of_day

from .as_of import as_of
from .details import Moved, lead_on, record_at

Draw = Callable[[Any, Any], Picture | None]


def picture_of(records: Callable[[], Rows], draw: Draw) -> Any:
    """Make the view of a record's picture; a former slug leads to the picture of today."""

    def view(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
        chosen = as_of(request)
        try:
            record = record_at(records(), slug)
        except Moved as moved:
            name = request.path.rpartition("/")[2]
            return lead_on(request, moved.record.get_absolute_url() + name)
        picture = draw(record, chosen.day)
        if picture is None:
            raise Http404(_("There is nothing to draw."))
        return answer(request, picture, ending, slug, words_of_day(chosen.day))

    return view


def answer(
    request: HttpRequest, picture: Picture, ending: str, slug: str, day: str
) -> HttpResponse:
    """Send a picture as a file with a line that says where it is from."""
    site = f"{request.scheme}://{request.get_host()}"
    source = _("%(title)s. As of %(day)s. %(address)s, CC BY 4.0") % {
        "title": picture.title,
        "day": day,
        "address": site + picture.address,
    }
    text = picture.standalone(site, source)
    kind = "svg+xml"
    content: str | bytes = text
    if ending == "png":
        kind = "png"
        try:
            content = png(text)
        except TooLarge as error:
            raise Http404(_("The picture is too large for PNG: take the SVG.")) from error
    response = HttpResponse(content, content_type=f"image/{kind}")
    name = re.sub(r"[^\w-]", "", f"geopol-{slug}-{picture.name}")
    response["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    return response


def _agreements() -> Rows:
    return Agreement.objects.published()


agreement_lifecycle = picture_of(_agreements, pictures.lifecycle)
agreement_map = picture_of(_agreements, pictures.parties)
country_memberships = picture_of(Country.objects.published, pictures.memberships)
organization_bars = picture_of(Organization.objects.published, pictures.members)
organization_map = picture_of(Organization.objects.published, pictures.members_map)
