"""What the quality desk keeps: its last findings, what was dismissed, how links answered.

None of this is data of ours: findings are computed again by every run, and so these
rows know the records they are about by model name and number, as a log does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import vocabulary
from ..vocabularies import LinkResult


def token(record: models.Model) -> str:
    """Name a record as the keys of findings do: ``agreement-12``."""
    return f"{record._meta.model_name}-{record.pk}"


class FindingQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Keep what nobody has dismissed as it stands."""
        return self.exclude(Exists(_dismissal_of_it()))

    def dismissed(self) -> Self:
        """Keep what somebody has dismissed as it stands: few, found by their keys."""
        keys = Dismissal.objects.standing().values("key")
        return self.filter(Exists(_dismissal_of_it()), key__in=keys)

    def about(self, record: models.Model) -> Self:
        """Keep the findings in which this record occurs."""
        return self.filter(key__contains=f"|{token(record)}|")


class DismissalQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Keep the dismissals that nobody has revoked."""
        return self.filter(revoked_at__isnull=True)


def _dismissal_of_it() -> Any:
    standing = Dismissal.objects.standing()
    return standing.filter(key=OuterRef("key"), fingerprint=OuterRef("fingerprint"))


class Doubt(models.Model):
    """What a finding and the dismissal of one have in common. Not a table of its own."""

    check_name = models.CharField(_("check"), max_length=40)
    key = models.CharField(
        # Not unique here: one finding may be dismissed, revoked and dismissed again.
        _("key"),
        max_length=200,
        help_text=_("The same in every run, for the same doubt about the same records."),
    )
    fingerprint = models.CharField(
        _("fingerprint"),
        max_length=32,
        help_text=_("Of the facts it rests on: when they change, a dismissal no longer holds."),
    )
    sentence = models.TextField(_("sentence"))
    records = models.JSONField(
        _("records"), help_text=_("Model, number and label of each, the one to mend first.")
    )

    class Meta:
        abstract = True
        # Written by the desk only.
        default_permissions: Iterable[str] = ("view",)

    def __str__(self) -> str:
        return self.sentence


class Finding(Doubt):
    """Something doubtful, as the last run of its check found it."""

    model = models.CharField(_("model"), max_length=40)
    weight = models.PositiveSmallIntegerField(
        _("weight"), help_text=_("Of its check: what cannot be right weighs most.")
    )
    since = models.DateTimeField(_("first found"), auto_now_add=True)

    objects = FindingQuerySet.as_manager()

    class Meta(Doubt.Meta):
        # The name of its page in the menu.
        verbose_name_plural = _("quality desk")
        ordering = ["-weight", "check_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="relations_finding_key",
                violation_error_message=_("This is found already."),
            ),
        ]
        indexes = [
            # the desk, page by page, and its counts
            models.Index(fields=["-weight", "check_name", "id"], name="finding_heaviest_first"),
            models.Index(fields=["check_name", "model"], name="finding_counts"),
        ]


class Dismissal(Doubt):
    """Why a finding is none. It lasts until the facts change or somebody revokes it."""

    reason = models.TextField(_("reason"), error_messages={"blank": _("Say why this is no error.")})
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        # The judgement outlives the account; the name below stays.
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    by_name = models.CharField(_("name of the account"), max_length=150, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_by_name = models.CharField(_("name of that account"), max_length=150, blank=True)

    objects = DismissalQuerySet.as_manager()

    class Meta(Doubt.Meta):
        ordering = ["-id"]
        permissions = [
            ("dismiss_findings", "Can dismiss findings, revoke that, and run the checks"),
            ("merge_records", "Can merge two records into one"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="relations_dismissal_reason",
                violation_error_message=_("Say why this is no error."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by_name="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_by_name=""),
                name="relations_dismissal_revoked_by_somebody",
                violation_error_message=_("What is revoked was revoked by somebody, some time."),
            ),
            models.UniqueConstraint(
                fields=["key", "fingerprint"],
                condition=Q(revoked_at__isnull=True),
                name="relations_dismissal_once",
                violation_error_message=_("This is dismissed already."),
            ),
        ]


class CheckRun(models.Model):
    """When a check last ran, so that the desk can tell nothing found from never looked."""

    check_name = models.CharField(_("check"), max_length=40)
    finished = models.DateTimeField(_("finished"))
    seconds = models.FloatField(_("seconds"))

    class Meta:
        verbose_name = _("run of a check")
        verbose_name_plural = _("runs of checks")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["check_name"],
                name="relations_checkrun_once",
                violation_error_message=_("The last run of this check is there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}, {self.finished:%Y-%m-%d %H:%M}"


class LinkCheck(models.Model):
    """How a URL answered when it was last asked."""

    url = models.URLField("URL", max_length=800)
    result = models.CharField(_("result"), max_length=8, choices=LinkResult.choices)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(
        _("failures"), default=0, help_text=_("How many times in a row it did not answer well.")
    )
    checked_at = models.DateTimeField(_("checked"))

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        default_permissions = ()
        ordering = ["url"]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                name="relations_linkcheck_url",
                violation_error_message=_("The answer of this URL is there already."),
            ),
            *vocabulary("linkcheck", result=LinkResult),
        ]

    def __str__(self) -> str:
        return f"{self.url}: {self.get_result_display()}"

    def words(self) -> Any:
        """Say how it answered: the status or what went wrong."""
        return f"HTTP {self.status}" if self.status else self.detail
