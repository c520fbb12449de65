"""The filters of the lists: what stands in the URL, the same words everywhere.

``q scope kind state party member status speaker on_behalf_of target stance from
to sort``; values are slugs or codes, and a repeated word means any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from relations.fields import PartialDateFormField
from relations.models import (
    Act,
    Agreement,
    Country,
    Membership,
    Organization,
    Party,
    Person,
    Position,
    Provision,
    Scope,
    Side,
    Source,
    Statement,
)
from relations.querysets import Rows, newest, oldest
from relations.vocabularies import (
    AgreementKind,
    AgreementState,
    CountryKind,
    LegalForce,
    Medium,
    MembershipStatus,
    OrganizationKind,
    Region,
    Review,
    SourceKind,
    Stance,
    Voice,
)

Choices = list[tuple[str, Any]]


class OneMoreSelect(forms.SelectMultiple):
    """Keeps the chosen values hidden and offers the others to add one. Needs no script."""

    template_name = "relations/_one_more_select.html"
    allow_multiple_selected = True


class AnyOfField(forms.MultipleChoiceField):
    """Any of several terms; what isn't one is named in the error."""

    widget = OneMoreSelect
    default_error_messages = {"invalid_choice": _("“%(value)s” is not known here.")}


class AnyOf(django_filters.MultipleChoiceFilter):
    """A filter on a term of a vocabulary that a column or annotation holds."""

    field_class = AnyOfField


class ActorField(AnyOfField):
    """Countries and organizations by slug or code."""

    def to_python(self, value: Any) -> list[str]:
        given = super().to_python(value)
        codes = [v for v in given if len(v) == 3 and v.isupper()]  # noqa: PLR2004
        slugs = dict(Country.objects.filter(code__in=codes).values_list("code", "slug"))
        return [slugs.get(v, v) for v in given]

    def validate(self, value: Any) -> None:
        offered = set(_values(self.choices))
        unknown = [v for v in value if v not in offered]
        for model in (Country, Organization):
            known = model.objects.published().filter(slug__in=unknown)
            unknown = sorted(set(unknown) - set(known.values_list("slug", flat=True)))
        if unknown:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": unknown[0]}
            )


