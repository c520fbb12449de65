"""What others call our actors: codes and names, by scheme and by date."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..constraints import date_order, unique_per_target
from ..fields import PartialDateField
from .base import ActorArc, one_actor_or_none


class Alias(ActorArc):
    """A code or name in a scheme that stands for one actor, for a time or for ever.

    COW 365 is Russia, and from 1922 to 1991 the Soviet Union: two rows, of which the one for
    a time comes first in that time. A row without an actor says that the name is none of ours:
    what data sets say of it is left out.
    """

    natural_key_fields = ("scheme", "value", "actor_country", "actor_organization")

    scheme = models.SlugField(
        _("scheme"),
        max_length=40,
        db_index=False,  # the uniqueness below begins with it
        help_text=_("Whose code it is: iso3, cow, name, or that of one data set."),
    )
    value = models.CharField(
        _("code or name"), max_length=200, help_text=_("To the letter, as data sets write it.")
    )
    begin = PartialDateField(_("from"), help_text=_("Empty where it always meant this actor."))
    end = PartialDateField(_("to"), help_text=_("Empty where it still means this actor."))
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("Who says so. For what is none of ours: why it is not."),
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["scheme", "value", "id"]
        constraints = [
            one_actor_or_none("alias"),
            *unique_per_target(
                "relations_alias_unique",
                ["scheme", "value"],
                ActorArc.ACTOR,
                _("This code or name is there already for this actor: change its time."),
                or_none=True,
            ),
            date_order("relations_alias_dates", "begin", "end", _("It ends before it begins.")),
            models.CheckConstraint(
                condition=~Q(scheme="") & ~Q(value=""),
                name="relations_alias_says_something",
                violation_error_message=_("An alias has a scheme and a code or name."),
            ),
            models.CheckConstraint(
                condition=Q(actor_country__isnull=False)
                | Q(actor_organization__isnull=False)
                | ~Q(note=""),
                name="relations_alias_of_nobody_says_why",
                violation_error_message=_("Choose an actor, or say in the note why it is none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"

    @property
    def is_for_a_time(self) -> bool:
        return bool(self.begin or self.end)

    def clean(self) -> None:
        """Refuse one name for two actors at one time: no import could tell them apart."""
        super().clean()
        others = Alias.objects.filter(scheme=self.scheme, value=self.value).exclude(pk=self.pk)
        for other in others.select_related(*ActorArc.ACTOR):
            if self.is_for_a_time == other.is_for_a_time and overlap(
                (self.begin, self.end), (other.begin, other.end)
            ):
                raise ValidationError(
                    _("At that time it stands for %(actor)s already: give both a beginning or end.")
                    % {"actor": other.actor or _("nobody of ours")}
                )


def overlap(first: tuple[object, object], second: tuple[object, object]) -> bool:
    """Say whether two times share a day for certain, each as its beginning and end."""
    for (_begin, end), (begin, _end) in ((first, second), (second, first)):
        last, start = getattr(end, "latest", None), getattr(begin, "earliest", None)
        if last and start and last <= start:
            return False
    return True
