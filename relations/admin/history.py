"""The pages on the history of a record: what happened, how it stood, restoring, undeleting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from relations.curation.changes import RowChange, Words, between, rows_of
from relations.curation.history import (
    State,
    before_deletion,
    find,
    find_locked,
    model_called,
    record_of,
    revision,
    stamp,
    state_at,
    whole_number,
)
from relations.curation.restoring import restore
from relations.models import Version
from relations.vocabularies import Origin

from .recording import reason_in

PER_PAGE = 25


@dataclass
class Entry:
    """One revision of a record, with what changed in it."""

    revision: Any
    at: Any
    last: int
    changes: list[RowChange]


def entries(root_model: str, root_id: int, number: Any) -> tuple[Any, list[Entry]]:
    """Give one page of a record's history, newest first, and what changed in each entry.

    A fixed number of queries: the revisions of the page, their versions, and one for
    each model whose rows must be named.
    """
    versions = Version.objects.of(root_model, root_id)
    numbers = versions.order_by("-id").values_list("id", "revision_id")
    groups: dict[Any, list[int]] = {}
    for version, made in numbers:
        groups.setdefault(made if made is not None else ("none", version), []).append(version)
    page = Paginator(list(groups.values()), PER_PAGE).get_page(number)
    wanted = [version for group in page.object_list for version in group]
    found = {v.pk: v for v in versions.filter(pk__in=wanted).select_related("revision__user")}
    grouped = [[found[n] for n in sorted(group)] for group in page.object_list]
    rows = [rows_of(group) for group in grouped]
    words = Words([row for some in rows for row in some])
    return page, [
        Entry(group[0].revision, group[-1].at, group[-1].pk, words.changes(some))
        for group, some in zip(grouped, rows, strict=True)
    ]


def in_words(state: State) -> list[RowChange]:
    """Give all rows of a state, in words, as if each were added."""
    return between({}, state)


class HistoryPages(admin.ModelAdmin):
    """History of everything attached to a record on one page; any version seen and restored."""

    def get_urls(self) -> list[Any]:
        name = f"relations_{self.model._meta.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path(
                "<int:object_id>/history/<int:version>/",
                view(self.version_view),
                name=f"{name}_version",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request: Any, object_id: str, extra_context: Any = None) -> Any:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        root, number = self._root(object_id)
        page, shown = entries(root, number, request.GET.get("page"))
        if not shown:
            raise Http404(_("No history is known of this record."))
        context = {
            **self._context(request, root, number),
            "title": _("History"),
            "page": page,
            "entries": shown,
        }
        return TemplateResponse(request, "admin/relations/history.html", context)

    def version_view(self, request: Any, object_id: int, version: int) -> Any:
        """Show a record as it stood after a version; on POST, put it back so.

        Of a version that deleted it, as it stood before.
        """
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        root, number = self._root(str(object_id))
        shown = Version.objects.of(root, number).filter(pk=version).select_related("revision")
        if (found := shown.first()) is None:
            raise Http404(_("There is no such version."))
        if request.method == "POST":
            return self._restore(request, root, number, version)
        if found.model == root and found.new is None and before_deletion(found) != version:
            args = [number, before_deletion(found)]
            return HttpResponseRedirect(reverse(f"admin:relations_{root}_version", args=args))
        mark = stamp(model_called(root)(pk=number))  # before what it is compared with
        state = state_at(root, number, version)
        context = {
            **self._context(request, root, number),
            "title": _("As it stood"),
            "version": found,
            "stamp": mark,
            "rows": in_words(state),
            "changes": between(state_at(root, number), state),
            "can_restore": self._may_restore(request, root, number) and bool(state),
        }
        return TemplateResponse(request, "admin/relations/version.html", context)

    def deleted_view(self, request: Any) -> Any:
        """List the records of this kind that were deleted, the last first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        name = str(self.model._meta.model_name)
        found = Version.objects.deletions().filter(model=name).select_related("revision__user")
        page = Paginator(found, PER_PAGE, allow_empty_first_page=True)
        shown = page.get_page(request.GET.get("page"))
        there = set(
            self.model._base_manager.filter(
                pk__in=[v.object_id for v in shown.object_list]
            ).values_list("pk", flat=True)
        )
        rows = [(name, v.object_id, v.old, None) for v in shown.object_list]
        words = Words(rows)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted"),
            "page": shown,
            "rows": [
                {
                    "version": v,
                    "what": words.row(name, v.old or {}),
                    "back": v.object_id in there,
                }
                for v in shown.object_list
            ],
        }
        return TemplateResponse(request, "admin/relations/deleted.html", context)

    def _restore(self, request: Any, root: str, number: int, version: int) -> Any:
        if not self._may_restore(request, root, number):
            raise PermissionDenied
        here = HttpResponseRedirect(request.path)
        reason = reason_in(request)
        try:
            with revision(user=request.user, origin=Origin.RESTORE, reason=reason):
                find_locked(root, number)
                if request.POST.get("_stamp") != stamp(model_called(root)(pk=number)):
                    said = _("It was changed since you opened this page: look at it again.")
                    raise ValidationError(said)
                record = restore(root, number, version, request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return here
        self.message_user(request, _("Restored: %s.") % record, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:relations_{root}_change", args=[number]))

    def _may_restore(self, request: Any, root: str, number: int) -> bool:
        owner = self.admin_site.get_model_admin(self.model._meta.apps.get_model("relations", root))
        record = find(root, number)
        if record is None:
            return bool(owner.has_add_permission(request))
        return bool(owner.has_change_permission(request, record))

    def _root(self, object_id: str) -> tuple[str, int]:
        """Give the record that a page's row belongs to; for a row that is gone, by its history."""
        name = str(self.model._meta.model_name)
        number = whole_number(object_id)
        if number is None:
            raise Http404(_("There is no such record."))
        if (row := find(name, number)) is not None:
            record = record_of(row)
            return str(record._meta.model_name), record.pk
        if not self.model.part_of:
            return name, number
        last = Version.objects.filter(model=name, object_id=number).last()
        if last is None:
            raise Http404(_("There is no such record."))
        return last.root_model, last.root_id

    def _context(self, request: Any, root: str, number: int) -> dict[str, Any]:
        record = find(root, number)
        return {
            **self.admin_site.each_context(request),
            "opts": self.model._meta.apps.get_model("relations", root)._meta,
            "record": record,
            "root": root,
            "number": number,
        }
