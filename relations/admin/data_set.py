"""Imports of data sets: what each did, to look at and to take back; what is to be decided.

That is who is meant by a name, and whether what somebody deleted may be made again.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.curation.history import whole_number
from relations.fields import PartialDateInput
from relations.loading.datasets.candidates import candidates, names
from relations.loading.datasets.deciding import decide, undecided
from relations.loading.datasets.taking_back import CantTakeBack, take_back
from relations.loading.datasets.unwanted import Unwanted, in_words, let, unwanted
from relations.loading.datasets.written import Written, versions_of, written
from relations.models import Alias, DataSetImport, Unmatched

from .base import LoadedAutocompleteSelect

PER_PAGE = 50
TAKE_BACK = "relations.take_back_imports"
KEPT_SHOWN = 50


class Looked(admin.ModelAdmin):
    """A list of what imports left behind: nobody enters or edits it."""

    change_list_template = "admin/change_list.html"  # there is no history of these

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def _context(self, request: Any, record: Any, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "record": record,
            "title": title,
        }

    def _get(self, request: Any, object_id: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=whole_number(object_id))


@admin.register(DataSetImport)
class DataSetImportAdmin(Looked):
    change_list_template = "admin/relations/datasetimport/list.html"
    list_display = ("data_set", "version", "at", "rows", "taken_back_at")
    list_display_links = ("data_set", "version")
    list_select_related = ("data_set", "user")
    list_filter = ("data_set",)

    @admin.display(description=gettext_lazy("rows"))
    def rows(self, made: Any) -> int:
        return sum(file["rows"] for file in made.counts.get("rows", {}).values())

    def get_urls(self) -> list[Any]:
        name, view = "relations_datasetimport", self.admin_site.admin_view
        return [
            path("<int:number>/take-back/", view(self.take_back_view), name=f"{name}_take_back"),
            path("unwanted/", view(self.unwanted_view), name=f"{name}_unwanted"),
            *super().get_urls(),
        ]

    def change_view(self, request: Any, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Show what an import did: its rows by outcome, its records page by page."""
        made = self._get(request, object_id)
        page = Paginator(versions_of(made), PER_PAGE).get_page(request.GET.get("page"))
        may = request.user.has_perm(TAKE_BACK) and made.taken_back_at is None
        context = self._context(request, made, str(made)) | {
            "page": page,
            "rows": [(each, self._address(each)) for each in written(made, page.object_list)],
            "may_take_back": may,
        }
        return TemplateResponse(request, "admin/relations/datasetimport/page.html", context)

    def _address(self, each: Written) -> str:
        """Give where a record is edited; of one that is gone, the history of what it was in."""
        version, site = each.version, self.admin_site.name
        if each.is_there:
            return reverse(f"{site}:relations_{version.model}_change", args=[version.object_id])
        return reverse(f"{site}:relations_{version.root_model}_history", args=[version.root_id])

    def unwanted_view(self, request: Any) -> Any:
        """List what imports don't make again since somebody deleted it; on POST, let one of it.

        Who may make such a record may let an import make it.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = unwanted()
        if request.method == "POST":
            number = whole_number(request.POST.get("row"))
            for each in found:
                if each.row.pk == number:
                    self._let(request, each)
            return HttpResponseRedirect(request.path)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context = self._context(request, None, _("Deleted, and not imported again")) | {
            "page": page,
            "rows": [
                (each, what, self._may_let(request, each))
                for each, what in zip(page.object_list, in_words(page.object_list), strict=True)
            ],
        }
        return TemplateResponse(request, "admin/relations/datasetimport/unwanted.html", context)

    def _may_let(self, request: Any, each: Unwanted) -> bool:
        allowed: bool = request.user.has_perm(f"relations.add_{each.model._meta.model_name}")
        return allowed

    def _let(self, request: Any, each: Unwanted) -> None:
        if not self._may_let(request, each):
            raise PermissionDenied
        let(each)
        said = _("The next import of %(set)s that has it makes it again: %(what)s")
        (what,) = in_words([each])
        said %= {"set": each.row.data_set, "what": what}
        self.log_change(request, each.row.last_import, said)
        self.message_user(request, said, messages.SUCCESS)

    def take_back_view(self, request: Any, number: int) -> Any:
        """Show what would go and what would stay; when told to, take the import back."""
        if not request.user.has_perm(TAKE_BACK):
            raise PermissionDenied
        made = self._get(request, str(number))
        trial = request.method != "POST"
        try:
            back = take_back(made, user=request.user, dry_run=trial)
        except CantTakeBack as error:
            self.message_user(request, str(error), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:relations_datasetimport_changelist"))
        if not trial:
            said = _("Taken back: %s") % made
            self.message_user(request, said, messages.SUCCESS)
        context = self._context(request, made, _("Take back")) | {
            "back": back,
            "removed": sorted((name, number) for name, number in back.removed.items() if number),
            "kept": back.kept[:KEPT_SHOWN],
            "further": len(back.kept) - KEPT_SHOWN,
            "trial": trial,
        }
        return TemplateResponse(request, "admin/relations/datasetimport/take_back.html", context)


class DecisionForm(forms.ModelForm):
    """Who is meant, and when; or why it is nobody of ours."""

    class Meta:
        model = Alias
        fields = ("actor_country", "actor_organization", "begin", "end", "note")
        widgets = {  # noqa: RUF012
            "begin": PartialDateInput,
            "end": PartialDateInput,
            **{
                name: LoadedAutocompleteSelect(Alias._meta.get_field(name), admin.site)
                for name in Alias.ACTOR
            },
        }


@admin.register(Unmatched)
class UnmatchedAdmin(Looked):
    list_display = ("value", "scheme", "data_set", "rows", "earliest", "latest")
    list_select_related = ("data_set",)
    list_filter = ("data_set", "scheme")
    search_fields = ("value",)

    def change_view(self, request: Any, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """Show where a name was met and who may be meant; keep what an analyst decides."""
        unmatched = self._get(request, object_id)
        may = request.user.has_perm("relations.add_alias")
        if request.method == "POST" and not may:
            raise PermissionDenied
        form = DecisionForm(
            request.POST if request.method == "POST" else None,
            instance=undecided(unmatched),
            initial={name: request.GET.get(name) for name in Alias.ACTOR},
        )
        if form.is_bound and form.is_valid():
            try:
                alias = decide(unmatched, form.instance, request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                said = _("“%(name)s” is %(actor)s from the next import on.") % {
                    "name": alias.value,
                    "actor": alias.actor or _("nobody of ours"),
                }
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:relations_unmatched_changelist"))
        like = candidates(unmatched.value, names())
        context = self._context(request, unmatched, _("Who is meant?")) | {
            "unmatched": unmatched,
            "form": form,
            "media": form.media,
            "may_decide": may,
            "candidates": [(f"actor_{model}", pk, name) for model, pk, name in like],
        }
        return TemplateResponse(request, "admin/relations/unmatched/decide.html", context)
