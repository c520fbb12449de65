"""The history of every row, written by the triggers of :mod:`relations.triggers.history`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..constraints import vocabulary
from ..vocabularies import Origin


class Revision(models.Model):
    """Changes that somebody made at once, and why: one saved form, one load, one import."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        # The history outlives the account; the name below stays.
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("who"),
        related_name="+",
    )
    username = models.CharField(_("name of the account"), max_length=150, blank=True)
    origin = models.CharField(_("by what way"), max_length=12, choices=Origin.choices)
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        constraints = vocabulary("revision", origin=Origin)

    def __str__(self) -> str:
        return f"{self.username or self.get_origin_display()}, {self.at:%Y-%m-%d %H:%M}"


class VersionQuerySet(models.QuerySet):
    """Asked by record: all of what belongs to an agreement, say."""

    def of(self, root_model: str, root_id: int) -> VersionQuerySet:
        """Keep the versions of a record and of whatever is a part of it, in their order."""
        return self.filter(root_model=root_model, root_id=root_id).order_by("id")

    def of_record(self, record: models.Model) -> VersionQuerySet:
        """Keep those of a record that stands at the top: an agreement, not its party."""
        return self.of(str(record._meta.model_name), record.pk)

    def deletions(self) -> VersionQuerySet:
        """Keep the deletions of whole records, the last first."""
        return self.filter(new__isnull=True, model=F("root_model")).order_by("-id")


class Version(models.Model):
    """One row before and after one change. Never written by Python."""

    revision = models.ForeignKey(
        # Why and by whom goes on being known as long as what.
        Revision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("revision"),
    )
    at = models.DateTimeField(_("when"))
    # Not keys: what these rows tell of may be gone.
    model = models.CharField(_("model"), max_length=40)
    object_id = models.BigIntegerField(_("number"))
    root_model = models.CharField(_("model of the record"), max_length=40)
    root_id = models.BigIntegerField(_("number of the record"))
    old = models.JSONField(_("before"), null=True, blank=True)
    new = models.JSONField(_("after"), null=True, blank=True)
    content = models.BooleanField(
        _("content"), default=True, help_text=_("More changed than the state of review.")
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old__isnull=False) | Q(new__isnull=False),
                name="relations_version_of_something",
                violation_error_message=_("A version has a row before or after, or both."),
            ),
        ]
        indexes = [
            # the history of a record, and its stamp
            models.Index(fields=["root_model", "root_id", "id"], name="version_of_record"),
            # where a part belonged that is gone
            models.Index(fields=["model", "object_id", "id"], name="version_of_row"),
            # what can be undeleted, the last first. Not "model = root_model" too: SQLite
            # puts the model in there and no longer sees that the index fits.
            models.Index(
                fields=["model", "-id"],
                condition=Q(new__isnull=True),
                name="version_deletions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
