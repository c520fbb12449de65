"""Scopes: the fields of cooperation, in a small tree."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import NaturalKeyModel
from .slug import Slugged


class Scope(Slugged, NaturalKeyModel):
    """A field in which actors cooperate, at most two levels deep."""

    natural_key_fields = ("slug",)

    name = models.CharField(_("name"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    description = models.TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("scope")
        verbose_name_plural = _("scopes")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="relations_scope_not_own_parent",
                violation_error_message=_("A scope can't be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
