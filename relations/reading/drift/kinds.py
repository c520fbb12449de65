"""Kinds of ties and stances, what each counts unless a reader says otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.vocabularies import AgreementState, LegalForce, MembershipStatus, Stance

MOST = 100.0  # the greatest weight
LONGEST = 36_500.0  # days of a half-life: a century


@dataclass(frozen=True)
class Kind:
    """A kind of tie: the word in the URL, its name, what it counts by default."""

    word: str
    label: str | Promise
    weight: float


# How binding: a duty in force counts 1, a political commitment or half a membership half of it.
KINDS = (
    Kind("treaty_in_force", gettext_lazy("binding agreement in force"), 1.0),
    Kind("treaty_provisional", gettext_lazy("binding agreement, provisionally applied"), 0.75),
    Kind("treaty_signed", gettext_lazy("binding agreement, signed and not in force"), 0.25),
    Kind("treaty_agreed", gettext_lazy("binding agreement, its text agreed only"), 0.0),
    Kind("unclear_in_force", gettext_lazy("in force, legal force unclear"), 0.75),
    Kind("unclear_signed", gettext_lazy("signed, legal force unclear"), 0.25),
    Kind("political", gettext_lazy("political commitment, signed or adopted"), 0.5),
    Kind("agreement_suspended", gettext_lazy("agreement, suspended"), 0.0),
    Kind("member", gettext_lazy("member of an organization"), 1.0),
    Kind("frozen", gettext_lazy("member, participation frozen"), 0.25),
    Kind("suspended", gettext_lazy("member, suspended"), 0.25),
    Kind("associate", gettext_lazy("associate"), 0.5),
    Kind("candidate", gettext_lazy("candidate"), 0.5),
    Kind("applicant", gettext_lazy("applicant"), 0.25),
    Kind("observer", gettext_lazy("observer"), 0.25),
    Kind("partner", gettext_lazy("dialogue partner"), 0.25),
    Kind("aspirant", gettext_lazy("declared membership an aim"), 0.25),
    Kind("invited", gettext_lazy("invited"), 0.0),
)
LABELS = {kind.word: kind.label for kind in KINDS}

# What each stance counts, from -1 to 1; None is left out.
STANCES: dict[str, float | None] = {
    Stance.SUPPORTS: 1.0,
    Stance.CONDITIONAL: 0.5,
    Stance.NEUTRAL: 0.0,
    Stance.DOUBTS: -0.5,
    Stance.OPPOSES: -1.0,
    Stance.IMPROVING: 1.0,
    Stance.STEADY: 0.0,
    Stance.WORSENING: -1.0,
    Stance.UNCLEAR: None,
}

_STATES = {
    LegalForce.BINDING: {
        AgreementState.IN_FORCE: "treaty_in_force",
        AgreementState.PROVISIONAL: "treaty_provisional",
        AgreementState.SIGNED: "treaty_signed",
        AgreementState.AGREED: "treaty_agreed",
    },
    LegalForce.UNCLEAR: {
        AgreementState.IN_FORCE: "unclear_in_force",
        AgreementState.PROVISIONAL: "unclear_in_force",
        AgreementState.SIGNED: "unclear_signed",
        AgreementState.AGREED: "unclear_signed",
    },
    LegalForce.POLITICAL: {
        AgreementState.IN_FORCE: "political",
        AgreementState.PROVISIONAL: "political",
        AgreementState.SIGNED: "political",
        AgreementState.AGREED: "political",
    },
}
_STATUSES = {
    status: str(status)
    for status in MembershipStatus
    if str(status) in LABELS  # those who never came in or went out have no tie
}


def of_agreement(force: str, state: str | None) -> str | None:
    """Give the kind of tie that an agreement is in a state; None where it ties nobody."""
    if state == AgreementState.SUSPENDED:
        return "agreement_suspended"
    return _STATES[LegalForce(force)].get(state) if state else None  # type: ignore[call-overload]


def of_membership(status: str | None) -> str | None:
    """Give the kind of tie that a membership is with a status; None where it is none."""
    return _STATUSES.get(status) if status else None  # type: ignore[call-overload]


@dataclass(frozen=True)
class Counting:
    """How ties and stances are counted: what a reader can change, and does in the URL.

    ``half_life`` is in days. Ties with more than ``largest`` participants are left out.
    """

    weights: Mapping[str, float] = field(
        default_factory=lambda: {kind.word: kind.weight for kind in KINDS}
    )
    half_life: float = 730.0
    largest: int = 100

    @property
    def changed(self) -> dict[str, float]:
        """Give the weights that aren't the usual ones."""
        usual = {kind.word: kind.weight for kind in KINDS}
        return {word: n for word, n in self.weights.items() if n != usual[word]}

    @property
    def words(self) -> list[tuple[str, str]]:
        """Give what differs from the usual, as words and values of a URL."""
        found = [(f"w_{word}", f"{n:g}") for word, n in self.changed.items()]
        if self.half_life != Counting.half_life:
            found.append(("half_life", f"{self.half_life:g}"))
        if self.largest != Counting.largest:
            found.append(("largest", str(self.largest)))
        return found


class Wrong(ValueError):
    """What was asked can't be answered; says why, in words for readers, by parameter."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


def counting(given: Mapping[str, Sequence[str]]) -> Counting:
    """Read weights (``w_member=0.5``), ``half_life`` and ``largest`` from words of a URL.

    Other words are left alone. Raises Wrong for each that is no number or out of range, that
    isn't a kind, or that is given twice.
    """
    weights = {kind.word: kind.weight for kind in KINDS}
    errors: dict[str, str] = {}

    def read(word: str, least: float, most: float) -> float | None:
        values = [value for value in given[word] if value.strip()]
        if not values:
            return None
        try:
            found = float(values[0])
        except ValueError:
            found = math.nan
        if len(values) > 1 or not least <= found <= most:
            errors[word] = _(
                "%(word)s: “%(value)s” won’t do: give one number from %(least)s to %(most)s."
            ) % {
                "word": word,
                "value": ", ".join(values)[:40],
                "least": f"{least:g}",
                "most": f"{most:g}",
            }
            return None
        return found

    for word in given:
        kind = word.removeprefix("w_")
        if word == kind:
            continue
        if kind not in weights:
            errors[word[:40]] = _("“%(word)s” is no kind of tie here.") % {"word": word[:40]}
        elif (weight := read(word, 0, MOST)) is not None:
            weights[kind] = weight
    half_life = read("half_life", 1, LONGEST) if "half_life" in given else None
    largest = read("largest", 2, 1000) if "largest" in given else None
    if not any(weights.values()) and not errors:
        errors["weights"] = _("Every weight is 0: then nothing ties anybody.")
    if errors:
        raise Wrong(dict(list(errors.items())[:5]))
    return Counting(
        weights,
        Counting.half_life if half_life is None else half_life,
        Counting.largest if largest is None else int(largest),
    )
