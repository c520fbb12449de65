"""Review in the admin: handing in, the queue, the page on which an editor decides."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.curation import review
from relations.curation.changes import between
from relations.curation.history import find, find_locked, last_author, stamp, state_at
from relations.models import ReviewRequest
from relations.reading.pointing import pointing_at
from relations.vocabularies import Review

from .history import in_words
from .recording import check_keys_now, reason_in

PER_PAGE = 50


class ReviewedAdmin(admin.ModelAdmin):
    """For records with a review: it is shown in the form, and changed by steps only."""

    readonly_fields = ("review",)
    actions = ("hand_in", "delete_drafts")

    @admin.action(description=gettext_lazy("Hand in for review"), permissions=["change"])
    def hand_in(self, request: Any, queryset: Any) -> None:
        def step(record: Any) -> None:
            review.submit(record, request.user)

        self._all_or_none(request, queryset, step, _("handed in"))

    @admin.action(description=gettext_lazy("Delete drafts (can be undone)"), permissions=["delete"])
    def delete_drafts(self, request: Any, queryset: Any) -> None:
        self._all_or_none(request, queryset, self._delete_draft, _("deleted"))

    @staticmethod
    def _delete_draft(record: Any) -> None:
        if record.review != Review.DRAFT:
            raise ValidationError(_("it is no draft"))
        try:
            record.delete()
        except ProtectedError as error:
            holders = ", ".join(sorted({str(o) for o in error.protected_objects})[:5])
            raise ValidationError(_("others rest on it: %s") % holders) from error

    def _all_or_none(self, request: Any, queryset: Any, step: Any, done: str) -> None:
        """Do something with each chosen record, or with none where one refuses."""
        problems = []
        rows = list(queryset)
        with transaction.atomic():
            for record in rows:
                name = str(record)
                try:
                    step(record)
                except ValidationError as error:
                    problems.append(f"{name}: {' '.join(error.messages)}")
            if problems:
                transaction.set_rollback(True)
            else:
                check_keys_now()
        if problems:
            said = _("Nothing was done. %s") % "; ".join(problems)
            self.message_user(request, said, messages.ERROR)
        else:
            self.message_user(request, f"{len(rows)} {done}.", messages.SUCCESS)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Whether the user may delete: what readers see, an editor only."""
        allowed = super().has_delete_permission(request, obj)
        if allowed and obj is not None and getattr(obj, "is_published", False):
            return review.may_publish(request.user)
        return bool(allowed)

    def response_add(self, request: Any, obj: Any, post_url_continue: Any = None) -> Any:
        self._hand_in_where_asked(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: Any, obj: Any) -> Any:
        self._hand_in_where_asked(request, obj)
        return super().response_change(request, obj)

    def _hand_in_where_asked(self, request: Any, obj: Any) -> None:
        """Hand in what was just saved with that button. What can't be is kept as a draft."""
        if "_hand_in" not in request.POST:
            return
        try:
            review.submit(obj, request.user, reason_in(request))
        except ValidationError as error:
            said = _("Saved, but not handed in. %s") % " ".join(error.messages)
            self.message_user(request, said, messages.WARNING)
        else:
            self.message_user(request, _("Handed in for review."), messages.SUCCESS)


