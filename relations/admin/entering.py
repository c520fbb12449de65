"""Entering from a source: its page leads to each form with the source filled in, and back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from relations.models import (
    Act,
    Agreement,
    Citation,
    Claim,
    Country,
    Incompatibility,
    Membership,
    MembershipAct,
    Office,
    Organization,
    Person,
    Provision,
    Source,
    Statement,
)
from relations.models.base import CuratedModel

# What is entered from a source, in the order of its page.
ENTERED: tuple[type[Any], ...] = (
    Statement,
    Agreement,
    Act,
    Provision,
    Membership,
    MembershipAct,
    Person,
    Office,
    Organization,
    Country,
    Incompatibility,
    Claim,
)
FILLED_FROM: tuple[type[Any], ...] = (*ENTERED, Citation)

# What an address may fill into the rows of a new record.
FILLED_IN = ("source", "actor_country", "actor_organization")


def source_page(source: Any) -> str:
    """Give the address of the page from which facts are added."""
    return reverse("admin:relations_source_change", args=[source.pk])


class FromSource(admin.ModelAdmin):
    """For the records that rest on a source: ``?source=`` fills it in, and saving leads back."""

    class Media:
        js = ("relations/admin/entering.js",)

    def source_of(self, request: Any) -> Source | None:
        """Give the source from whose page an analyst came, None without."""
        if not hasattr(request, "source_entered_from"):
            number = request.GET.get("source", "")
            known = number.isascii() and number.isdecimal() and len(number) < 19
            entered = issubclass(self.model, FILLED_FROM)
            request.source_entered_from = (
                Source.objects.filter(pk=number).first() if known and entered else None
            )
        return request.source_entered_from

    def get_formset_kwargs(self, request: Any, obj: Any, inline: Any, prefix: str) -> Any:
        """Fill what is known into new rows that are published on their own: offices.

        Acts and provisions have the source of their record unless they name another.
        """
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        is_new = obj is None or obj.pk is None
        if is_new and issubclass(inline.model, CuratedModel):
            known = {name: request.GET[name] for name in FILLED_IN if request.GET.get(name)}
            kwargs["form_kwargs"] = {"initial": known}
        return kwargs

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        if (
            kwargs.get("add")
            and not context.get("is_popup")
            and (source := self.source_of(request))
        ):
            context["from_source"] = source
            context["from_source_url"] = source_page(source)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: Any, obj: Any) -> Any:
        if source := self.source_of(request):
            return HttpResponseRedirect(source_page(source))
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: Any, obj: Any) -> Any:
        # After “Save and continue editing” of a new record.
        if source := self.source_of(request):
            return HttpResponseRedirect(source_page(source))
        return super().response_post_save_change(request, obj)
