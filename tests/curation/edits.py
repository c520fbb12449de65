"""Random edits of two agreements and their parts, by the ways that curation has."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from hypothesis import strategies as st

from relations.curation.history import State, model_called
from relations.curation.restoring import instance_of
from relations.models import Act, Agreement, AgreementLink, Citation, Party, Provision
from tests import factories as f

Values = dict[tuple[str, int], dict[str, Any]]


class World:
    """Two agreements that edits are made to, with what these may point to."""

    def __init__(self) -> None:
        self.agreements = [f.AgreementFactory(), f.AgreementFactory()]
        self.countries = f.CountryFactory.create_batch(3)
        self.scope, self.source = f.ScopeFactory(), f.SourceFactory()

    def edit(self, name: str, which: int, value: int) -> None:
        """Make one edit. One that the database refuses is none."""
        agreement = self.agreements[which % 2]
        try:
            with transaction.atomic():
                getattr(self, f"_{name}")(agreement, value)
        except IntegrityError:
            pass

    def _add_party(self, agreement: Any, value: int) -> None:
        Party.objects.create(agreement=agreement, actor_country=self.countries[value % 3])

    def _add_provision(self, agreement: Any, value: int) -> None:
        Provision.objects.bulk_create(
            [Provision(agreement=agreement, number=value, scope=self.scope, force="intention")]
        )

    def _add_act(self, agreement: Any, value: int) -> None:
        f.ActFactory(agreement=agreement, occurrence=value % 3 + 1, date=f"20{value:02}~")

    def _cite(self, agreement: Any, value: int) -> None:
        Citation.objects.create(agreement=agreement, source=self.source, locator=f"p. {value}")

    def _cite_act(self, agreement: Any, value: int) -> None:
        if act := _one(Act.objects.filter(agreement=agreement), value):
            Citation.objects.create(act=act, source=self.source, locator=f"p. {value}")

    def _link(self, agreement: Any, value: int) -> None:
        (other,) = (a for a in self.agreements if a != agreement)
        kind = ("amends", "replaces", "implements")[value % 3]
        AgreementLink.objects.create(from_agreement=agreement, to_agreement=other, kind=kind)

    def _retitle(self, agreement: Any, value: int) -> None:
        Agreement.objects.filter(pk=agreement.pk).update(title=f"Treaty {value}")

    def _readdress(self, agreement: Any, value: int) -> None:
        stored = Agreement.objects.get(pk=agreement.pk)
        stored.slug = f"{agreement.pk}-{value}"
        stored.save()

    def _word(self, agreement: Any, value: int) -> None:
        Provision.objects.filter(agreement=agreement).update(text=f"Article {value}")

    def _swap(self, agreement: Any, value: int) -> None:
        some = list(Provision.objects.filter(agreement=agreement)[:2])
        if len(some) == 2:
            first, second = some
            for row, number in ((first, 99), (second, first.number), (first, second.number)):
                Provision.objects.filter(pk=row.pk).update(number=number)

    def _remove(self, agreement: Any, value: int) -> None:
        model = (Party, Act, Provision, Citation, AgreementLink)[value % 5]
        owner = "from_agreement" if model is AgreementLink else "agreement"
        if row := _one(model.objects.filter(**{owner: agreement}), value):
            row.delete()

    def _move(self, agreement: Any, value: int) -> None:
        model = (Party, Act, Provision, Citation)[value % 4]
        (other,) = (a for a in self.agreements if a != agreement)
        if row := _one(model.objects.filter(agreement=agreement), value):
            row.agreement = other
            row.save()


def _one(rows: Any, value: int) -> Any:
    found = list(rows.order_by("id"))
    return found[value % len(found)] if found else None


EVERY = sorted(
    name[1:] for name in vars(World) if name.startswith("_") and not name.startswith("__")
)
STAYING = [name for name in EVERY if name != "move"]


def edits(names: list[str] = EVERY) -> Any:
    one = st.tuples(st.sampled_from(names), st.integers(0, 1), st.integers(0, 9))
    return st.lists(one, max_size=14)


def stored(agreement: Any) -> Values:
    """Give the values of all rows of an agreement that the database holds, addresses apart."""
    rows = {
        "agreement": Agreement.objects.filter(pk=agreement.pk),
        "party": Party.objects.filter(agreement=agreement),
        "act": Act.objects.filter(agreement=agreement),
        "provision": Provision.objects.filter(agreement=agreement),
        "agreementlink": AgreementLink.objects.filter(from_agreement=agreement),
        "citation": Citation.objects.filter(agreement=agreement)
        | Citation.objects.filter(act__agreement=agreement),
    }
    return {(name, row["id"]): row for name, some in rows.items() for row in some.values()}


def kept(state: State) -> Values:
    """Give the same of a state from the history."""
    return {
        (name, number): {
            field.attname: getattr(instance_of(model_called(name), row), field.attname)
            for field in model_called(name)._meta.concrete_fields
        }
        for (name, number), row in state.items()
        if name != "formerslug"
    }
