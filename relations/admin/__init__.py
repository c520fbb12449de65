"""The admin, a module a subject as the models; imported here so that Django finds it."""

from django.contrib import admin

from . import (
    accounts,
    actors,
    agreement,
    alias,
    claim,
    data_set,
    incompatibility,
    membership,
    quality,
    saved_filters,
    source,
    statement,
)

__all__ = [
    "accounts",
    "actors",
    "agreement",
    "alias",
    "claim",
    "data_set",
    "incompatibility",
    "membership",
    "quality",
    "saved_filters",
    "source",
    "statement",
]

admin.site.site_header = "geopol"
admin.site.site_title = "geopol"
admin.site.index_title = "Curation"
