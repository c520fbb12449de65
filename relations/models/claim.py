"""Claims: what each source says about a fact on which sources disagree."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..constraints import exactly_one, unique_per_target
from ..fields import PartialDateField
from .base import NaturalKeyModel
from .source import Source

# What sources can disagree on, by the record that it stands in. Not what is ours
# (slugs, summaries, notes, headlines) and not what ties records together (keys): a
# membership, for one, has no such field, but its acts have.
DISPUTABLE: dict[str, tuple[str, ...]] = {
    "country": ("name", "official_name", "kind", "begin", "end"),
    "organization": ("name", "acronym", "kind", "begin", "end", "headquarters"),
    "agreement": ("title", "kind", "legal_force", "registration"),
    "act": ("kind", "concerns", "date", "effect", "place"),
    "provision": ("force",),
    "membership_act": ("kind", "date", "effect"),
    "person": ("name", "native_name"),
    "office": ("title", "start", "end"),
    "statement": ("date", "medium", "place", "quotation", "language"),
    "position": ("stance", "quotation"),
}
CLAIM_OWNERS = tuple(DISPUTABLE)

# Where a part without a source of its own takes its evidence from.
WHOLE = {
    "act": "agreement",
    "provision": "agreement",
    "membership_act": "membership",
    "position": "statement",
}

# What a record of a claim is called after, to be loaded with it.
OWNER_NAMES = (
    "act__agreement",
    "provision__agreement",
    "office__person",
    "office__actor_country",
    "office__actor_organization",
    "position__statement",
    *(
        f"{membership}__{end}"
        for membership in ("membership_act__membership", "position__target_membership")
        for end in ("actor_country", "actor_organization", "organization")
    ),
    *(f"position__target_{target}" for target in ("country", "organization", "agreement", "scope")),
)


def owner_name(record: Any) -> str:
    """Say what a claim calls a record or its model: ``membership_act`` for a MembershipAct.

    '' where nothing in such a record can be disputed.
    """
    for name in CLAIM_OWNERS:
        if record._meta.model_name == name.replace("_", ""):
            return name
    return ""


def owner_model(name: str) -> Any:
    """Give the model of the records that a claim calls so."""
    return apps.get_model("relations", name.replace("_", ""))


def whole_of(record: Any) -> Any:
    """Give the record that a part belongs to; any other record is a whole itself."""
    name = WHOLE.get(owner_name(record))
    return getattr(record, name) if name else record


def stated(record: Any, field: str) -> str:
    """Give what a record says in a field, in the field's own notation; '' for nothing."""
    return str(record._meta.get_field(field).value_to_string(record) or "")


FIELD_OF_OWNER = _("A claim is about a field of its record that can be disputed.")


def _field_of_owner() -> models.CheckConstraint:
    condition = Q()
    for owner, fields in DISPUTABLE.items():
        condition &= Q(**{f"{owner}__isnull": True}) | Q(field__in=fields)
    return models.CheckConstraint(
        condition=condition,
        name="relations_claim_field_of_owner",
        violation_error_message=FIELD_OF_OWNER,
    )


