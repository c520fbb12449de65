"""The quality desk in the admin: what is doubtful, with a link to mend it or why it may stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.curation.by_hand import queue_edits_by_hand
from relations.curation.merging import MERGEABLE
from relations.curation.quality import CHECKS, Check, Weight, desk, in_page
from relations.models import Dismissal, Finding

from . import merging

PER_PAGE = 25
DISMISS = "relations.dismiss_findings"
# Two records of these can be made one.
MERGED = frozenset(model._meta.model_name for model in MERGEABLE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, or the dismissal of one, with links to mend each record, and to merge two."""

    row: Any
    title: Any
    weight: str
    links: list[tuple[str, str]]
    merge_url: str


def _shown(row: Any, site: admin.AdminSite, may_merge: bool) -> Shown:
    check = CHECKS.get(row.check_name)
    registered = {model._meta.model_name for model in site._registry}
    links = [
        (label, reverse(f"{site.name}:relations_{model}_change", args=[pk]))
        for model, pk, label in row.records
        if model in registered
    ]
    merge_url = ""
    if may_merge and row.check_name.startswith("duplicate_") and len(row.records) == 2:
        (model, first, _label), (_same, second, _other) = row.records
        if model in MERGED:
            merge_url = reverse(f"{site.name}:merge", args=[model, second, first])
    name = check.weight.name.lower() if check else ""
    return Shown(row, check.title if check else row.check_name, name, links, merge_url)


def _is_shown(line: desk.Line, check: Check | None, *, chores: bool) -> bool:
    """Whether the page shows what a check found: its own, else the chores or the doubts."""
    if check:
        return line.check == check
    return (line.check.weight == Weight.CHORE) == chores


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    """The desk is its list; findings are made by checks and put aside by dismissals."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.desk_view), name="relations_finding_changelist"),
            path("run/", view(self.run_view), name="quality_run"),
            path("dismissed/", view(self.dismissed_view), name="quality_dismissed"),
            path("dismissed/<int:number>/", view(self.revoke_view), name="quality_revoke"),
            path("<int:number>/", view(self.dismiss_view), name="quality_dismiss"),
            *merging.urls(self.admin_site),
        ]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def desk_view(self, request: Any) -> Any:
        """Show the findings that stand: doubts and errors, or those that a filter keeps."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        lines = desk.lines()
        check, model = CHECKS.get(request.GET.get("check", "")), request.GET.get("model", "")
        chores = request.GET.get("show") == "chores"
        findings = Finding.objects.open()
        if check:
            # The weight as well, for the index.
            findings = findings.filter(weight=check.weight, check_name=check.name)
        elif chores:
            findings = findings.filter(weight=Weight.CHORE)
        else:
            findings = findings.filter(weight__gt=Weight.CHORE)
        shown = [line for line in lines if _is_shown(line, check, chores=chores)]
        models: Counter[str] = Counter()
        for line in shown:
            models.update(line.by_model)
        number = models.total()
        if model in models:
            findings, number = findings.filter(model=model), models[model]
        name = check.name if check else ""
        context = self._context(request, _("Quality desk")) | {
            "lines": [line for line in lines if line.open],
            "clean": [line for line in lines if line.run and not line.open],
            "never": [line for line in lines if not line.run and not line.open],
            "runs": desk.runs_of(shown),
            "command": in_page.command(name),
            "too_much": in_page.too_much(name),
            "models": sorted(models.items()),
            "check": check,
            "chosen": {"model": model, "chores": chores},
            "dismissed_count": Dismissal.objects.standing().count(),
        }
        self._add_page(context, request, findings, number)
        return TemplateResponse(request, "admin/relations/quality.html", context)

    def dismissed_view(self, request: Any) -> Any:
        """Show what was dismissed and why, the last first; revoked ones too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self._context(request, _("Dismissed findings"))
        dismissals = Dismissal.objects.all()
        self._add_page(context, request, dismissals, dismissals.count())
        return TemplateResponse(request, "admin/relations/dismissed.html", context)

    def dismiss_view(self, request: Any, number: int) -> Any:
        """Put one finding aside, with a reason, if it still says what was read."""
        self._check_may(request)
        finding = get_object_or_404(Finding, pk=number)
        if request.POST.get("fingerprint") != finding.fingerprint:
            said = _("The facts changed since you opened this page: look at it again.")
            self.message_user(request, said, messages.WARNING)
            return self._back(request)
        reason = request.POST.get("reason", "").replace("\x00", "")
        try:
            desk.dismiss(finding, request.user, reason)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, _("Dismissed: %s") % finding, messages.SUCCESS)
        return self._back(request)

    def revoke_view(self, request: Any, number: int) -> Any:
        """Take a dismissal back: the finding stands again."""
        self._check_may(request)
        dismissal = get_object_or_404(Dismissal, pk=number)
        try:
            desk.revoke(dismissal, request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.WARNING)
        else:
            self.message_user(request, _("It stands again: %s") % dismissal, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:quality_dismissed"))

    def run_view(self, request: Any) -> Any:
        """Run the checks again, or the one that is looked at, unless a page can't wait for it."""
        self._check_may(request)
        name = request.POST.get("check", "")
        command = in_page.command(name)
        if why_not := in_page.too_much(name):
            said = _("%(why)s Nothing was run: use the command “%(command)s”.")
            said %= {"why": why_not, "command": command}
            self.message_user(request, said, messages.WARNING)
            return self._back(request)
        if name not in CHECKS:
            self._queue_edits_by_hand(request)
        number, left = in_page.run(desk.chosen([name] if name in CHECKS else []))
        self.message_user(request, _("Checked: %s found.") % number, messages.SUCCESS)
        if left:
            said = ngettext(
                "Time was up before %(n)s check: run again, or use the command “%(command)s”.",
                "Time was up before %(n)s checks: run again, or use the command “%(command)s”.",
                len(left),
            ) % {"n": len(left), "command": command}
            self.message_user(request, said, messages.WARNING)
        return self._back(request)

    def _queue_edits_by_hand(self, request: Any) -> None:
        if number := queue_edits_by_hand():
            said = ngettext(
                "%(n)s published record was edited outside the application and waits for review.",
                "%(n)s published records were edited outside the application and wait for review.",
                number,
            )
            self.message_user(request, said % {"n": number}, messages.WARNING)

    def _check_may(self, request: Any) -> None:
        if request.method != "POST" or not request.user.has_perm(DISMISS):
            raise PermissionDenied

    def _back(self, request: Any) -> HttpResponseRedirect:
        """Lead back to the desk with the filters that it had."""
        here = reverse("admin:relations_finding_changelist")
        query = request.POST.get("back", "").partition("#")[0]
        return HttpResponseRedirect(f"{here}?{query}" if query.isprintable() and query else here)

    def _context(self, request: Any, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "may_dismiss": request.user.has_perm(DISMISS),
        }

    def _add_page(self, context: dict[str, Any], request: Any, rows: Any, number: int) -> None:
        paginator = Paginator(rows, PER_PAGE)
        vars(paginator)["count"] = number  # known: it isn't counted again
        page = paginator.get_page(request.GET.get("page"))
        may_merge = request.user.has_perm(merging.PERMISSION)
        context["page"] = page
        context["rows"] = [_shown(row, self.admin_site, may_merge) for row in page.object_list]
