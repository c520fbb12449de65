"""Aliases: what others call our actors."""

from typing import Any

from django.contrib import admin

from relations.models import Alias

from .base import RelationsAdmin


@admin.register(Alias)
class AliasAdmin(RelationsAdmin):
    list_display = ("value", "scheme", "of_whom", "begin", "end")
    list_filter = ("scheme",)
    search_fields = ("=value", "actor_country__name", "actor_organization__name", "note")
    fields = ("scheme", "value", ("actor_country", "actor_organization"), ("begin", "end"), "note")

    @admin.display(description="actor")
    def of_whom(self, alias: Any) -> Any:
        return alias.actor or "–"
