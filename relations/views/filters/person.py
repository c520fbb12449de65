"""Filters of people: by the offices that they held, and for whom."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from relations.models import Office, Person
from relations.querysets import Rows
from relations.reading.facets import Counts, by_actor, by_text
from relations.reading.lists import offices_held, statements_of_people

from .list_filter import ListFilter
from .parts import AnyActor, AnyText, Sort, Values, Words, is_actor


class PersonFilter(ListFilter):
    """Actor, office and day must be met by one and the same office."""

    most = 2_000

    q = Words()
    on_behalf_of = AnyActor(label=_("In office for"))
    office = AnyText(model=Office, column="title", label=_("Office"))
    sort = Sort(
        {
            "name": (_("name"), ("name",)),
            "-name": (_("name, from Z to A"), ("-name",)),
            "-statements": (_("most statements first"), ("-statement_count", "name")),
            "statements": (_("fewest statements first"), ("statement_count", "name")),
        }
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def narrowed(self, rows: Rows, values: Values) -> Rows:
        rows = super().narrowed(rows, values)
        if not (values["on_behalf_of"] or values["office"] or values["as_of"]):
            return rows
        return rows.filter(Exists(self._meant(values).filter(person=OuterRef("pk"))))

    def read_first_keys(self, without: frozenset[str]) -> list[int]:
        """Read the keys; by number of statements those of all people are counted at once."""
        sort = self.form.cleaned_data.get("sort") or ""
        if sort.lstrip("-") != "statements":
            return super().read_first_keys(without)
        by_name = self.matching(without=without).order_by("name", "pk")
        keys = list(by_name.values_list("pk", flat=True))
        said = statements_of_people()
        keys.sort(key=lambda key: said.get(key, 0) * (-1 if sort[0] == "-" else 1))
        return keys[: self.most + 1]

    def counted(self, word: str) -> Counts:
        offices = self._meant({**self.values, word: None})
        offices = offices.filter(person__in=self.meeting_others(word).values("pk"))
        if word == "office":
            return by_text(offices, "title", "person")
        return by_actor(offices, owner="person")

    @staticmethod
    def _meant(values: Values) -> Rows:
        day: dt.date | None = values["as_of"]
        offices = offices_held(day)
        if values["on_behalf_of"]:
            offices = offices.filter(is_actor(values["on_behalf_of"]))
        return offices.filter(title__in=values["office"]) if values["office"] else offices
