"""What the admin's templates say about a record's review."""

from __future__ import annotations

from typing import Any

from django import template
from django.apps import apps
from django.urls import reverse

from relations.curation.desk import Desk, desk
from relations.curation.history import is_curated, record_of
from relations.models import ReviewRequest
from relations.vocabularies import Review

register = template.Library()


@register.inclusion_tag("admin/relations/_review_link.html")
def review_link(row: Any) -> dict[str, Any]:
    """Give the link from a form to the review of the record that the row belongs to."""
    record = record_of(row)
    if not is_curated(type(record)):
        return {}
    args = [record._meta.model_name, record.pk]
    return {"url": reverse("admin:relations_reviewrequest_review", args=args)}


@register.inclusion_tag("admin/relations/_review_state.html")
def review_state(row: Any) -> dict[str, Any]:
    """Say what editing this record means: who sees it, what waits, what came back and why."""
    record = record_of(row)
    if not is_curated(type(record)):
        return {}
    requests = ReviewRequest.objects.on(record).select_related("requested_by", "decided_by")
    last = requests.order_by("-id").first()
    return {"record": record, "last": last}


@register.simple_tag
def can_be_handed_in(opts: Any, row: Any) -> bool:
    """Whether the form's record is, or will be, a draft with a review of its own."""
    model = apps.get_model(opts.app_label, opts.model_name)
    return is_curated(model) and (not row or row.review == Review.DRAFT)


@register.filter
def model_words(name: str) -> str:
    """Say the name of a model in words."""
    return str(apps.get_model("relations", name)._meta.verbose_name)


@register.simple_tag
def desk_of(user: Any) -> Desk:
    """Give what the first page of the admin shows this user."""
    return desk(user)


@register.filter
def admin_page(record: Any, page: str) -> str:
    """Give the name of an admin page of the record's model."""
    return f"admin:relations_{record._meta.model_name}_{page}"
