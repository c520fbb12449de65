"""Incompatibilities of organizations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.models import Incompatibility

from .base import EVIDENCE, CitationInline, CuratedAdmin


@admin.register(Incompatibility)
class IncompatibilityAdmin(CuratedAdmin):
    list_display = ("__str__", "kind", "statement", "since", "until", "review", "is_sourced")
    list_filter = ("review", "kind")
    search_fields = (
        "=first__acronym",
        "=second__acronym",
        "first__name",
        "second__name",
        "statement__title",
        "ground",
    )
    inlines = (CitationInline,)
    fieldsets = (
        (None, {"fields": (("first", "second"), "kind", "statement", "ground")}),
        (_("Time"), {"fields": (("since", "until"),)}),
        EVIDENCE,
    )
