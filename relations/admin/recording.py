"""Every writing page of the admin: one revision, one lock, nobody overwritten unseen."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connection
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
    whole_number,
)
from relations.curation.restoring import restore
from relations.loading.refusals import explain
from relations.models import Version
from relations.vocabularies import Origin

from .stale import Stale
from .three_way import take_chosen

REASON_LENGTH = 1000


def reason_in(request: Any, name: str = "_reason") -> str:
    """Give why somebody does what was sent, as the databases can keep it."""
    return str(request.POST.get(name, "")).replace("\x00", "").strip()[:REASON_LENGTH]


class RecordedAdmin(admin.ModelAdmin):
    """Puts who and why to whatever is written, and refuses to save over a version not seen.

    The change form carries a stamp of the record, the list one for each row. Within the
    transaction that writes, the record is locked and the stamp compared; an outdated form
    comes back with both versions (:mod:`relations.admin.stale`), an outdated row is named
    and left alone. The stamp is always read before what it speaks of: what changes between
    the two readings is then taken for unseen, never for seen.
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
            request.stamp = self._stamp_of(object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id is not None and (answer := self._gone(request, object_id)):
            return answer
        sent = request.POST
        try:
            return self._save(request, object_id, form_url, extra_context)
        except DatabaseError as error:
            # What no form can see: somebody took the same key between check and save.
            request.POST = sent
            request.refusal = self._in_words(error)
            return self._save(request, object_id, form_url, extra_context)

    def _save(self, request: Any, object_id: Any, form_url: str, extra_context: Any) -> Any:
        with self._revision(request):
            if object_id is not None:
                self._compare(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows of inlines, and let the database check all of it before we say so."""
        super().save_related(request, form, formsets, change)
        check_keys_now()

    def delete_model(self, request: Any, obj: Any) -> None:
        super().delete_model(request, obj)
        check_keys_now()

    def _revision(self, request: Any) -> Any:
        return revision(user=request.user, origin=Origin.ADMIN, reason=reason_in(request))

    def _in_words(self, error: DatabaseError) -> str:
        if isinstance(error, OperationalError):
            return _("Not saved: others were writing at the same moment. Save again.")
        return explain(error, self.model(), *(inline.model() for inline in self.inlines))

    def _gone(self, request: Any, object_id: str) -> Any:
        """Answer for a row that was deleted while somebody typed; None where it is there."""
        number = whole_number(unquote(object_id))
        name = str(self.model._meta.model_name)
        if number is None or find(name, number) is not None:
            return None
        last = Version.objects.filter(model=name, object_id=number).last()
        if last is None or last.new is not None or not self.has_change_permission(request):
            return None
        # A part comes back with the record that it is a part of, from that one's history.
        can_undelete = not self.model.part_of and self.has_add_permission(request)
        problem = ""
        if "_undelete" in request.POST and can_undelete:
            reason = _("brought back to go on editing it")
            try:
                restore(name, number, before_deletion(last), request.user, reason)
            except ValidationError as error:
                problem = " ".join(error.messages)
            else:
                return None
        record = find(last.root_model, last.root_id) if self.model.part_of else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("It was deleted while you worked on it"),
            "opts": self.opts,
            "version": last,
            "record": record,
            "record_opts": record._meta if record else None,
            "problem": problem,
            "typed": [
                (key, value)
                for key, values in request.POST.lists()
                if key not in ("csrfmiddlewaretoken", "_undelete")
                for value in values
            ],
            "can_undelete": can_undelete,
        }
        return TemplateResponse(request, "admin/relations/deleted_meanwhile.html", context)

    def _stamp_of(self, object_id: Any) -> str:
        """Give the stamp of the record that a page's row belongs to, '' where there is none."""
        number = whole_number(unquote(str(object_id)))
        if object_id is None or number is None:
            return ""
        if not self.model.part_of:
            return stamp(self.model(pk=number))
        row = find(str(self.model._meta.model_name), number)
        return stamp(record_of(row)) if row is not None else ""

    def _compare(self, request: Any, object_id: str) -> None:
        """Lock the record and look whether the form was made from its present version."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return  # Django answers
        record = record_of(row)
        find_locked(str(record._meta.model_name), record.pk)
        request.stamp = stamp(record)
        request.POST = take_chosen(request.POST)
        if request.POST.get("_stamp") == request.stamp:
            return
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return
        stale = Stale(self, request, row, record)
        if stale.concerns_this_page():
            request.POST = stale.data
            if not stale.is_saved_already():
                request.stale = stale
                request.refusal = stale.sentence()

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        context["stamp"] = getattr(request, "stamp", "")
        context["stale"] = getattr(request, "stale", None)
        context["reason"] = request.POST.get("_reason", "")
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: Any, object_id: str, extra_context: Any = None) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_delete_permission(request, row):
            return super().delete_view(request, object_id, extra_context)
        record = record_of(row)
        if request.method != "POST":
            context = {**(extra_context or {}), "stamp": stamp(record)}
            return super().delete_view(request, object_id, context)
        try:
            with self._revision(request):
                find_locked(str(record._meta.model_name), record.pk)
                if request.POST.get("_stamp") == stamp(record):
                    return super().delete_view(request, object_id, extra_context)
                problem = _(
                    "It was changed since you opened this page: look again before you delete."
                )
        except DatabaseError as error:
            problem = self._in_words(error)
        self.message_user(request, problem, messages.WARNING)
        return HttpResponseRedirect(request.get_full_path())

    # Lists ---------------------------------------------------------------------

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        if request.method == "POST" and "action" in request.POST:
            try:
                with self._revision(request):
                    if not (problem := self._outdated_rows(request)):
                        return super().changelist_view(request, extra_context)
            except DatabaseError as error:
                problem = self._in_words(error)
            self.message_user(request, problem, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        response: Any = super().changelist_view(request, extra_context)
        if changelist := getattr(response, "context_data", {}).get("cl"):
            response.context_data["stamps"] = changelist.stamps
        return response

    def _outdated_rows(self, request: Any) -> str:
        """Say which chosen rows were changed since the list was shown, '' for none."""
        if request.POST.get("select_across") == "1":
            return _("Choose records of this page: what can't be seen is not changed.")
        numbers = {whole_number(text) for text in request.POST.getlist("_selected_action")}
        known = self.model._base_manager.filter(pk__in=numbers - {None})
        rows = list(known.select_for_update(no_key=True).order_by("pk"))
        present = stamps(rows)
        changed = [r for r in rows if request.POST.get(f"_stamp_{r.pk}") != present[r.pk]]
        if not changed and len(rows) == len(numbers):
            return ""
        names = "; ".join(str(row) for row in changed) or _("a chosen record is gone")
        return format_html(
            _("Nothing was done. Changed since this list was shown: {}. Look again."), names
        )


def check_keys_now() -> None:
    """Let PostgreSQL check foreign keys before the commit. Raises IntegrityError.

    SQLite has one writer at a time, for whom the form checked them.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()
