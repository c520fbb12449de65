"""Every public page that is kept, at one address each, on the small world of the exports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from relations.exporting.formats import FORMATS
from relations.exporting.releases import make_release, making
from relations.models import Agreement
from tests import factories as f
from tests.exporting.worlds import small_world

PAGES = [
    "/",
    "/search/?q=armenia",
    "/search/suggest/?q=arm",
    "/about/",
    "/between/",
    "/between/armenia/eaeu/",
    "/between/armenia/eaeu/cite.txt",
    "/countries/",
    "/countries/armenia/",
    "/countries/armenia/cite.bib",
    "/countries/armenia/versions/",
    "/countries/armenia/memberships.svg",
    "/organizations/?sort=-name",
    "/organizations/eaeu/",
    "/organizations/eaeu/memberships.svg",
    "/organizations/eaeu/map.svg",
    "/agreements/?party=armenia",
    "/agreements/charter/",
    "/agreements/charter/?as_of=2020-01-15",
    "/agreements/charter/lifecycle.svg",
    "/agreements/charter/map.png",
    "/statements/?page=1",
    "/statements/said/",
    "/positions/",
    "/positions/changes/",
    "/people/",
    "/people/speaker/",
    "/memberships/",
    "/incompatibilities/",
    "/scopes/energy/",
    "/sources/",
    "/sources/source/",
    "/data/",
    "/data/vocabulary/",
    "/data/2/",
    "/data/2/changes/",
    "/changes/",
    "/glossary/",
    "/unavailable/",
    "/feeds/all.atom",
    "/feeds/agreements.atom?party=armenia",
    "/feeds/statements.atom",
    "/feeds/countries/armenia.atom",
    "/feeds/organizations/eaeu.atom",
    "/feeds/agreements/charter.atom",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-agreements.xml",
    "/network/",
    "/network/network.svg",
    "/drift/",
    "/drift/method/",
    "/drift/armenia/eaeu/russia/",
    "/drift/armenia/eaeu/russia/ties.svg",
]
# Addresses that lead elsewhere, and files of releases, which never change.
OTHERS = {"favicon.ico", "language/", "data/<int:number>/files/<str:name>"}


def world() -> None:
    """Fill the database."""
    small_world()
    # A second member, so that there is a map; on the day there are two, there is a network.
    for code, slug in (("GEO", "georgia"), ("RUS", "russia")):
        country = f.CountryFactory(code=code, slug=slug, name=slug.title())
        f.PartyFactory(agreement=Agreement.objects.get(slug="charter"), actor_country=country)


def two_releases(monkeypatch: Any) -> None:
    """Make two releases of few formats."""
    some = {name: FORMATS[name] for name in ("csv", "sqlite")}
    monkeypatch.setattr(making, "FORMATS", some)
    for day, summary in ((1, "A summary."), (2, "Another.")):
        Agreement.objects.filter(slug="charter").update(summary=summary)
        make_release(dt.date(2026, 11, day))
