"""Filters of statements."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import (
    Agreement,
    Country,
    Membership,
    Organization,
    Person,
    Position,
    Scope,
    Side,
    Statement,
)
from relations.querysets import Rows, newest, oldest
from relations.vocabularies import (
    Medium,
    Review,
    Stance,
    Voice,
)

from .parts import (
    ActorField,
    AnyActor,
    AnyOf,
    AnyWhere,
    Choices,
    ListFilter,
    Since,
    Sort,
    Until,
    Words,
    actors_with,
    flat,
    is_actor,
    no_condition,
)


def _speakers() -> Choices:
    people = Person.objects.published().filter(
        Exists(Side.objects.filter(person=OuterRef("pk"), statement__review=Review.PUBLISHED))
    )
    return list(people.order_by("name").values_list("slug", "name"))


def _sides() -> Choices:
    rows = Side.objects.filter(statement__review=Review.PUBLISHED)
    return actors_with(
        Country.objects.filter(Exists(rows.filter(actor_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(rows.filter(actor_organization=OuterRef("pk")))),
    )


def _targets() -> Choices:
    """Group everything that positions are on; a membership is written member/organization."""
    rows = Position.objects.visible()
    choices = actors_with(
        Country.objects.filter(Exists(rows.filter(target_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(rows.filter(target_organization=OuterRef("pk")))),
    )
    agreements = Agreement.objects.published().filter(
        Exists(rows.filter(target_agreement=OuterRef("pk")))
    )
    scopes = Scope.objects.filter(Exists(rows.filter(target_scope=OuterRef("pk"))))
    memberships = (
        Membership.objects.visible()
        .with_actors()
        .select_related("organization")
        .filter(Exists(rows.filter(target_membership=OuterRef("pk"))))
    )
    groups: Choices = [
        (_("Agreements"), [(a.slug, str(a)) for a in agreements]),
        (_("Scopes"), list(scopes.values_list("slug", "name"))),
        (
            _("Memberships"),
            [(f"{m.actor.slug}/{m.organization.slug}", str(m)) for m in memberships],
        ),
    ]
    return choices + [group for group in groups if group[1]]


def _on_target(values: list[str]) -> Q:
    condition = (
        is_actor(values, "target")
        | Q(target_agreement__slug__in=values)
        | Q(target_scope__slug__in=values)
    )
    for value in values:
        member, slash, organization = value.partition("/")
        if slash:
            condition |= Q(target_membership__organization__slug=organization) & is_actor(
                [member], "target_membership__actor"
            )
    return condition


class TargetField(ActorField):
    """An actor, or anything else that a position is on."""

    def validate(self, value: Any) -> None:
        known = set(dict(flat(self.choices)))
        known.update(
            Agreement.objects.published().filter(slug__in=value).values_list("slug", flat=True)
        )
        known.update(Scope.objects.filter(slug__in=value).values_list("slug", flat=True))
        super().validate([v for v in value if v not in known])


class AnyTarget(AnyActor):
    field_class = TargetField


def _speaks_for(slugs: list[str]) -> Q:
    return Q(Exists(Side.objects.filter(is_actor(slugs), statement=OuterRef("pk"))))


def _spoken_by(slugs: list[str]) -> Q:
    return Q(Exists(Side.objects.filter(person__slug__in=slugs, statement=OuterRef("pk"))))


class StatementFilter(ListFilter):
    q = Words()
    speaker = AnyWhere(_spoken_by, choices=_speakers, label=_("Speaker"))
    on_behalf_of = AnyActor(_speaks_for, choices=_sides, label=_("On behalf of"))
    target = AnyTarget(no_condition, choices=_targets, label=_("About"))
    stance = AnyWhere(no_condition, choices=Stance.choices, label=_("Stance"))
    kind = AnyOf(field_name="voice", choices=Voice.choices, label=_("Voice"))
    medium = AnyOf(field_name="medium", choices=Medium.choices, label=_("Medium"))
    from_ = Since(field_name="date", label=_("From"))
    to = Until(field_name="date", label=_("To"))
    sort = Sort(
        {
            "-date": (_("newest first"), (newest("date_earliest"), "title")),
            "date": (_("oldest first"), (oldest("date_earliest"), "title")),
        }
    )

    class Meta:
        model = Statement
        fields: list[str] = []

    def filter_queryset(self, queryset: Rows) -> Rows:
        """Filter, and ask for target and stance in one and the same position."""
        queryset = super().filter_queryset(queryset)
        values = self.form.cleaned_data
        positions = Position.objects.visible().filter(statement=OuterRef("pk"))
        if values["target"]:
            positions = positions.filter(_on_target(values["target"]))
        if values["stance"]:
            positions = positions.filter(stance__in=values["stance"])
        if values["target"] or values["stance"]:
            queryset = queryset.filter(Exists(positions))
        return queryset
