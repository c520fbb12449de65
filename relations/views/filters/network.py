"""What can be asked of the network: words in the URL, and the question that they make."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from relations.models import Agreement
from relations.querysets import Rows
from relations.reading.network import LARGEST, Question
from relations.vocabularies import Region, Subregion

from .agreement import has_scope
from .parts import DateBound
from .selects import Chosen, SelectFilter, actors, scopes

TIES = [("agreement", _("agreements only")), ("membership", _("memberships only"))]
LARGEST_OFFERED = 60  # beyond, a pair says nothing and the ties are tens of thousands


class NetworkFilter(SelectFilter):
    """Filters agreements by scope; the other words go into the question."""

    scope = Chosen(has_scope, choices=scopes, label=_("Scope"))
    tie = django_filters.ChoiceFilter(
        method="apart", choices=TIES, label=_("Tied by"), empty_label=_("both")
    )
    region = Chosen(choices=Region.choices, label=_("Region"))
    subregion = Chosen(choices=Subregion.choices, label=_("Subregion"))
    centre = django_filters.ChoiceFilter(
        method="apart", choices=actors, label=_("In the middle"), empty_label=_("nobody")
    )
    from_ = DateBound(method="apart", label=_("In force from"))
    to = DateBound(method="apart", label=_("In force to"))
    least = django_filters.NumberFilter(
        method="apart",
        min_value=1,
        max_value=99,
        decimal_places=0,
        label=_("Fewest ties"),
    )
    largest = django_filters.NumberFilter(
        method="apart",
        min_value=2,
        max_value=LARGEST_OFFERED,
        decimal_places=0,
        label=_("Most participants (else 30)"),
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def apart(self, qs: Rows, name: str, value: Any) -> Rows:
        """Leave the agreements as they are: the question is about their participants."""
        return qs

    def question(self, day: dt.date) -> Question:
        """Give what a valid form asks; ``day`` counts where no period is given."""
        values = self.form.cleaned_data
        since, until = values["from"], values["to"]
        first, last = day, day
        if since or until:
            first = (since and since.earliest) or dt.date.min
            last = (until and until.latest) or max(day, first)
        return Question(
            agreements=self.qs,
            first=first,
            last=last,
            with_agreements=values["tie"] != "membership",
            with_memberships=values["tie"] != "agreement",
            by_scope=bool(values["scope"]),
            regions=values["region"],
            subregions=values["subregion"],
            largest=int(values["largest"] or LARGEST),
            least=int(values["least"] or 1),
            centre=values["centre"],
        )
