"""Lists that an analyst comes back to, under names of their own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet):
    def own(self, user: Any) -> SavedFilterQuerySet:
        return self.filter(owner=user)

    def seen_by(self, user: Any) -> SavedFilterQuerySet:
        """Keep a user's own, and what others share with all."""
        return self.filter(Q(owner=user) | Q(shared=True))


class SavedFilter(models.Model):
    """The filters, search and order of one list of the admin, by a name.

    It belongs to the workplace, not to the data: no natural key, no history, in
    no fixture, and it goes with its owner. ``query`` is what stands after the
    question mark of that list's own address, so it can lead nowhere else. Name
    and query may be blank for Django, so that the constraints say what is wrong.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("owner"), editable=False
    )
    list = models.CharField(
        _("list"), max_length=50, editable=False, help_text=_("The model whose list it is.")
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    query = models.CharField(_("query"), max_length=2000, blank=True, editable=False)
    shared = models.BooleanField(
        _("shared"), default=False, help_text=_("Everybody who may see the list finds it there.")
    )

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("saved filters")
        verbose_name = _("saved filter")
        ordering = ["name", "id"]
        permissions = [("share_savedfilter", "Can share a saved filter with all")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"],
                name="relations_savedfilter_unique_name",
                violation_error_message=_("You have a filter of this name at this list."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="relations_savedfilter_name",
                violation_error_message=_("A saved filter has a name."),
            ),
            models.CheckConstraint(
                condition=~Q(query=""),
                name="relations_savedfilter_query",
                violation_error_message=_("Filter, search or sort the list first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