class Claim(NaturalKeyModel):
    """What one source says about one field of a record.

    Which of several claims is preferred is not stored: it is the one whose value
    stands in the record itself, so that the two can't contradict each other.
    """

    OWNERS: ClassVar[tuple[str, ...]] = CLAIM_OWNERS
    part_of = CLAIM_OWNERS
    natural_key_fields = (*CLAIM_OWNERS, "field", "value", "source")

    # What is claimed about a record goes with it.
    country = models.ForeignKey("Country", models.CASCADE, null=True, blank=True)
    organization = models.ForeignKey("Organization", models.CASCADE, null=True, blank=True)
    agreement = models.ForeignKey("Agreement", models.CASCADE, null=True, blank=True)
    act = models.ForeignKey("Act", models.CASCADE, null=True, blank=True)
    provision = models.ForeignKey("Provision", models.CASCADE, null=True, blank=True)
    membership_act = models.ForeignKey("MembershipAct", models.CASCADE, null=True, blank=True)
    person = models.ForeignKey("Person", models.CASCADE, null=True, blank=True)
    office = models.ForeignKey("Office", models.CASCADE, null=True, blank=True)
    statement = models.ForeignKey("Statement", models.CASCADE, null=True, blank=True)
    position = models.ForeignKey("Position", models.CASCADE, null=True, blank=True)
    field = models.CharField(
        _("what is in dispute"), max_length=30, help_text=_("A field of the record.")
    )
    value = models.CharField(
        _("according to the source"),
        # With its source in one index: PostgreSQL takes 2,704 bytes there.
        max_length=600,
        help_text=_("As the field is written: a date as 2025-01-14, a term as binding, a text."),
    )
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
    note = models.TextField(
        _("note"), blank=True, help_text=_("What speaks for or against it. Readers see it.")
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["field", "value", "id"]
        constraints = [
            exactly_one(
                "relations_claim_one_owner",
                CLAIM_OWNERS,
                _("A claim is about just one record."),
            ),
            *unique_per_target(
                "relations_claim_unique",
                ["field", "value", "source"],
                CLAIM_OWNERS,
                _("That this source says so is there already."),
            ),
            _field_of_owner(),
            models.CheckConstraint(
                condition=~Q(value=""),
                name="relations_claim_value",
                violation_error_message=_("A claim says something: give the value."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.words}"

    def get_absolute_url(self) -> str:
        """Lead to the page where readers find the dispute."""
        page = whole_of(self.owner)
        if self.owner_name == "office":
            page = page.person
        elif self.owner_name == "membership_act":
            page = page.organization
        return f"{page.get_absolute_url()}#disputes"

    @property
    def owner_name(self) -> str:
        """Which key of the arc is set, be its record stored yet or not; '' for none."""
        for name in self.OWNERS:
            if getattr(self, f"{name}_id") or self._state.fields_cache.get(name):
                return name
        return ""

    @property
    def owner(self) -> Any:
        """The record that this is about."""
        name = self.owner_name
        return getattr(self, name) if name else None

    @property
    def model_field(self) -> Any:
        """The field in dispute; None where record and field don't go together."""
        name = self.owner_name
        if self.field not in DISPUTABLE.get(name, ()):
            return None
        return owner_model(name)._meta.get_field(self.field)

    @property
    def label(self) -> str:
        """The field in dispute, in words."""
        return capfirst(str(self.model_field.verbose_name)) if self.model_field else self.field

    @property
    def words(self) -> str:
        """The value in words, as pages show it."""
        return in_words(self.model_field, self.value)

    @property
    def is_preferred(self) -> bool:
        """Whether the record says what this claim says."""
        return self.model_field is not None and self.value == stated(self.owner, self.field)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check field and value against the record's model, and put the value in normal form.

        Here and not in clean(): loading a fixture checks the fields, as a form does.
        """
        super().clean_fields(exclude)
        given = {"field", "value"}.isdisjoint(exclude or ())
        if not given or not (name := self.owner_name):
            return
        if self.model_field is None:
            fields = _now("Of this record: %(fields)s.") % {"fields": ", ".join(DISPUTABLE[name])}
            raise ValidationError({"field": [FIELD_OF_OWNER, fields]})
        try:
            self.value = normal_form(self.model_field, self.value)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error


def in_words(field: Any, value: str) -> str:
    """Say a value of a field in words: a term by its label, a date, a text as it is."""
    if isinstance(field, PartialDateField):
        return field.to_python(value).words() if value else ""
    return str(dict(field.flatchoices).get(value, value)) if field else value


def normal_form(field: Any, value: str) -> str:
    """Give a value as the field itself would keep it. Raises ValidationError with what is right."""
    value = value.strip()
    if field.choices and value not in dict(field.flatchoices):
        raise ValidationError(
            _now("“%(value)s” is no term of “%(field)s”: write one of %(terms)s.")
            % {
                "value": value,
                "field": field.verbose_name,
                "terms": ", ".join(str(term) for term, _label in field.flatchoices),
            }
        )
    return str(field.clean(value, None))
