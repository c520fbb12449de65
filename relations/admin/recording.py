"""Every writing page of the admin: one revision, one lock, nobody overwritten unseen."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import DatabaseError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from relations.curation.history import (
    before_deletion,
    find,
    find_locked,
    record_of,
    revision,
    stamp,
    stamps,
)
from relations.curation.restoring import restore
from relations.loading.refusals import explain
from relations.models import Version
from relations.vocabularies import Origin

from .stale import Stale, take_chosen

REASON_LENGTH = 1000


def reason_in(request: Any, name: str = "_reason") -> str:
    """Give why somebody does what was sent, as the databases can keep it."""
    return str(request.POST.get(name, "")).replace("\x00", "").strip()[:REASON_LENGTH]


class RecordedAdmin(admin.ModelAdmin):
    """Puts who and why to whatever is written, and refuses to save over a version not seen.

    The change form carries a stamp of the record, the list one for each row. Within the
    transaction that writes, the record is locked and the stamp compared; an outdated form
    comes back with both versions (:mod:`relations.admin.stale`), an outdated row is named
    and left alone.
    """

    def get_actions(self, request: Any) -> dict[str, Any]:
        actions = super().get_actions(request)
        # Its page of confirmation would not carry the stamps; drafts have an action of ours.
        actions.pop("delete_selected", None)
        return actions

    # One record ---------------------------------------------------------------

    def changeform_view(
        self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id is not None and (answer := self._gone(request, object_id)):
            return answer
        try:
            with self._revision(request):
                if object_id is not None:
                    self._compare(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except DatabaseError as error:
            # What no form can see: somebody took the same key between check and save.
            request.refusal = explain(error, self.model())
            with self._revision(request):
                return super().changeform_view(request, object_id, form_url, extra_context)

    def _revision(self, request: Any) -> Any:
        return revision(user=request.user, origin=Origin.ADMIN, reason=reason_in(request))

    def _gone(self, request: Any, object_id: str) -> Any:
        """Answer for a record that was deleted while somebody typed; None where it is there."""
        number = _number(object_id)
        name = str(self.model._meta.model_name)
        if number is None or find(name, number) is not None:
            return None
        last = Version.objects.filter(model=name, root_model=name, root_id=number).last()
        if last is None or last.new is not None or not self.has_change_permission(request):
            return None
        if "_undelete" in request.POST and self.has_add_permission(request):
            reason = _("brought back to go on editing it")
            restore(name, number, before_deletion(last), request.user, reason)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("It was deleted while you worked on it"),
            "opts": self.opts,
            "version": last,
            "typed": [
                (key, value)
                for key, values in request.POST.lists()
                if key != "csrfmiddlewaretoken"
                for value in values
            ],
            "can_undelete": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/relations/deleted_meanwhile.html", context)

    def _compare(self, request: Any, object_id: str) -> None:
        """Lock the record and look whether the form was made from its present version."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return  # Django answers
        record = record_of(row)
        find_locked(str(record._meta.model_name), record.pk)
        request.POST = take_chosen(request.POST)
        if request.POST.get("_stamp") == stamp(record):
            return
        stale = Stale(self, request, row, record)
        if stale.concerns_this_page():
            request.POST = stale.merged()
            request.stale = stale
            request.refusal = stale.sentence()

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["stamp"] = stamp(record_of(obj)) if obj is not None and obj.pk else ""
        context["stale"] = getattr(request, "stale", None)
        context["reason"] = request.POST.get("_reason", "")
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: Any, object_id: str, extra_context: Any = None) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return super().delete_view(request, object_id, extra_context)
        record = record_of(row)
        if request.method != "POST":
            context = {**(extra_context or {}), "stamp": stamp(record)}
            return super().delete_view(request, object_id, context)
        with self._revision(request):
            find_locked(str(record._meta.model_name), record.pk)
            if request.POST.get("_stamp") != stamp(record):
                self.message_user(
                    request,
                    _("It was changed since you opened this page: look again before you delete."),
                    messages.WARNING,
                )
                return HttpResponseRedirect(request.get_full_path())
            return super().delete_view(request, object_id, extra_context)

    # Lists ---------------------------------------------------------------------

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        if request.method == "POST" and "action" in request.POST:
            with self._revision(request):
                if problem := self._outdated_rows(request):
                    self.message_user(request, problem, messages.WARNING)
                    return HttpResponseRedirect(request.get_full_path())
                return super().changelist_view(request, extra_context)
        response: Any = super().changelist_view(request, extra_context)
        changelist = getattr(response, "context_data", {}).get("cl")
        if changelist is not None and not self.model.part_of and self.get_actions(request):
            response.context_data["stamps"] = stamps(list(changelist.result_list))
        return response

    def _outdated_rows(self, request: Any) -> str:
        """Say which chosen rows were changed since the list was shown, '' for none."""
        if request.POST.get("select_across") == "1":
            return _("Choose records of this page: what can't be seen is not changed.")
        numbers = [n for n in map(_number, request.POST.getlist("_selected_action")) if n]
        # In one order for everybody, and not in that of the model, which joins other tables.
        locked = self.model._base_manager.select_for_update().order_by("pk")
        rows = list(locked.filter(pk__in=numbers))
        present = stamps(rows)
        changed = [r for r in rows if request.POST.get(f"_stamp_{r.pk}") != present[r.pk]]
        if not changed and len(rows) == len(set(numbers)):
            return ""
        names = "; ".join(str(row) for row in changed) or _("a chosen record is gone")
        return format_html(
            _("Nothing was done. Changed since this list was shown: {}. Look again."), names
        )


def _number(text: str) -> int | None:
    """Read a row's number from a URL or a form. None where it can't be one."""
    text = unquote(str(text))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
