"""What the pages of the admin show beside Django's: saved filters, and errors in one list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.apps import apps
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeData, mark_safe

from relations.admin.saved_filters import SHARE
from relations.curation.saved_filters import question
from relations.models import SavedFilter

register = template.Library()


class FormError(NamedTuple):
    """A sentence, where it belongs, and the id on the page to go to (or none)."""

    where: str
    message: str
    target: str


@register.inclusion_tag("admin/relations/_saved_filters.html", takes_context=True)
def saved_filters(context: Any) -> dict[str, Any]:
    """Show the saved filters of a list, with a form to keep the present one. One query."""
    request, options = context["request"], context["cl"].opts
    asked = question(request.GET.urlencode()).urlencode()
    kept = SavedFilter.objects.seen_by(request.user).filter(list=options.model_name)
    rows = [_opened(row, current=row.query == asked, user=request.user) for row in kept]
    return {
        "rows": rows,
        "asked": asked,
        "is_kept": any(row["current"] for row in rows),
        "save": reverse(f"admin:relations_{options.model_name}_save_filter"),
        "may_share": request.user.has_perm(SHARE),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("admin/relations/_own_filters.html", takes_context=True)
def own_filters(context: Any) -> dict[str, Any]:
    """Show a user's saved filters of all lists that the user may see. One query."""
    user = context["request"].user
    kept = SavedFilter.objects.own(user).order_by("list", "name")
    return {"rows": [_opened(row, user=user) for row in kept if _may_see(user, row.list)]}


def _opened(row: SavedFilter, *, user: Any, current: bool = False) -> dict[str, Any]:
    model = apps.get_model("relations", row.list)
    return {
        "name": row.name,
        "list": model._meta.verbose_name_plural,
        "address": reverse(f"admin:relations_{row.list}_filter", args=[row.pk]),
        "edit": reverse("admin:relations_savedfilter_change", args=[row.pk]),
        "own": row.owner_id == user.pk,
        "shared": row.shared,
        "current": current,
    }


def _may_see(user: Any, model: str) -> bool:
    """Say whether there is such a list still, and the user may open it."""
    if model not in apps.get_app_config("relations").models:
        return False
    return any(user.has_perm(f"relations.{action}_{model}") for action in ("view", "change"))


@register.inclusion_tag("admin/relations/_errors.html")
def error_summary(adminform: Any, inlines: Any) -> dict[str, Any]:
    """List what a refused form complains of, each with its inline and row, linked."""
    rows = [*_of_form(adminform.form, "")]
    for inline in inlines:
        formset = inline.formset
        title = str(inline.opts.verbose_name_plural).capitalize()
        group = f"{formset.prefix}-group"
        rows += [FormError(title, message, group) for message in formset.non_form_errors()]
        for number, form in enumerate(formset.forms):
            rows += _of_form(form, f"{title}, row {number + 1}", f"{formset.prefix}-{number}")
    return {"rows": rows}


def _of_form(form: Any, place: str, target: str = "") -> Iterator[FormError]:
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        label = str(field.label) if field is not None else ""
        where = ": ".join(filter(None, (place, label)))
        for message in messages:
            yield FormError(
                where, _plain(message), field.id_for_label if field is not None else target
            )


def _plain(message: str) -> str:
    """Leave out the links that a sentence holds: in the list the whole of it is one."""
    return mark_safe(strip_tags(message)) if isinstance(message, SafeData) else message
