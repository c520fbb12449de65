"""Saved filters: kept and opened at the list that they are of, renamed and deleted on their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relations.curation.saved_filters import question, save_filter, still_answerable
from relations.models import SavedFilter

SHARE = "relations.share_savedfilter"
# What Django's list raises at a question that it can't answer, knowingly or not: a
# year of thirty digits is an OverflowError of Python or an error of the database.
REFUSALS = (
    IncorrectLookupParameters,
    SuspiciousOperation,
    DatabaseError,
    OverflowError,
    ValueError,
)


class SavedFiltersMixin:
    """For an admin class: two addresses under its list, to keep a filter and to open one.

    The list shows them by the tag ``saved_filters`` in admin/base_site.html.
    """

    keeps_filters = True
    model: Any
    admin_site: admin.AdminSite

    def get_urls(self) -> list[Any]:
        name = f"relations_{self.model._meta.model_name}"
        save = require_POST(self.save_filter)
        return [
            path("filters/save/", self.admin_site.admin_view(save), name=f"{name}_save_filter"),
            path(
                "filters/<int:pk>/",
                self.admin_site.admin_view(self.open_filter),
                name=f"{name}_filter",
            ),
            *super().get_urls(),
        ]

    def save_filter(self, request: HttpRequest) -> HttpResponseRedirect:
        """Keep the question of the list as it stands."""
        self._may_see(request)
        query = request.POST.get("query", "")
        shared = "shared" in request.POST
        if shared and not request.user.has_perm(SHARE):
            raise PermissionDenied
        try:
            kept = save_filter(
                owner=request.user,
                list_of=self.model._meta.model_name,
                name=request.POST.get("name", ""),
                query=query,
                shared=shared,
            )
        except ValidationError as error:
            messages.error(request, _("Not saved: %s") % " ".join(error.messages))
        else:
            messages.success(request, _("The filter “%s” is saved.") % kept)
        return self._list(question(query).urlencode())

    def open_filter(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Lead to the list as it was saved, without what the list no longer understands."""
        self._may_see(request)
        kept = get_object_or_404(
            SavedFilter.objects.seen_by(request.user), pk=pk, list=self.model._meta.model_name
        )
        query, unknown = still_answerable(kept.query, lambda asked: self._answers(request, asked))
        if unknown:
            messages.warning(
                request,
                _("Left out of “%(filter)s”, as this list does not know it any more: %(names)s.")
                % {"filter": kept, "names": ", ".join(unknown)},
            )
        return self._list(query)

    def _may_see(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied

    def _list(self, query: str) -> HttpResponseRedirect:
        address = reverse(f"admin:relations_{self.model._meta.model_name}_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)

    def _answers(self, request: HttpRequest, asked: QueryDict) -> bool:
        """Say whether the list takes a question: made as for its page, counted, not shown."""
        get = request.GET
        request.GET = asked
        try:
            with transaction.atomic():
                self.get_changelist_instance(request)  # type: ignore[attr-defined]
        except REFUSALS:
            return False
        finally:
            request.GET = get
        return True


class SavedFilterForm(forms.ModelForm):
    def _get_validation_exclusions(self) -> set[str]:
        """Check the constraints that name what the form doesn't show: one name at one list."""
        return super()._get_validation_exclusions() - {"owner", "list", "query"}


@admin.register(SavedFilter)
class SavedFilterAdmin(admin.ModelAdmin):
    """One's own, whatever one's role; who may share also looks after what is shared.

    A filter is made at its list, so there is no page to add one.
    """

    # Django's own pages: those of the app show reviews and history, which it hasn't.
    change_form_template = "admin/change_form.html"
    change_list_template = "admin/change_list.html"
    delete_confirmation_template = "admin/delete_confirmation.html"
    object_history_template = "admin/object_history.html"
    form = SavedFilterForm
    fields = ("name", "shared", "opens")
    list_display = ("name", "opens", "shared", "owner")
    list_select_related = ("owner",)
    search_fields = ("name",)

    def get_queryset(self, request: Any) -> Any:
        rows: Any = super().get_queryset(request)
        return (
            rows.seen_by(request.user) if request.user.has_perm(SHARE) else rows.own(request.user)
        )

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("opens",) if request.user.has_perm(SHARE) else ("shared", "opens")

    @admin.display(description="opens")
    def opens(self, kept: Any) -> str:
        try:
            address = reverse(f"admin:relations_{kept.list}_filter", args=[kept.pk])
        except NoReverseMatch:
            return _("a list that is gone")
        return format_html('<a href="{}">{}?{}</a>', address, kept.list, kept.query)

    def has_module_permission(self, request: Any) -> bool:
        return True

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        if obj is None or obj.owner_id == request.user.pk:
            return True
        return obj.shared and request.user.has_perm(SHARE)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
