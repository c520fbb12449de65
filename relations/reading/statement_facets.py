"""What each choice of the list of statements would find: their parts are read once, counted here.

No more statements are counted than the list shows in pages; for so few the database would be
asked anew for each facet, and take longer than to hand over their parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from typing import Any

from relations.models import Country, Organization, Person, Position, Side, Statement
from relations.querysets import Rows
from relations.vocabularies import Medium, Stance, Voice

from .facets import Counts, of_records, of_terms


class StatementParts:
    """The sides, terms and positions of some statements; three queries at most.

    ``statements`` are their numbers; ``positions`` say which of anybody's positions are meant.
    """

    def __init__(self, statements: Collection[int], positions: Rows) -> None:
        self._statements = statements
        self._meant = positions

    @cached_property
    def _sides(self) -> list[tuple[int, int | None, int | None, int | None]]:
        columns = ("statement_id", "actor_country_id", "actor_organization_id", "person_id")
        rows = Side.objects.filter(statement__among=self._statements).order_by()
        return list(rows.values_list(*columns))

    @cached_property
    def _terms(self) -> list[tuple[str, str]]:
        rows = Statement.objects.filter(pk__among=self._statements).order_by()
        return list(rows.values_list("voice", "medium"))

    @cached_property
    def _positions(self) -> list[tuple[Any, ...]]:
        rows = self._meant.filter(statement__among=self._statements).order_by()
        return list(rows.values_list("statement_id", "stance", *Position.TARGETS))

    def speakers(self) -> Counts:
        spoken = {(person, statement) for statement, *_actors, person in self._sides if person}
        return of_records({Person: Counter(person for person, _statement in spoken)})

    def actors(self) -> Counts:
        """Count by the actor on whose behalf they are."""
        countries = Counter(country for _s, country, _o, _p in self._sides if country)
        organizations = Counter(group for _s, _c, group, _p in self._sides if group)
        return of_records({Country: countries, Organization: organizations})

    def targets(self) -> Counts:
        """Count by what the positions are on; a membership is member/organization."""
        return of_records(
            {
                Position._meta.get_field(name).related_model: Counter(
                    row[place] for row in self._positions if row[place]
                )
                for place, name in enumerate(Position.TARGETS, 2)
            }
        )

    def stances(self) -> Counts:
        taken = {(stance, statement) for statement, stance, *_targets in self._positions}
        return of_terms(Counter(stance for stance, _statement in taken), Stance)

    def voices(self) -> Counts:
        return of_terms(Counter(voice for voice, _medium in self._terms), Voice)

    def mediums(self) -> Counts:
        return of_terms(Counter(medium for _voice, medium in self._terms), Medium)
