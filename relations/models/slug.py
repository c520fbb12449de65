"""Slugs, and the old ones that redirect for ever."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import exactly_one
from ..querysets import NaturalKeyQuerySet
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
        fields = kwargs.get("update_fields")
        with transaction.atomic(using=kwargs.get("using")):
            old = self.stored_slug() if fields is None or "slug" in fields else None
            super().save(**kwargs)
            if old:
                self.remember_slug(old)

    def get_absolute_url(self) -> str:
        return page_of(str(self._meta.model_name), self.slug)

    def stored_slug(self) -> str | None:
        """Give the slug that the database holds, None for a new record."""
        if not self.pk:
            return None
        stored = type(self)._default_manager.filter(pk=self.pk)
        return stored.values_list("slug", flat=True).first()

    def remember_slug(self, old: str) -> None:
        """Keep a slug that was replaced as an address of this record."""
        if old != self.slug:
            FormerSlug.objects.leads_to(self, old)


def page_of(model: str, slug: str) -> str:
    """Give the path of the page of a record: of which model (in lower case), and its slug."""
    before, after = _around_slug(model)
    return f"{get_script_prefix()}{before}{slug}{after}"


@cache
def _around_slug(name: str) -> tuple[str, str]:
    """Give what stands before and after a slug in the address of this name.

    Asked once: a page names records by the hundred, and Django puts each address
    together anew.
    """
    before, _slug, after = reverse(name, args=["-"]).partition("-")
    return before.removeprefix(get_script_prefix()), after


SLUG_TAKEN = _("This former slug leads to another record already.")


class FormerSlugQuerySet(NaturalKeyQuerySet):
    def leads_to(self, record: models.Model, old: str) -> None:
        """Let an address that a record gave up lead to it, whoever else gave it up before."""
        name = str(record._meta.model_name)
        # Countries and organizations share one name space.
        names = ("country", "organization") if name in ("country", "organization") else (name,)
        for shared in names:
            self.filter(slug=old, **{f"{shared}__isnull": False}).delete()
        self.filter(slug=record.slug, **{name: record}).delete()  # type: ignore[attr-defined]
        self.create(slug=old, **{name: record})


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
    part_of = REDIRECT_TARGETS

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

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
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
                violation_error_message=SLUG_TAKEN,
            ),
            *[
                models.UniqueConstraint(
                    fields=["slug"],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"relations_formerslug_unique_{target}",
                    violation_error_message=SLUG_TAKEN,
                )
                for target in REDIRECT_TARGETS[2:]
            ],
        ]

    def __str__(self) -> str:
        return self.slug
