"""What tells that something was written; set by :mod:`relations.triggers.stamps`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamp(models.Model):
    """A random word, another one after each write. All together they are the site's version.

    Never written by Python.
    """

    token = models.CharField(_("word"), max_length=36)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.token
