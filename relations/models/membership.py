"""Memberships: who belongs where, and the dated steps from which the status follows."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import date_order, unique_per_target, vocabulary
from ..fields import PartialDateField
from ..querysets import MembershipActQuerySet, MembershipQuerySet, oldest
from ..vocabularies import STATUS_AFTER, MembershipActKind
from .base import (
    ActorArc,
    CuratedModel,
    NaturalKeyModel,
    one_actor,
    published_needs_source,
)
from .source import Source


class Membership(ActorArc, CuratedModel):
    """The tie of an actor with an organization, one row for ever.

    Invitations, joining, suspension and leaving are its acts; the status is
    read from them by :meth:`MembershipQuerySet.with_status` and never stored.
    """

    natural_key_fields = ("actor_country", "actor_organization", "organization")

    organization = models.ForeignKey(
        "Organization",
        on_delete=models.PROTECT,
        verbose_name=_("in organization"),
        related_name="member_set",
    )
    note = models.TextField(_("note"), blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = [
            "organization__name",
            "actor_country__name",
            "actor_organization__name",
        ]
        constraints = [
            *published_needs_source("membership"),
            one_actor("membership"),
            *unique_per_target(
                "relations_membership_unique",
                ["organization"],
                ActorArc.ACTOR,
                _("This membership exists: add what happened to it as an act."),
            ),
            models.CheckConstraint(
                condition=Q(actor_organization__isnull=True)
                | ~Q(actor_organization=F("organization")),
                name="relations_membership_not_of_itself",
                violation_error_message=_("An organization can't be a member of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} – {self.organization}"

    def get_absolute_url(self) -> str:
        return f"{self.organization.get_absolute_url()}#members"


class Step(NaturalKeyModel):
    """What an act of an agreement and one of a membership have in common."""

    occurrence = models.PositiveSmallIntegerField(
        _("time"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("2 for the second step of the same kind: a second suspension."),
    )
    date = PartialDateField(_("date"), help_text=_("Of the act: signature, deposit, notice."))
    effect = PartialDateField(
        _("took effect"),
        help_text=_("Only where that is another date than that of the act."),
    )
    source = models.ForeignKey(
        # A source that something rests on must not vanish.
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
        verbose_name=_("own source"),
        help_text=_("Where it is not that of the whole record."),
    )
    locator = models.CharField(_("locator"), max_length=200, blank=True)

    class Meta:
        abstract = True


def effect_after_date(model: str) -> models.CheckConstraint:
    return date_order(
        f"relations_{model}_dates",
        "date",
        "effect",
        _("It takes effect before it was done: the date of effect must not lie before the date."),
    )


class MembershipAct(Step):
    """A dated step of a membership."""

    natural_key_fields = ("membership", "kind", "occurrence")
    part_of = ("membership",)

    membership = models.ForeignKey(
        # A step is a part of its membership.
        Membership,
        on_delete=models.CASCADE,
        verbose_name=_("membership"),
    )
    kind = models.CharField(_("what"), max_length=16, choices=MembershipActKind.choices)
    note = models.TextField(_("why, by whom"), blank=True)

    objects = MembershipActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of membership")
        verbose_name_plural = _("acts of membership")
        ordering = [oldest("date_earliest"), "id"]
        constraints = [
            effect_after_date("membershipact"),
            models.UniqueConstraint(
                fields=["membership", "kind", "occurrence"],
                name="relations_membershipact_unique",
                violation_error_message=_("This step is there: correct it, or count the time up."),
            ),
            *vocabulary("membershipact", kind=MembershipActKind),
        ]
        indexes = [
            # members of an organization as of a day: the last step of each membership
            models.Index(fields=["membership", "date_earliest"], name="membershipact_in_order"),
            # the years in the admin
            models.Index(fields=["date_earliest"], name="membershipact_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_kind_display()}"

    @property
    def status(self) -> str:
        """The status that it leads to, in words."""
        return str(STATUS_AFTER[self.kind].label)
