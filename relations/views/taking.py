"""What every record's page offers to take away: a citation, a feed, and itself for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import _json_script_escapes  # type: ignore[attr-defined]
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

from relations.citing import schema_org
from relations.citing.citation import Citation, citation_of, citation_of_pair, one_line
from relations.citing.formats import FORMATS, as_text
from relations.reading.addresses import PLACE_OF

# The list that a record's page hangs under.
LISTS = {
    "country": (gettext_lazy("Countries"), "country-list"),
    "organization": (gettext_lazy("Organizations"), "organization-list"),
    "agreement": (gettext_lazy("Agreements"), "agreement-list"),
    "statement": (gettext_lazy("Statements"), "statement-list"),
    "source": (gettext_lazy("Sources"), "source-list"),
    "scope": (gettext_lazy("Scopes"), "about"),
}
TERRITORIES = {"en": "en_GB", "ru": "ru_RU"}
OPEN_GRAPH_TYPES = {"person": "profile", "statement": "article", "agreement": "article"}
DESCRIBE: dict[str, Callable[..., schema_org.Node]] = {
    "country": lambda c, a: schema_org.country(c["page"], a),
    "organization": lambda c, a: schema_org.organization(c["page"], a),
    "agreement": lambda c, a: schema_org.agreement(c["page"], a),
    "statement": lambda c, a: schema_org.statement(c["statement"], c["citations"], a),
    "person": lambda c, a: schema_org.person(c["page"], a),
    "scope": lambda c, a: schema_org.scope(c["scope"], a),
    "source": lambda c, a: schema_org.source(c["source"], a),
}


@dataclass(frozen=True)
class Taking:
    """What ``_head.html`` and ``_cite.html`` show of one page."""

    title: str
    url: str
    description: str = ""
    open_graph_type: str = "website"
    json_ld: SafeString | str = ""
    feed: str = ""
    versions: str = ""
    citation: Citation | None = None

    @property
    def text(self) -> str:
        """The citation as a sentence."""
        return as_text(self.citation) if self.citation else ""

    @property
    def locale(self) -> str:
        """The language of the page as Open Graph writes it, with a territory: en_GB."""
        locale = to_locale(get_language() or "en")
        return TERRITORIES.get(locale, locale)

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """Name and address of the citation in each format."""
        return [(form.name, f"{self.url}cite.{ending}") for ending, form in FORMATS.items()]


def taking_away(
    request: HttpRequest, context: dict[str, Any], record: Any, *, reviewed: bool
) -> Taking:
    """Give what the page of a record offers. ``context`` is that of the page. One query."""
    kind = str(record._meta.model_name)
    absolute = request.build_absolute_uri
    path = record.get_absolute_url()
    steps = [("geopol", "/")]
    if kind in LISTS:
        steps.append((str(LISTS[kind][0]), reverse(LISTS[kind][1])))
    node = schema_org.without_gaps(DESCRIBE[kind](context, absolute))
    return Taking(
        title=str(record),
        url=absolute(path),
        description=gist(record),
        open_graph_type=OPEN_GRAPH_TYPES.get(kind, "website"),
        json_ld=json_ld(node, schema_org.breadcrumbs([*steps, (str(record), path)], absolute)),
        feed=_feed(PLACE_OF[kind], record.slug),
        versions=reverse("versions", args=[PLACE_OF[kind], record.slug]),
        citation=citation_of(record, absolute(path), timezone.localdate(), reviewed=reviewed),
    )


def taking_pair(request: HttpRequest, first: Any, second: Any) -> Taking:
    """Give what the page of two actors offers. No query."""
    path = reverse("pair", args=[first.slug, second.slug])
    absolute = request.build_absolute_uri
    citation = citation_of_pair(first, second, absolute(path), timezone.localdate())
    steps = [("geopol", "/"), (_("Between two"), reverse("between")), (citation.title, path)]
    return Taking(
        title=citation.title,
        url=absolute(path),
        description=_(
            "What ties them: agreements, shared memberships, what each says of the other."
        ),
        json_ld=json_ld(
            schema_org.pair(first, second, absolute, path), schema_org.breadcrumbs(steps, absolute)
        ),
        citation=citation,
    )


def taking_about(request: HttpRequest) -> Taking:
    """Give what the page about the site offers: the whole, as a data set. No query."""
    absolute = request.build_absolute_uri
    title = _("About geopol")
    description = _(
        "A curated record of how states and organizations are tied: what they agreed, where they"
        " belong, and what they say, each fact with its source."
    )
    steps = [("geopol", "/"), (title, reverse("about"))]
    return Taking(
        title=title,
        url=absolute(reverse("about")),
        description=description,
        feed=reverse("feed-all"),
        json_ld=json_ld(
            schema_org.dataset("geopol", description, absolute),
            schema_org.breadcrumbs(steps, absolute),
        ),
    )


def gist(record: Any) -> str:
    """Say in a sentence or two what a record is about; '' where it doesn't say."""
    text = getattr(record, "summary", "") or getattr(record, "description", "")
    return Truncator(one_line(text)).words(30)


def json_ld(*nodes: schema_org.Node) -> SafeString:
    """Give the text of a data block, with which no title can end the block."""
    text = json.dumps({"@context": schema_org.CONTEXT, "@graph": nodes}, ensure_ascii=False)
    return mark_safe(text.translate(_json_script_escapes))  # noqa: S308 escaped just so


def _feed(place: str, slug: str) -> str:
    """Give the address of the record's own feed, '' for a kind of record that has none."""
    try:
        return reverse(f"feed-{place}", args=[slug])
    except NoReverseMatch:
        return ""
