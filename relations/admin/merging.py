"""Two records side by side, what a merge would do, and the merge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from relations.curation.merging import MERGEABLE, MergeRefused, marks, merge, preview
from relations.curation.merging.moving import references
from relations.curation.merging.report import shown
from relations.fields import FollowingField

PERMISSION = "relations.merge_records"


def urls(site: admin.AdminSite) -> list[Any]:
    """Give the addresses of the two pages, for the desk to put below its own."""

    def page(view: Callable[..., Any]) -> Any:
        def answer(request: Any, **kwargs: Any) -> Any:
            return view(site, request, **kwargs)

        return site.admin_view(answer)

    return [
        path("merge/<str:name>/<int:loser>/", page(choose), name="merge_choose"),
        path("merge/<str:name>/<int:loser>/<int:winner>/", page(confirm), name="merge"),
    ]


def _model(request: Any, site: admin.AdminSite, name: str) -> Any:
    """Give the model of a name. Raises Http404, or PermissionDenied where one may not merge."""
    model: Any = apps.all_models["relations"].get(name)
    if model not in MERGEABLE:
        raise Http404(_("There are no such records to merge."))
    if not may_merge(request, site.get_model_admin(model)):
        raise PermissionDenied
    return model


def may_merge(request: Any, model_admin: admin.ModelAdmin) -> bool:
    """Whether who asks may make two records of this kind one."""
    permitted = request.user.has_perm(PERMISSION) and model_admin.has_change_permission(request)
    return permitted and model_admin.model in MERGEABLE


class MergeLink(admin.ModelAdmin):
    """For an admin class: the form of a record leads to its merge with another."""

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        record = kwargs.get("obj")
        if record is not None and record.pk and may_merge(request, self):
            numbers = [self.opts.model_name, record.pk]
            context["merge_url"] = reverse(f"{self.admin_site.name}:merge_choose", args=numbers)
        return super().render_change_form(request, context, *args, **kwargs)


def choose(site: admin.AdminSite, request: Any, name: str, loser: int) -> Any:
    """Choose with which other record this one is merged."""
    model = _model(request, site, name)
    record = get_object_or_404(model, pk=loser)
    key = next(f for f in references(model) if not f.model._meta.auto_created)

    class Form(forms.Form):
        other = forms.ModelChoiceField(
            model._base_manager.exclude(pk=record.pk),
            label=_("The other record"),
            widget=AutocompleteSelect(key, site),
        )

    form = Form(request.GET if "other" in request.GET else None)
    if form.is_bound and form.is_valid():
        numbers = [name, record.pk, form.cleaned_data["other"].pk]
        return HttpResponseRedirect(reverse(f"{site.name}:merge", args=numbers))
    context = {
        **site.each_context(request),
        "opts": model._meta,
        "title": _("Merge with another record"),
        "record": record,
        "form": form,
        "media": form.media,
    }
    return TemplateResponse(request, "admin/relations/merge_choose.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records."""

    label: str
    loser: str
    winner: str

    @property
    def differs(self) -> bool:
        return self.loser != self.winner


def side_by_side(loser: Any, winner: Any) -> list[Line]:
    """Give the fields that either of the two has."""
    lines = []
    for field in loser._meta.concrete_fields:
        if field.primary_key or isinstance(field, FollowingField):
            continue
        both = [shown(row, field, getattr(row, field.name)) for row in (loser, winner)]
        if both != ["–", "–"]:
            lines.append(Line(str(field.verbose_name), *both))
    return lines


def confirm(site: admin.AdminSite, request: Any, name: str, loser: int, winner: int) -> Any:
    """Show what would become of both, done and rolled back; and do it when told to."""
    model = _model(request, site, name)
    for number in (loser, winner):
        get_object_or_404(model, pk=number)
    seen = marks(model, loser, winner)  # before what they speak of is read
    two = [get_object_or_404(model, pk=number) for number in (loser, winner)]
    refusal, report, reason = "", None, request.POST.get("reason", "").replace("\x00", "")
    if request.method == "POST":
        sent = request.POST.get("_stamps", "")
        refusal, report = _try(lambda: merge(two[0], two[1], request.user, reason, seen=sent))
        if report:
            messages.success(request, _("Merged: %s") % report.winner)
            url = reverse(f"{site.name}:relations_{name}_history", args=[winner])
            return HttpResponseRedirect(url)
        two = [get_object_or_404(model, pk=number) for number in (loser, winner)]
    why_not, report = _try(lambda: preview(two[0], two[1]))
    context = {
        **site.each_context(request),
        "opts": model._meta,
        "title": _("Merge two records"),
        "loser": two[0],
        "winner": two[1],
        "lines": side_by_side(*two),
        "report": report,
        "refusal": refusal or why_not,
        "may_merge": not why_not,
        "reason": reason,
        "stamps": seen,
        "swap": reverse(f"{site.name}:merge", args=[name, winner, loser]),
    }
    return TemplateResponse(request, "admin/relations/merge.html", context)


def _try(do: Callable[[], Any]) -> tuple[str, Any]:
    """Give why it was refused, or what was done."""
    try:
        return "", do()
    except MergeRefused as error:
        return str(error), None
    except DatabaseError:
        # Two merges the opposite ways at once, say.
        return _("Somebody else is writing to the same records: try again."), None
