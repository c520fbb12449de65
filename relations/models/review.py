"""Requests for review: the queue of those that wait, and the log of those decided."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..constraints import vocabulary
from ..querysets import prepared
from ..vocabularies import Decision


class ReviewRequestQuerySet(models.QuerySet):
    def waiting(self) -> ReviewRequestQuerySet:
        """Keep those that nobody has decided yet."""
        return self.filter(decision="")

    def on(self, record: models.Model) -> ReviewRequestQuerySet:
        """Keep those about one record."""
        return self.filter(model=record._meta.model_name, object_id=record.pk)

    def unreviewed_edits(self, records: Any) -> dict[int, ReviewRequest]:
        """Give, by number, the edit that readers see unreviewed for those of ``records`` with one.

        ``records`` are rows of one model; one query.
        """
        records = list(records)
        if not records:
            return {}
        name = records[0]._meta.model_name
        edits = _live_edits().using(self._db).filter(model__in=[name], object_id__in=records)  # type: ignore[attr-defined]
        return {request.object_id: request for request in edits}


@cache
def _live_edits() -> Any:
    return prepared(ReviewRequest.objects.waiting().filter(is_live=True))


class ReviewRequest(models.Model):
    """A record waits for an editor: a draft handed in, or an edit that readers see already.

    The record's own ``review`` says what readers see. This says who waits for what
    since when, from which version on the changes are to be looked at, and how it ended.
    """

    # Not a key: the log tells of records that are gone.
    model = models.CharField(_("model"), max_length=40)
    object_id = models.BigIntegerField(_("number"))
    label = models.CharField(_("record"), max_length=400)
    is_live = models.BooleanField(
        _("live"), help_text=_("The record was published when it was edited: readers see the edit.")
    )
    since = models.DateTimeField(_("waits since"), default=timezone.now, db_index=True)
    requested_by = models.ForeignKey(
        # The log outlives the account.
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("handed in by"),
        related_name="+",
    )
    note = models.TextField(_("note to the reviewer"), blank=True)
    base = models.BigIntegerField(
        _("reviewed up to"),
        default=0,
        help_text=_("The last version that was reviewed before; 0 for none."),
    )
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision.choices, blank=True, default=""
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("by"),
        related_name="+",
    )
    comment = models.TextField(_("comment"), blank=True)
    upto = models.BigIntegerField(
        _("decided upon"), default=0, help_text=_("The last version that the decision is about.")
    )

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("review request")
        verbose_name_plural = _("review requests")
        ordering = ["since", "id"]
        permissions = [("publish_records", "Can publish records and confirm edits")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id"],
                condition=Q(decision=""),
                name="relations_reviewrequest_one_waits",
                violation_error_message=_("This record waits for review already."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | ~Q(decision="") & Q(decided_at__isnull=False),
                name="relations_reviewrequest_decided_at",
                violation_error_message=_("A decision has its time, and only a decision has one."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.SENT_BACK) | ~Q(comment=""),
                name="relations_reviewrequest_sent_back_why",
                violation_error_message=_("Say why you send it back."),
            ),
            *vocabulary("reviewrequest", or_empty=("decision",), decision=Decision),
        ]
        indexes = [
            # the log of one record
            models.Index(fields=["model", "object_id"], name="reviewrequest_of_record"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def record(self) -> Any:
        """The record, None where it was deleted."""
        model: Any = apps.get_model("relations", self.model)
        return model._base_manager.filter(pk=self.object_id).first()
