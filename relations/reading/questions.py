"""Questions to start with on the home page: each leads to the list that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Organization


@dataclass(frozen=True)
class Question:
    """A question, the address of its answer, and the actors without whom it makes no sense."""

    words: Any
    view: str
    query: str = ""
    actors: tuple[str, ...] = ()
    args: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it is answered."""
        return reverse(self.view, args=self.args) + (f"?{self.query}" if self.query else "")


QUESTIONS = (
    Question(
        _("Who has a strategic partnership charter with the United States?"),
        "agreement-list",
        "party=united-states&kind=charter",
        ("united-states",),
    ),
    Question(
        _("What did Russia say in January 2025?"),
        "statement-list",
        "on_behalf_of=russia&from=2025-01&to=2025-01",
        ("russia",),
    ),
    Question(
        _("Who was in the CSTO on 1 January 2013?"),
        "membership-list",
        "organization=csto&status=member&as_of=2013-01-01",
        ("csto",),
    ),
    Question(
        _("What ties Armenia and Russia?"),
        "pair",
        actors=("armenia", "russia"),
        args=("armenia", "russia"),
    ),
    Question(
        _("What is in force between Armenia and the European Union?"),
        "pair",
        actors=("armenia", "eu"),
        args=("armenia", "eu"),
    ),
    Question(_("Who changed its mind?"), "positions", "changed=on"),
    Question(_("Who is tied to whom in Western Asia?"), "network", "subregion=145"),
    Question(_("What do the terms mean?"), "glossary"),
)


def questions() -> list[Question]:
    """Give the questions whose actors readers can see here: two queries."""
    wanted = {slug for question in QUESTIONS for slug in question.actors}
    known: set[str] = set()
    for model in (Country, Organization):
        rows = model.objects.published().filter(slug__in=wanted)
        known.update(rows.order_by().values_list("slug", flat=True))
    return [question for question in QUESTIONS if known.issuperset(question.actors)]
