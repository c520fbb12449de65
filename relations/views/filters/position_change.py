"""Filters of changes of position: whose, on what, when, and by whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Organization, Person, Position
from relations.querysets import Rows
from relations.reading.matrix import TargetKind
from relations.reading.position_changes import (
    By,
    Change,
    Wanted,
    comparable,
    position_changes,
)
from relations.reading.publication import remembered
from relations.vocabularies import Review, Stance

from .fields import ActorField, RecordField, TargetField
from .parts import Choices, Since, Until, numbers
from .position import OnlyChanged, concerns, stated_for, under
from .selects import Chosen, SelectFilter, scopes, speaking, targets

MOST_PEOPLE = 200  # offered to choose from; the URL takes any


def speakers() -> Choices:
    """Offer those who spoke most often: counted anew after each write only."""
    return remembered("speakers", _speakers)


def _speakers() -> Choices:
    said = Q(side__statement__review=Review.PUBLISHED)
    people = Person.objects.published().annotate(n=Count("side", filter=said)).filter(n__gt=1)
    names = people.order_by("-n", "pk").values_list("slug", "name")[:MOST_PEOPLE]
    return sorted(names, key=lambda choice: choice[1])


class PositionChangeFilter(SelectFilter):
    """What can be asked of changes of position. ``on`` leaves out what came after that day."""

    by = django_filters.ChoiceFilter(
        choices=By.choices, empty_label=None, label=_("Same"), method="as_it_is"
    )
    on_behalf_of = Chosen(None, ActorField, choices=speaking, label=_("On behalf of"))
    speaker = Chosen(None, RecordField, models=(Person,), choices=speakers, label=_("Speaker"))
    kind = Chosen(choices=TargetKind.choices, label=_("Positions on"))
    target = Chosen(None, TargetField, choices=targets, label=_("About"))
    scope = Chosen(None, choices=scopes, label=_("Agreements and scopes under"))
    stance = Chosen(choices=Stance.choices, label=_("Stance afterwards"))
    from_ = Since(field_name="statement__date", label=_("Changed from"))
    to = Until(field_name="statement__date", label=_("Changed until"))
    uncertain = OnlyChanged(label=_("Also where dates leave open which came first"))

    class Meta:
        model = Position
        fields: list[str] = []

    def __init__(self, data: Any = None, *, on: dt.date | None = None) -> None:
        super().__init__(data, Position.objects.none())
        self.on = on

    def as_it_is(self, rows: Rows, name: str, value: Any) -> Rows:
        """Whose positions are compared is asked before any row is."""
        return rows

    @property
    def values(self) -> dict[str, Any]:
        """What was understood of the query."""
        self.form.errors  # noqa: B018  what validates
        return {**dict.fromkeys(self.filters), **self.form.cleaned_data}

    def changes(self, *, bounded: bool = True) -> list[Change]:
        """Find the changes that meet the filters; none where one isn't understood.

        Raises TooMany, see :func:`position_changes`.
        """
        if not self.form.is_valid():
            return []
        values = self.values
        by = values["by"] or By.ACTOR
        rows = comparable(by, values["kind"] or (), self.on)
        for word, condition in (("target", concerns), ("scope", under)):
            if values[word]:
                rows = rows.filter(condition(values[word]))
        if by == By.SPEAKER and values["speaker"]:
            rows = rows.filter(for_person__in=Person.objects.filter(slug__in=values["speaker"]))
        if by == By.ACTOR and values["on_behalf_of"]:
            rows = rows.filter(stated_for(values["on_behalf_of"]))
        return position_changes(rows, by, self._wanted(by, values), bounded=bounded)

    def _wanted(self, by: str, values: dict[str, Any]) -> Wanted:
        """Say what the later statement is to be; whose positions are compared is no part of it."""
        people, actors = values["speaker"], values["on_behalf_of"]
        since, until = values["from"], values["to"]
        return Wanted(
            stances=values["stance"] or (),
            since=since.earliest if since else None,
            until=until.latest if until else None,
            people=numbers(Person, people) if people and by == By.ACTOR else None,
            actors=(numbers(Country, actors), numbers(Organization, actors))
            if actors and by == By.SPEAKER
            else None,
            uncertain=bool(values["uncertain"]),
        )
