"""Conflicting claims: beside the record that they are about, and on a list of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations.curation.claims import keep, prefer, standing
from relations.curation.history import record_of, stamp
from relations.models import Claim
from relations.models.claim import (
    DISPUTABLE,
    OWNER_NAMES,
    in_words,
    owner_model,
    owner_name,
    stated,
)

from .base import BlockInline, RelationsAdmin


def field_choices(owner: str) -> list[tuple[str, str]]:
    """Give the fields of a record that can be disputed, in words."""
    fields = owner_model(owner)._meta
    return [
        (name, capfirst(str(fields.get_field(name).verbose_name))) for name in DISPUTABLE[owner]
    ]


def may_prefer(request: HttpRequest, claim: Claim) -> bool:
    """Whether the user may change the record that a claim is about."""
    model = claim.owner_name.replace("_", "")
    return bool(model) and request.user.has_perm(f"relations.change_{model}")


class Preference:
    """Shows which claim is preferred, and leads to the page where another one becomes so."""

    @admin.display(description=_("preferred"))
    def preferred(self, claim: Claim) -> str:
        if claim.pk is None:
            return "–"
        if claim.is_preferred:
            return format_html("<strong>{}</strong>", _("✓ preferred"))
        url = reverse("admin:relations_claim_prefer", args=[claim.pk])
        return format_html('<a href="{}">{}</a>', url, _("Prefer this …"))


class ClaimInline(Preference, BlockInline):
    model = Claim
    fields = ("preferred", ("field", "value"), ("source", "locator"), "note")
    readonly_fields = ("preferred",)
    verbose_name = _("claim")
    verbose_name_plural = _("conflicting claims")

    def get_autocomplete_fields(self, request: Any) -> list[str]:
        return ["source"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("source", owner_name(self.parent_model))

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "field":
            choices = [("", "–"), *field_choices(owner_name(self.parent_model))]
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class KeepsClaims:
    """For the admin of records that can be disputed: nothing that stood is dropped."""

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        form.former = standing(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for sentence in keep(form.instance, form.former):
            messages.warning(request, sentence)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60, "class": "vTextField"}),
        help_text=_("Kept in the history of the record."),
    )


class OfSomeRecord(admin.SimpleListFilter):
    title = _("about")
    parameter_name = "about"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return [(name, capfirst(owner_model(name)._meta.verbose_name)) for name in Claim.OWNERS]

    def queryset(self, request: Any, queryset: Any) -> Any:
        name = self.value()
        return queryset.filter(**{f"{name}__isnull": False}) if name in Claim.OWNERS else queryset


class InDispute(admin.SimpleListFilter):
    title = _("what is in dispute")
    parameter_name = "field"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        labels: dict[str, str] = {}
        for owner in Claim.OWNERS:
            for name, label in field_choices(owner):
                labels.setdefault(name, label)
        return labels.items()

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(field=self.value()) if self.value() else queryset


@admin.register(Claim)
class ClaimAdmin(Preference, RelationsAdmin):
    list_display = ("about", "dispute", "says", "preferred", "source")
    list_display_links = ("says",)
    list_filter = (OfSomeRecord, InDispute)
    # What is claimed about one record stands together.
    ordering = (*(f"{name}_id" for name in Claim.OWNERS), "field", "value")
    search_fields = (
        "value",
        "source__title",
        "source__publisher",
        "agreement__title",
        "act__agreement__title",
        "country__name",
        "organization__name",
        "person__name",
        "statement__title",
    )
    fieldsets = (
        (_("About one of"), {"fields": Claim.OWNERS}),
        (None, {"fields": ("field", "value", "source", "locator", "note", "preferred")}),
    )
    readonly_fields = ("preferred",)
    related = OWNER_NAMES

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "field":
            groups = [
                (capfirst(str(owner_model(owner)._meta.verbose_name)), field_choices(owner))
                for owner in Claim.OWNERS
            ]
            choices = [("", "–"), *groups]
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for sentence in keep(form.instance.owner):
            messages.warning(request, sentence)

    @admin.display(description=_("about"))
    def about(self, claim: Claim) -> str:
        return str(claim.owner)

    @admin.display(description=_("what is in dispute"))
    def dispute(self, claim: Claim) -> str:
        return claim.label

    @admin.display(description=_("according to the source"), ordering="value")
    def says(self, claim: Claim) -> str:
        return claim.words

    def get_model_perms(self, request: Any) -> dict[str, bool]:
        """On the menu, though a part of its record: this list shows all that is disputed."""
        return admin.ModelAdmin.get_model_perms(self, request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.prefer_view)
        own = path("<path:object_id>/prefer/", view, name="relations_claim_prefer")
        return [own, *super().get_urls()]

    def prefer_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, and let the record say what this claim says."""
        claim = self.get_object(request, unquote(object_id))
        if claim is None:
            raise Http404
        if not may_prefer(request, claim):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            try:
                missing = prefer(
                    claim,
                    request.user,
                    form.cleaned_data["reason"],
                    seen=request.POST.get("_stamp", ""),
                )
            except ValidationError as error:
                for sentence in error.messages:
                    form.add_error(None, sentence)
            else:
                messages.success(request, _("The record now says: %s.") % claim)
                for sentence in missing:
                    messages.warning(request, sentence)
                name = claim.owner._meta.model_name
                return redirect(f"admin:relations_{name}_change", claim.owner.pk)
        mark = stamp(record_of(claim.owner))
        # Read again, so that no more than what is shown counts as seen.
        if (claim := self.get_object(request, unquote(object_id))) is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Prefer a claim"),
            "claim": claim,
            "form": form,
            "stamp": mark,
            "present": in_words(claim.model_field, stated(claim.owner, claim.field)),
        }
        return render(request, "admin/relations/claim/prefer.html", context)
