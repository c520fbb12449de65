"""Agreements: what was agreed, by whom, and the dated acts from which the state follows."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..constraints import unique_per_target, vocabulary
from ..querysets import ActQuerySet, AgreementQuerySet, oldest
from ..vocabularies import (
    ActKind,
    AgreementKind,
    Concerns,
    LegalForce,
    LinkKind,
    PartyRole,
    ProvisionForce,
)
from .base import (
    ActorArc,
    CuratedModel,
    NaturalKeyModel,
    one_actor,
    one_actor_or_none,
    published_needs_source,
)
from .membership import Step, effect_after_date
from .scope import Scope
from .slug import Slugged
from .source import Source


class Agreement(Slugged, CuratedModel):
    """A treaty, charter, memorandum, joint statement, ceasefire and the like.

    Its state follows from its acts: :meth:`AgreementQuerySet.with_state`.
    """

    natural_key_fields = ("slug",)

    title = models.CharField(_("title"), max_length=400, help_text=_("As in the document."))
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind.choices)
    legal_force = models.CharField(
        _("legal force"),
        max_length=10,
        choices=LegalForce.choices,
        default=LegalForce.UNCLEAR,
        help_text=_("Whether it binds in law; its state is another matter."),
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("In our own words."))
    registration = models.CharField(
        _("registration"),
        max_length=160,
        blank=True,
        help_text=_("As UNTS vol. 2235, I-39775, or the official gazette."),
    )
    note = models.TextField(
        _("editors' note"),
        blank=True,
        help_text=_("Doubts, and what sources disagree on. Readers see it as ours."),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title"]
        constraints = [
            *published_needs_source("agreement"),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="relations_agreement_title",
                violation_error_message=_("An agreement has a title."),
            ),
            *vocabulary("agreement", kind=AgreementKind, legal_force=LegalForce),
        ]

    def __str__(self) -> str:
        return self.short_title or self.title


class Party(ActorArc):
    """An actor's part in an agreement."""

    natural_key_fields = ("agreement", "actor_country", "actor_organization")
    part_of = ("agreement",)

    agreement = models.ForeignKey(
        # A party is a part of its agreement.
        Agreement,
        on_delete=models.CASCADE,
        verbose_name=_("agreement"),
    )
    role = models.CharField(
        _("role"), max_length=12, choices=PartyRole.choices, default=PartyRole.PARTY
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["id"]
        constraints = [
            one_actor("party"),
            *unique_per_target(
                "relations_party_unique",
                ["agreement"],
                ActorArc.ACTOR,
                _("This actor is a party already."),
            ),
            *vocabulary("party", role=PartyRole),
        ]

    def __str__(self) -> str:
        return str(self.actor)


class Act(ActorArc, Step):
    """A dated step of an agreement as a whole, or of one party.

    ``actor`` says who did it. A suspension by one side of a bilateral agreement
    concerns the agreement; a ratification concerns the party.
    """

    natural_key_fields = (
        "agreement",
        "actor_country",
        "actor_organization",
        "kind",
        "occurrence",
    )
    part_of = ("agreement",)

    agreement = models.ForeignKey(
        # A step is a part of its agreement.
        Agreement,
        on_delete=models.CASCADE,
        verbose_name=_("agreement"),
    )
    kind = models.CharField(_("what"), max_length=24, choices=ActKind.choices)
    concerns = models.CharField(
        _("concerns"),
        max_length=10,
        choices=Concerns.choices,
        default=Concerns.AGREEMENT,
    )
    person = models.ForeignKey(
        "Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("by the hand of"),
        help_text=_("Who signed or declared it."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why, in our own words."))

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = [oldest("date_earliest"), "id"]
        constraints = [
            effect_after_date("act"),
            one_actor_or_none("act"),
            *unique_per_target(
                "relations_act_unique",
                ["agreement", "kind", "occurrence"],
                ActorArc.ACTOR,
                _("This act is there: correct it, or count the time up."),
                or_none=True,
            ),
            models.CheckConstraint(
                condition=Q(concerns=Concerns.AGREEMENT)
                | Q(actor_country__isnull=False)
                | Q(actor_organization__isnull=False),
                name="relations_act_of_a_party_names_it",
                violation_error_message=_("An act that concerns one party must say which."),
            ),
            *vocabulary("act", kind=ActKind, concerns=Concerns),
        ]
        indexes = [
            # state of an agreement as of a day: its last act
            models.Index(fields=["agreement", "date_earliest"], name="act_in_order"),
            # the years in the admin
            models.Index(fields=["date_earliest"], name="act_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"


class Provision(NaturalKeyModel):
    """What an agreement lays down under one scope, and how binding that is."""

    natural_key_fields = ("agreement", "number")
    part_of = ("agreement",)

    agreement = models.ForeignKey(
        # A provision is a part of its agreement.
        Agreement,
        on_delete=models.CASCADE,
        verbose_name=_("agreement"),
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MaxValueValidator(9999)], help_text=_("Order on the page.")
    )
    scope = models.ForeignKey(
        # The vocabulary must keep what is filed under it.
        Scope,
        on_delete=models.PROTECT,
        verbose_name=_("scope"),
    )
    force = models.CharField(_("force"), max_length=12, choices=ProvisionForce.choices)
    text = models.TextField(_("what is agreed"), help_text=_("In our own words."))
    locator = models.CharField(_("locator"), max_length=200, blank=True)
    source = models.ForeignKey(
        # A source that something rests on must not vanish.
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="provision_set",
        verbose_name=_("own source"),
        help_text=_("Where it is not that of the agreement."),
    )

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="relations_provision_unique",
                violation_error_message=_("Another provision has this number."),
            ),
            *vocabulary("provision", force=ProvisionForce),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.number}"


class AgreementLink(NaturalKeyModel):
    """How one agreement relates to an earlier one."""

    natural_key_fields = ("from_agreement", "to_agreement", "kind")
    part_of = ("from_agreement",)

    # A link goes with either of its ends.
    from_agreement = models.ForeignKey(
        Agreement,
        on_delete=models.CASCADE,
        related_name="link_set",
        verbose_name=_("agreement"),
    )
    to_agreement = models.ForeignKey(
        Agreement,
        on_delete=models.CASCADE,
        related_name="reverse_link_set",
        verbose_name=_("other agreement"),
    )
    kind = models.CharField(_("how"), max_length=12, choices=LinkKind.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agreement link")
        verbose_name_plural = _("agreement links")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_agreement", "to_agreement", "kind"],
                name="relations_agreementlink_unique",
                violation_error_message=_("The two are linked in this way already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_agreement=F("to_agreement")),
                name="relations_agreementlink_not_to_itself",
                violation_error_message=_("An agreement can't relate to itself."),
            ),
            *vocabulary("agreementlink", kind=LinkKind),
        ]

    def __str__(self) -> str:
        return f"{self.from_agreement} {self.get_kind_display()} {self.to_agreement}"
