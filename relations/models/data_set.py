"""Data sets, their imports, and which record came from which row.

None of this is data of ours but the work on it: a dump of the facts leaves it out.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..constraints import exactly_one
from .history import Revision
from .source import Source


class DataSet(models.Model):
    """A data set that its adapter describes; written by its imports."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200)
    url = models.URLField("URL", max_length=600, blank=True)
    licence = models.CharField(_("licence"), max_length=100)
    citation = models.TextField(_("citation"))
    source = models.ForeignKey(
        # What its records rest on.
        Source,
        models.PROTECT,
        verbose_name=_("source"),
        related_name="+",
    )

    class Meta:
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        default_permissions = ("view",)
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class DataSetImport(models.Model):
    """One import that wrote something: which files, what became of their rows."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, verbose_name=_("data set"))
    version = models.CharField(_("version"), max_length=40)
    at = models.DateTimeField(_("when"), default=timezone.now)
    revision = models.ForeignKey(
        # Who and why; tells the import's writing from what people changed since. One in
        # which no fact was written leaves no trace.
        Revision,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("revision"),
        related_name="+",
    )
    user = models.ForeignKey(
        # The record of the import outlives the account.
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("who"),
        related_name="+",
    )
    files = models.JSONField(
        _("files"), default=list, blank=True, help_text=_("Name, size and SHA-256 of each.")
    )
    counts = models.JSONField(
        _("counts"),
        default=dict,
        blank=True,
        help_text=_("Rows by outcome, records by what was done."),
    )
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of a data set")
        verbose_name_plural = _("imports of data sets")
        default_permissions = ("view",)
        permissions = [("take_back_imports", "Can take imports of data sets back")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.data_set.slug} {self.version}, {self.at:%Y-%m-%d %H:%M}"


IMPORTED = (
    "source",
    "organization",
    "agreement",
    "agreement_link",
    "party",
    "act",
    "provision",
    "membership",
    "membership_act",
    "statement",
    "side",
    "position",
    "citation",
    "claim",
)


def imported_name(model: Any) -> str:
    """Say which key of an imported row leads to records of a model: membership_act; '' for none."""
    name = model._meta.model_name
    return next((key for key in IMPORTED if key.replace("_", "") == name), "")


def imported_model(name: str) -> Any:
    """Give the model of the records that this key of an imported row leads to."""
    return ImportedRow._meta.get_field(name).related_model


def _record(model: str) -> Any:
    """Give the number of a record that a row became; indexed below, where it is set.

    As in the history it stays when the record goes, by whatever way: so the next import
    knows what somebody deleted. Numbers are never given anew.
    """
    return models.ForeignKey(
        model, models.DO_NOTHING, null=True, blank=True, db_index=False, db_constraint=False
    )


class ImportedRow(models.Model):
    """That a record, or a part of one, is what a row of a data set became.

    The record may be gone: :mod:`relations.loading.datasets.unwanted` says what that means.
    """

    TARGETS: ClassVar[tuple[str, ...]] = IMPORTED

    data_set = models.ForeignKey(DataSet, models.CASCADE, db_index=False)
    key = models.CharField(
        _("key"), max_length=300, help_text=_("What the data set calls it, in every version.")
    )
    last_import = models.ForeignKey(
        DataSetImport, models.CASCADE, verbose_name=_("import"), related_name="row_set"
    )
    place = models.CharField(_("row"), max_length=60, help_text=_("File and row of that version."))
    made = models.BooleanField(
        _("made"), help_text=_("Made by the import; else it was there, and was recognised.")
    )
    values = models.JSONField(
        _("values"),
        default=dict,
        blank=True,
        help_text=_("What the import wrote, to tell it from what people write."),
    )
    source = _record("Source")
    organization = _record("Organization")
    agreement = _record("Agreement")
    agreement_link = _record("AgreementLink")
    party = _record("Party")
    act = _record("Act")
    provision = _record("Provision")
    membership = _record("Membership")
    membership_act = _record("MembershipAct")
    statement = _record("Statement")
    side = _record("Side")
    position = _record("Position")
    citation = _record("Citation")
    claim = _record("Claim")

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        default_permissions = ("view",)
        ordering = ["id"]
        constraints = [
            exactly_one(
                "relations_importedrow_one_target",
                IMPORTED,
                _("A row became just one record here."),
            ),
            models.UniqueConstraint(
                fields=["data_set", "key"],
                name="relations_importedrow_unique",
                violation_error_message=_("The data set has this key already."),
            ),
        ]
        indexes = [
            # from a record to its row, and for its deletion; empty keys are left out
            models.Index(
                fields=[name],
                condition=Q(**{f"{name}__isnull": False}),
                name=f"importedrow_{name}"[:30],
            )
            for name in IMPORTED
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def target(self) -> tuple[str, int]:
        """By which key, and with what number, it leads to what the row became."""
        numbers = ((name, getattr(self, f"{name}_id")) for name in IMPORTED)
        return next((name, number) for name, number in numbers if number is not None)


class Unmatched(models.Model):
    """A code or name of a data set that stands for nobody we know, until analysts decide."""

    data_set = models.ForeignKey(DataSet, models.CASCADE, verbose_name=_("data set"))
    scheme = models.CharField(_("scheme"), max_length=40)
    value = models.CharField(_("code or name"), max_length=200)
    rows = models.PositiveIntegerField(_("rows"))
    samples = models.JSONField(_("first rows"), default=list, blank=True)
    earliest = models.DateField(_("from"), null=True, blank=True)
    latest = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("unmatched name")
        verbose_name_plural = _("unmatched names")
        default_permissions = ("view",)
        ordering = ["-rows", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_set", "scheme", "value"],
                name="relations_unmatched_unique",
                violation_error_message=_("This name is listed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