class AnyActor(django_filters.MultipleChoiceFilter):
    """A filter on actors; ``condition`` turns their slugs into a Q."""

    field_class: type[forms.Field] = ActorField

    def __init__(self, condition: Callable[[list[str]], Q], **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(**kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs.filter(self.condition(value)) if value else qs


class AnyWhere(AnyActor):
    """A filter on other terms; ``condition`` turns them into a Q."""

    field_class = AnyOfField


class DateBound(django_filters.Filter):
    """From or to a partial date: what may lie in the range is kept."""

    field_class = PartialDateFormField


class Words(django_filters.CharFilter):
    """Every word must occur in one of the columns."""

    def __init__(self, columns: Iterable[str], **kwargs: Any) -> None:
        self.columns = tuple(columns)
        super().__init__(label=_("Words"), **kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        for word in (value or "").split()[:8]:
            condition = Q()
            for column in self.columns:
                condition |= Q(**{f"{column}__icontains": word})
            qs = qs.filter(condition)
        return qs


class Sort(django_filters.ChoiceFilter):
    """The order of the rows; each choice stands for columns."""

    def __init__(self, orders: dict[str, tuple[str, tuple[Any, ...]]], **kwargs: Any) -> None:
        self.orders = orders
        choices = [(word, label) for word, (label, _columns) in orders.items()]
        super().__init__(choices=choices, empty_label=None, label=_("Sort by"), **kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        word = value or next(iter(self.orders))
        return qs.order_by(*self.orders[word][1])


class ListFilter(django_filters.FilterSet):
    """A filter set whose words may be Python's: ``from_`` is ``from`` in the URL."""

    @classmethod
    def get_filters(cls) -> Any:
        return {name.rstrip("_"): item for name, item in super().get_filters().items()}


def _values(choices: Any) -> Iterable[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from (inner for inner, _label in label)
        else:
            yield value


def actors_with(countries: Rows, organizations: Rows) -> Choices:
    """Group actors for a select: countries, then organizations."""
    groups = (
        (_("Countries"), countries.published().values_list("slug", "name")),
        (_("Organizations"), organizations.published().values_list("slug", "name")),
    )
    return [(title, list(rows.order_by("name"))) for title, rows in groups if rows]


def _is_actor(slugs: list[str], prefix: str = "actor") -> Q:
    return Q(**{f"{prefix}_country__slug__in": slugs}) | Q(
        **{f"{prefix}_organization__slug__in": slugs}
    )


def _scope_choices() -> Choices:
    return [
        (scope.slug, f"– {scope.name}" if scope.parent_id else scope.name)
        for scope in Scope.objects.all()
    ]


# Countries and organizations ------------------------------------------------------


def _organizations_with_members() -> Choices:
    organizations = Organization.objects.published().filter(
        Exists(Membership.objects.published().filter(organization=OuterRef("pk")))
    )
    return list(organizations.order_by("name").values_list("slug", "name"))


def _members() -> Choices:
    published = Membership.objects.published()
    return actors_with(
        Country.objects.filter(Exists(published.filter(actor_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(published.filter(actor_organization=OuterRef("pk")))),
    )


class MembershipFilter(ListFilter):
    """The two words that go together: whose membership, in which status today."""

    def filter_queryset(self, queryset: Rows) -> Rows:
        values = self.form.cleaned_data
        queryset = super().filter_queryset(queryset)
        if not values["member"] and not values["status"]:
            return queryset
        memberships = self.memberships(values["member"])
        if values["status"]:
            memberships = memberships.with_status().filter(status__in=values["status"])
        return queryset.filter(Exists(memberships))

    def memberships(self, slugs: list[str]) -> Any:
        raise NotImplementedError


def _no_condition(values: list[str]) -> Q:
    return Q()  # MembershipFilter does it, together with the status


class CountryFilter(MembershipFilter):
    q = Words(("name", "official_name", "code", "othername__name"), distinct=True)
    member = AnyActor(_no_condition, choices=_organizations_with_members, label=_("Member of"))
    status = AnyWhere(_no_condition, choices=MembershipStatus.choices, label=_("Status there"))
    kind = AnyOf(field_name="kind", choices=CountryKind.choices, label=_("Kind"))
    region = AnyOf(field_name="region", choices=Region.choices, label=_("Region"))
    sort = Sort({"name": (_("name"), ("name",)), "code": (_("code"), ("code",))})

    class Meta:
        model = Country
        fields: list[str] = []

    def memberships(self, slugs: list[str]) -> Any:
        rows = Membership.objects.visible().filter(actor_country=OuterRef("pk"))
        return rows.filter(organization__slug__in=slugs) if slugs else rows


class OrganizationFilter(MembershipFilter):
    q = Words(("name", "acronym", "summary", "othername__name"), distinct=True)
    member = AnyActor(_no_condition, choices=_members, label=_("With"))
    status = AnyWhere(_no_condition, choices=MembershipStatus.choices, label=_("As"))
    kind = AnyOf(field_name="kind", choices=OrganizationKind.choices, label=_("Kind"))
    sort = Sort({"name": (_("name"), ("name",)), "acronym": (_("acronym"), ("acronym", "name"))})

    class Meta:
        model = Organization
        fields: list[str] = []

    def memberships(self, slugs: list[str]) -> Any:
        rows = Membership.objects.visible().filter(organization=OuterRef("pk"))
        return rows.filter(_is_actor(slugs)) if slugs else rows


# Agreements -------------------------------------------------------------------------


def _parties() -> Choices:
    rows = Party.objects.filter(agreement__review=Review.PUBLISHED)
    return actors_with(
        Country.objects.filter(Exists(rows.filter(actor_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(rows.filter(actor_organization=OuterRef("pk")))),
    )


def _has_party(slugs: list[str]) -> Q:
    return Q(Exists(Party.objects.filter(_is_actor(slugs), agreement=OuterRef("pk"))))


def _has_scope(slugs: list[str]) -> Q:
    under = Q(scope__slug__in=slugs) | Q(scope__parent__slug__in=slugs)
    return Q(Exists(Provision.objects.filter(under, agreement=OuterRef("pk"))))


class AgreementFilter(ListFilter):
    q = Words(("title", "short_title", "summary", "provision__text"), distinct=True)
    party = AnyActor(_has_party, choices=_parties, label=_("Party"))
    scope = AnyWhere(_has_scope, choices=_scope_choices, label=_("Scope"))
    kind = AnyOf(field_name="kind", choices=AgreementKind.choices, label=_("Kind"))
    state = AnyOf(field_name="state", choices=AgreementState.choices, label=_("State today"))
    force = AnyOf(field_name="legal_force", choices=LegalForce.choices, label=_("Legal force"))
    from_ = DateBound(method="acted_since", label=_("Acts from"))
    to = DateBound(method="acted_until", label=_("Acts to"))
    sort = Sort(
        {
            "-date": (_("newest first"), (newest("first_day"), "title")),
            "date": (_("oldest first"), (oldest("first_day"), "title")),
            "title": (_("title"), ("title",)),
        }
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def acted_since(self, qs: Rows, name: str, value: Any) -> Rows:
        if value.earliest is None:
            return qs
        return qs.filter(self._acted(date_latest__gte=value.earliest))

    def acted_until(self, qs: Rows, name: str, value: Any) -> Rows:
        # Both bounds together must be met by one and the same act.
        if value.latest is None:
            return qs
        since = self.form.cleaned_data.get("from")
        both = {"date_latest__gte": since.earliest} if since and since.earliest else {}
        return qs.filter(self._acted(date_earliest__lte=value.latest, **both))

    @staticmethod
    def _acted(**bounds: Any) -> Exists:
        return Exists(Act.objects.filter(agreement=OuterRef("pk"), **bounds))


# Statements --------------------------------------------------------------------------


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
        _is_actor(values, "target")
        | Q(target_agreement__slug__in=values)
        | Q(target_scope__slug__in=values)
    )
    for value in values:
        member, slash, organization = value.partition("/")
        if slash:
            condition |= Q(target_membership__organization__slug=organization) & _is_actor(
                [member], "target_membership__actor"
            )
    return condition


class TargetField(ActorField):
    """An actor, or anything else that a position is on."""

    def validate(self, value: Any) -> None:
        known = set(_values(self.choices))
        known.update(
            Agreement.objects.published().filter(slug__in=value).values_list("slug", flat=True)
        )
        known.update(Scope.objects.filter(slug__in=value).values_list("slug", flat=True))
        super().validate([v for v in value if v not in known])


class AnyTarget(AnyActor):
    field_class = TargetField


def _speaks_for(slugs: list[str]) -> Q:
    return Q(Exists(Side.objects.filter(_is_actor(slugs), statement=OuterRef("pk"))))


def _spoken_by(slugs: list[str]) -> Q:
    return Q(Exists(Side.objects.filter(person__slug__in=slugs, statement=OuterRef("pk"))))


class StatementFilter(ListFilter):
    q = Words(
        ("title", "summary", "quotation", "position__text", "side__person__name"), distinct=True
    )
    speaker = AnyWhere(_spoken_by, choices=_speakers, label=_("Speaker"))
    on_behalf_of = AnyActor(_speaks_for, choices=_sides, label=_("On behalf of"))
    target = AnyTarget(_no_condition, choices=_targets, label=_("About"))
    stance = AnyWhere(_no_condition, choices=Stance.choices, label=_("Stance"))
    kind = AnyOf(field_name="voice", choices=Voice.choices, label=_("Voice"))
    medium = AnyOf(field_name="medium", choices=Medium.choices, label=_("Medium"))
    from_ = DateBound(method="since", label=_("From"))
    to = DateBound(method="until", label=_("To"))
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
        positions = Position.objects.filter(statement=OuterRef("pk"))
        if values["target"]:
            positions = positions.filter(_on_target(values["target"]))
        if values["stance"]:
            positions = positions.filter(stance__in=values["stance"])
        if values["target"] or values["stance"]:
            queryset = queryset.filter(Exists(positions))
        return queryset

    def since(self, qs: Rows, name: str, value: Any) -> Rows:
        return qs.filter(date_latest__gte=value.earliest) if value.earliest else qs

    def until(self, qs: Rows, name: str, value: Any) -> Rows:
        return qs.filter(date_earliest__lte=value.latest) if value.latest else qs


class SourceFilter(ListFilter):
    q = Words(("title", "publisher", "author"))
    kind = AnyOf(field_name="kind", choices=SourceKind.choices, label=_("Kind"))
    from_ = DateBound(method="since", label=_("Published from"))
    to = DateBound(method="until", label=_("Published to"))
    sort = Sort(
        {
            "publisher": (_("publisher"), ("publisher", "title")),
            "-date": (_("newest first"), (newest("published_earliest"), "title")),
        }
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def since(self, qs: Rows, name: str, value: Any) -> Rows:
        return qs.filter(published_latest__gte=value.earliest) if value.earliest else qs

    def until(self, qs: Rows, name: str, value: Any) -> Rows:
        return qs.filter(published_earliest__lte=value.latest) if value.latest else qs
