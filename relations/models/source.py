"""Sources, and the citations that tie further evidence to a record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import exactly_one, unique_per_target, unique_when_set, vocabulary
from ..fields import PageKeyField, PartialDateField
from ..querysets import SourceQuerySet
from ..vocabularies import Review, SourceKind
from .base import CuratedModel, NaturalKeyModel
from .slug import Slugged


class Source(Slugged, NaturalKeyModel):
    """Something published that a fact rests on."""

    natural_key_fields = ("slug",)

    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind.choices)
    publisher = models.CharField(_("publisher"), max_length=200)
    title = models.CharField(_("title"), max_length=400)
    author = models.CharField(_("author"), max_length=200, blank=True)
    published = PartialDateField(
        _("date published"), help_text=_("Empty for a page that bears no date.")
    )
    url = models.URLField(
        "URL",
        max_length=600,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("Only one that is certain to exist."),
    )
    url_key = PageKeyField(source="url")
    accessed = models.DateField(_("date accessed"), null=True, blank=True)
    archived_url = models.URLField(
        _("archived URL"),
        max_length=800,
        blank=True,
        validators=[URLValidator(["http", "https"])],
    )
    language = models.CharField(
        _("language"),
        max_length=8,
        blank=True,
        default="en",
        help_text=_("ISO 639-1, as en or hy."),
    )
    note = models.TextField(
        _("editors' note"),
        blank=True,
        help_text=_("What doesn't hold in it, how far it can be trusted. Readers see it."),
    )
    review = models.CharField(
        _("review"),
        max_length=12,
        choices=Review.choices,
        default=Review.DRAFT,
        db_index=True,
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]
        constraints = [
            unique_when_set(
                "relations_source_url_unique",
                "url_key",
                _("This page is a source already: use that one."),
            ),
            models.CheckConstraint(
                condition=~Q(publisher="") & ~Q(title=""),
                name="relations_source_publisher_and_title",
                violation_error_message=_("A source has a publisher and a title."),
            ),
            *vocabulary("source", kind=SourceKind, review=Review),
        ]
        indexes = [
            # the list in its order, and the years in the admin
            models.Index(fields=["publisher", "title"], name="source_in_order"),
            models.Index(fields=["published_earliest"], name="source_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    @property
    def is_published(self) -> bool:
        return self.review == Review.PUBLISHED

    def clean(self) -> None:
        super().clean()
        if self.archived_url and not self.url:
            raise ValidationError({"url": _("An archived page has an original URL: give it too.")})
        if self.pk and not self.is_published and (record := self.published_record()):
            raise ValidationError(
                {
                    "review": _("It stays published while “%(record)s” rests on it.")
                    % {"record": record}
                }
            )

    def published_record(self) -> Any:
        """Give one published record whose principal source this is, None without any."""
        for relation in self._meta.related_objects:
            model: Any = relation.related_model
            if issubclass(model, CuratedModel):
                found = model.objects.filter(source=self, review=Review.PUBLISHED).first()
                if found:
                    return found
        return None


CITATION_OWNERS = (
    "country",
    "organization",
    "agreement",
    "act",
    "membership",
    "membership_act",
    "person",
    "office",
    "statement",
    "position",
    "incompatibility",
)


class Citation(NaturalKeyModel):
    """Further evidence for a record, beside its principal source."""

    OWNERS: ClassVar[tuple[str, ...]] = CITATION_OWNERS
    natural_key_fields = ("source", "locator", *CITATION_OWNERS)
    part_of = CITATION_OWNERS

    source = models.ForeignKey(
        # A source that something rests on must not vanish.
        Source,
        models.PROTECT,
        verbose_name=_("source"),
    )
    locator = models.CharField(
        _("locator"),
        max_length=200,
        blank=True,
        help_text=_("Where in the source: page, article, paragraph, entry."),
    )
    excerpt = models.TextField(
        _("excerpt"),
        blank=True,
        help_text=_("A short verbatim quotation from the source."),
    )
    # Evidence goes with the record that it was for.
    country = models.ForeignKey("Country", models.CASCADE, null=True, blank=True)
    organization = models.ForeignKey("Organization", models.CASCADE, null=True, blank=True)
    agreement = models.ForeignKey("Agreement", models.CASCADE, null=True, blank=True)
    act = models.ForeignKey("Act", models.CASCADE, null=True, blank=True)
    membership = models.ForeignKey("Membership", models.CASCADE, null=True, blank=True)
    membership_act = models.ForeignKey("MembershipAct", models.CASCADE, null=True, blank=True)
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True)
    office = models.ForeignKey("Office", models.CASCADE, null=True, blank=True)
    statement = models.ForeignKey("Statement", models.CASCADE, null=True, blank=True)
    position = models.ForeignKey("Position", models.CASCADE, null=True, blank=True)
    incompatibility = models.ForeignKey("Incompatibility", models.CASCADE, null=True, blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["source__publisher", "source__title", "locator"]
        constraints = [
            exactly_one(
                "relations_citation_one_owner",
                CITATION_OWNERS,
                _("A citation is evidence for just one record."),
            ),
            *unique_per_target(
                "relations_citation_unique",
                ["source", "locator"],
                CITATION_OWNERS,
                _("This record already cites that place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".strip()

    @property
    def owner(self) -> Any:
        """The record that this is evidence for."""
        return next(filter(None, (getattr(self, name) for name in self.OWNERS)), None)