@admin.register(ReviewRequest)
class ReviewRequestAdmin(admin.ModelAdmin):
    """The queue is its list; a record's review is a page of its own."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.queue_view), name="relations_reviewrequest_changelist"),
            path(
                "<str:model>/<int:number>/",
                view(self.review_view),
                name="relations_reviewrequest_review",
            ),
        ]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def queue_view(self, request: Any) -> Any:
        """Show who waits for what. Any analyst may look; ``?of=me`` keeps one's own."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        waiting = ReviewRequest.objects.waiting().select_related("requested_by")
        if request.GET.get("of") == "me":
            waiting = waiting.filter(requested_by=request.user)
        if request.GET.get("what") in ("drafts", "edits"):
            waiting = waiting.filter(is_live=request.GET["what"] == "edits")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Waiting for review"),
            "page": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
            "may_publish": review.may_publish(request.user),
            "chosen": request.GET,
        }
        return TemplateResponse(request, "admin/relations/queue.html", context)

    def review_view(self, request: Any, model: str, number: int) -> Any:
        """Show one record with the change, its sources and what can be decided."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            record = find(model, number)
        except LookupError:
            record = None
        if record is None or not hasattr(record, "is_published") or record.part_of:
            raise Http404(_("There is no such record."))
        if request.method == "POST":
            return self._decide(request, record)
        mark = stamp(record)
        # Read again: no more than what is shown counts as seen.
        if (record := find(model, number)) is None:
            raise Http404(_("There is no such record."))
        waiting = ReviewRequest.objects.waiting().on(record).select_related("requested_by").first()
        base = waiting.base if waiting else review.reviewed_upto(record)
        state = state_at(model, number)
        before = state_at(model, number, base) if base else {}
        may = review.may_publish(request.user)
        log = ReviewRequest.objects.on(record).exclude(decision="")
        context = {
            **self.admin_site.each_context(request),
            "opts": record._meta,
            "title": _("Review"),
            "record": record,
            "waiting": waiting,
            "changes": between(before, state) if before else [],
            "rows": in_words(state),
            "sources": review.sources_of(record),
            "people": review.unpublished_people(record),
            "author": last_author(record),
            "may_publish": may,
            "pointing": pointing_at(record) if may and record.is_published else [],
            "why_not": review.why_not(record, request.user) if may else "",
            "log": log.select_related("requested_by", "decided_by").order_by("-decided_at"),
            "stamp": mark,
            "may_change": self._may_change(request, record),
        }
        return TemplateResponse(request, "admin/relations/review.html", context)

    def _may_change(self, request: Any, record: Any) -> bool:
        owner = self.admin_site.get_model_admin(type(record))
        return bool(owner.has_change_permission(request, record))

    @transaction.atomic
    def _decide(self, request: Any, record: Any) -> Any:
        """Carry out one step, if the record is still the one that was looked at."""
        here = HttpResponseRedirect(request.path)
        comment = reason_in(request, "comment")
        find_locked(str(record._meta.model_name), record.pk)
        if request.POST.get("_stamp") != stamp(record):
            said = _("It was changed since you opened this page: look at it again.")
            self.message_user(request, said, messages.WARNING)
            return here
        step = request.POST.get("step", "")
        if step in ("hand_in", "take_back") and not self._may_change(request, record):
            raise PermissionDenied
        try:
            with transaction.atomic():
                said = self._step(request, record, step, comment)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return here
        self.message_user(request, said, messages.SUCCESS)
        if "_next" in request.POST and (url := self._next(request.user)):
            return HttpResponseRedirect(url)
        return here

    def _step(self, request: Any, record: Any, step: str, comment: str) -> str:
        user = request.user
        if step == "publish":
            done = review.publish(record, user, comment)
            return _("Published: %s.") % "; ".join(map(str, done))
        if step == "send_back":
            review.send_back(record, user, comment)
            return _("Sent back to its author.")
        if step == "hand_in":
            review.submit(record, user, comment)
            return _("Handed in for review.")
        if step == "take_back":
            review.take_back(record, user, comment)
            return _("A draft again.")
        if step == "unpublish":
            review.unpublish(record, user, comment)
            return _("Readers don't see it any more; it is a draft again.")
        if step == "revert":
            review.revert(record, user, comment)
            return _("Put back as it was when it was last reviewed.")
        raise ValidationError(_("Choose what to do."))

    def _next(self, user: Any) -> str:
        """Give the address of the next record that waits for somebody else's review."""
        following = ReviewRequest.objects.waiting().exclude(requested_by=user).first()
        if following is None:
            return ""
        args = [following.model, following.object_id]
        return reverse("admin:relations_reviewrequest_review", args=args)
