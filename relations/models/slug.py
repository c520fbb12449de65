"""Slugs, and the old ones that redirect for ever."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import exactly_one
from .base import NaturalKeyModel


class Slugged(models.Model):
    """A record with a public address of its own."""

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("Its address on the public pages. An old one goes on redirecting."),
    )

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Save, and remember the slug that this one replaces."""
        model = type(self)
        old = None
        if self.pk:
            old = model._default_manager.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(**kwargs)
        if old and old != self.slug:
            target: dict[str, Any] = {str(model._meta.model_name): self}
            FormerSlug.objects.filter(slug=self.slug, **target).delete()
            FormerSlug.objects.get_or_create(slug=old, **target)


REDIRECT_TARGETS = (
    "country",
    "organization",
    "agreement",
    "statement",
    "person",
    "scope",
    "source",
)


class FormerSlug(NaturalKeyModel):
    """An address that a record once had."""

    TARGETS: ClassVar[tuple[str, ...]] = REDIRECT_TARGETS
    natural_key_fields = ("slug", *REDIRECT_TARGETS)

    slug = models.SlugField(_("former slug"), max_length=100)
    # The redirect goes when what it leads to goes.
    country = models.ForeignKey("Country", models.CASCADE, null=True, blank=True)
    organization = models.ForeignKey("Organization", models.CASCADE, null=True, blank=True)
    agreement = models.ForeignKey("Agreement", models.CASCADE, null=True, blank=True)
    statement = models.ForeignKey("Statement", models.CASCADE, null=True, blank=True)
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True)
    scope = models.ForeignKey("Scope", models.CASCADE, null=True, blank=True)
    # Not "%(class)s_set": it is an address of the source, not evidence drawn from it.
    source = models.ForeignKey("Source", models.CASCADE, null=True, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            exactly_one(
                "relations_formerslug_one_target",
                REDIRECT_TARGETS,
                _("A former slug leads to just one record."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                # Countries and organizations share one name space.
                condition=Q(country__isnull=False) | Q(organization__isnull=False),
                name="relations_formerslug_unique_actor",
            ),
            *[
                models.UniqueConstraint(
                    fields=["slug"],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"relations_formerslug_unique_{target}",
                )
                for target in REDIRECT_TARGETS[2:]
            ],
        ]

    def __str__(self) -> str:
        return self.slug
