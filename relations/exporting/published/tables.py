"""The published rows laid out flat: a table a model, and two of what follows from acts.

What the columns are follows from the models: their help texts say what a column means, their
vocabularies which terms it can hold. A key to another record is that record's key as one
text; a partial date has two more columns, its first and last possible day.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from relations.fields import PartialDateField, bounds_of
from relations.glossary import VOCABULARIES
from relations.models import Agreement, Membership
from relations.vocabularies import AgreementState, MembershipStatus

from .derived import agreement_states, membership_statuses
from .keys import identifier
from .reading import Record, fields_of, how_many, key_of, published_records
from .seen import MODELS, arc_of, mentions

Value = str | int | bool | dt.date | None
# What a column says of every published record.
LEFT_OUT = ("review",)
KEY = "id"
TYPES = {
    "BooleanField": "boolean",
    "DateField": "date",
    "PositiveSmallIntegerField": "integer",
}
# What the acts of a whole are called: one, and their table.
STEPS = {"agreement": ("act", "acts"), "membership": ("membership_act", "membership_acts")}
# Names that are not the model's own plural.
NAMES = {"othername": "other_names", "membershipact": "membership_acts"}


@dataclass(frozen=True)
class Column:
    """``type`` is string, integer, boolean or date; ``refers_to`` names a table.

    ``refers_key`` is the column there. ``terms`` are the values that it can hold, with their
    labels and meanings. ``is_edtf`` tells a partial date.
    """

    name: str
    meaning: str
    type: str = "string"
    terms: tuple[tuple[str, str, str], ...] = ()
    required: bool = False
    refers_to: str = ""
    refers_key: str = KEY
    is_edtf: bool = False


@dataclass(frozen=True)
class Table:
    """``key`` is the column that no two rows share. ``rows`` reads the rows, in its order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: str
    rows: Callable[[], Iterator[tuple[Value, ...]]] = field(compare=False)
    count: Callable[[], int] = field(compare=False)
    derived: bool = False

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def name_of(model: Any) -> str:
    """Give the name of a model's table: agreement_links for AgreementLink."""
    plural = str(model._meta.verbose_name_plural).replace(" ", "_")
    return NAMES.get(model._meta.model_name, plural)


def key_column(model: Any) -> str:
    """Give the column that is a table's key: the code or the slug itself, else one more."""
    names = model.natural_key_fields
    return str(names[0]) if len(names) == 1 else KEY


def tables() -> list[Table]:
    """Give all tables, those first that others refer to."""
    return [*(_table(model) for model in MODELS), *_derived()]


def _table(model: Any) -> Table:
    key = key_column(model)
    columns = [column for one in _fields(model) for column in _columns(model, one)]
    if key == KEY:
        made_of = ", ".join(model.natural_key_fields)
        columns.insert(0, Column(KEY, f"Key of the row, made of {made_of}.", required=True))
    return Table(
        name=name_of(model),
        meaning=inspect.cleandoc(model.__doc__).split("\n\n")[0].replace("\n", " "),
        columns=tuple(columns),
        key=key,
        rows=lambda: (_flat(model, record) for record in published_records(model)),
        count=lambda: how_many(model),
    )


def _fields(model: Any) -> list[Any]:
    """Give the fields in the order of the columns: the key, what it says, its evidence."""
    keys = list(model.natural_key_fields)
    evidence = ("source", "locator")

    def place(one: Any) -> int:
        if one.name in keys:
            return int(keys.index(one.name)) - len(keys)
        return 1 if one.name in evidence else 0

    kept = (one for one in fields_of(model) if one.name not in LEFT_OUT)
    return sorted(kept, key=place)


def _columns(model: Any, one: Any) -> Iterator[Column]:
    meaning = _sentence(one)
    if one.is_relation:
        required = one not in arc_of(model) and one not in mentions(model)
        target = one.related_model
        says = f"{meaning} A key of {name_of(target)}.{key_column(target)}."
        key = key_column(target)
        yield Column(one.name, says, required=required, refers_to=name_of(target), refers_key=key)
    elif isinstance(one, PartialDateField):
        earliest, latest = bounds_of(one.name)
        yield Column(one.name, f"{meaning} In EDTF (ISO 8601-2).", is_edtf=True)
        yield Column(earliest, f"First possible day of {one.name}; empty without one.", "date")
        yield Column(latest, f"Last possible day of {one.name}; empty without one.", "date")
    else:
        yield Column(
            one.name,
            meaning,
            TYPES.get(one.get_internal_type(), "string"),
            terms=_terms(one),
            required=not one.null and not one.blank,
        )


def _sentence(one: Any) -> str:
    name = str(one.verbose_name)
    words = f"{name[:1].upper()}{name[1:]}. {one.help_text}".strip()
    return words if words.endswith((".", ":")) else f"{words}."


def _terms(one: Any) -> tuple[tuple[str, str, str], ...]:
    return described((str(value), str(label)) for value, label in one.flatchoices)


def described(terms: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Add to terms and their labels what the glossary says that they mean."""
    found = tuple(terms)
    values = {value for value, _label in found}
    meanings: dict[Any, Any] = {}
    for _anchor, _title, vocabulary, said in VOCABULARIES.values():
        if set(vocabulary.values) == values:
            meanings = {str(value): str(meaning) for value, meaning in said.items()}
    return tuple((value, label, meanings.get(value, "")) for value, label in found)


def _flat(model: Any, record: Record) -> tuple[Value, ...]:
    row: list[Value] = []
    if key_column(model) == KEY:
        row.append(identifier(model, key_of(model, record)))
    for one in _fields(model):
        value = record[one.name]
        if one.is_relation:
            row.append(identifier(one.related_model, value))
        elif isinstance(one, PartialDateField):
            row += [value.notation, value.earliest, value.latest] if value else [None, None, None]
        else:
            row.append(None if value == "" else value)
    return tuple(row)


# What follows from acts ----------------------------------------------------------------


def _derived() -> list[Table]:
    return [
        _phases("agreement_states", "state", Agreement, AgreementState, agreement_states),
        _phases("membership_statuses", "status", Membership, MembershipStatus, membership_statuses),
    ]


def _phases(name: str, state: str, model: Any, vocabulary: Any, phases: Any) -> Table:
    whole = str(model._meta.model_name)
    step, steps = STEPS[whole]
    labels = ((str(value), str(label)) for value, label in vocabulary.choices)
    columns = (
        Column(KEY, f"Key of the row, made of {whole}, number.", required=True),
        Column(
            whole,
            f"Whose {state}.",
            required=True,
            refers_to=name_of(model),
            refers_key=key_column(model),
        ),
        Column("number", "In their order, from 1.", "integer", required=True),
        Column(state, "Empty where the acts leave it open.", terms=described(labels)),
        Column("begin", "First day on which that is certain; empty where unknown.", "date"),
        Column("end", "First day of the next one; empty for the last one.", "date"),
        Column(step, "The act from which it follows.", required=True, refers_to=steps),
    )

    def rows() -> Iterator[tuple[Value, ...]]:
        for whose, number, *rest in phases():
            yield (f"{whose}/{number}", whose, number, *rest)

    meaning = f"The {state} of each {whole} from when to when, as it follows from its acts."
    return Table(name, meaning, columns, KEY, rows, lambda: how_many(model), derived=True)
