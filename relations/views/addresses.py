"""The addresses of what is taken away: citations, versions, feeds, glossary, sitemap."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, re_path

from relations.citing.formats import FORMATS
from relations.feeds import AgreementListFeed, ChangesFeed, RecordFeed, StatementListFeed
from relations.reading.addresses import PLACES
from relations.sitemaps import SITEMAPS

from . import changes, citing, glossary, robots

PLACE = f"(?P<place>{'|'.join(PLACES)})"
SLUG = "(?P<slug>[-a-zA-Z0-9_]+)"
FORM = f"(?P<form>{'|'.join(name.replace('.', '[.]') for name in FORMATS)})"
PAIR = "(?P<first>[-a-zA-Z0-9_]+)/(?P<second>[-a-zA-Z0-9_]+)"

urlpatterns = [
    re_path(rf"^{PLACE}/{SLUG}/cite\.{FORM}$", citing.cite, name="cite"),
    re_path(rf"^between/{PAIR}/cite\.{FORM}$", citing.cite_pair, name="cite-pair"),
    re_path(rf"^{PLACE}/{SLUG}/versions/$", changes.versions, name="versions"),
    path("changes/", changes.changes, name="changes"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("feeds/all.atom", ChangesFeed(), name="feed-all"),
    path("feeds/agreements.atom", AgreementListFeed(), name="feed-agreement-list"),
    path("feeds/statements.atom", StatementListFeed(), name="feed-statement-list"),
    *(
        path(f"feeds/{place}/<slug:slug>.atom", RecordFeed(), {"place": place}, f"feed-{place}")
        for place in ("countries", "organizations", "agreements")
    ),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
