"""Offices that overlap, and steps of memberships that can't have followed each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import Membership, MembershipAct, Office
from relations.vocabularies import MembershipActKind as Kind

from .likeness import normal
from .registry import Found, Weight, check
from .thresholds import thresholds

# Titles that many hold at once.
SHARED = (
    "member",
    "deputy",
    "ambassador",
    "adviser",
    "advisor",
    "assistant",
    "commissioner",
    "vice president of the",
    "co chair",
    "senator",
    "representative of",
    "special envoy",
    "spokesperson",
)

# A step after which somebody takes part in some way.
TAKING_PART = (
    Kind.FOUNDED,
    Kind.JOINED,
    Kind.SUCCEEDED,
    Kind.READMITTED,
    Kind.OBSERVER,
    Kind.ASSOCIATED,
    Kind.PARTNER,
)
JOINING = (Kind.FOUNDED, Kind.JOINED, Kind.SUCCEEDED)
OUT = (Kind.WITHDREW, Kind.EXPELLED, Kind.ENDED)
PAUSED = (Kind.FROZEN, Kind.SUSPENDED)
# Talks and candidacies are frozen as well.
THERE = (*TAKING_PART, Kind.APPLIED, Kind.CANDIDATE, Kind.NEGOTIATIONS)
INTERRUPTING = (*OUT, *PAUSED, Kind.LAPSED)


def _last_certain_day(start: Any, end: Any) -> dt.date:
    """Give the last day on which an office was held for certain."""
    if end is not None and end.is_open:
        return dt.date.max
    if end is not None and end.earliest:
        return end.earliest
    return start.latest


@check(gettext_lazy("One office, held by two at once"), Weight.DOUBT)
def overlapping_offices() -> Iterator[Found]:
    """Offices of one title for one actor that overlap however kindly their dates are read.

    Where nothing is recorded about the end, only the beginning is certain.
    """
    key = ("actor_country_id", "actor_organization_id")
    offices = (
        Office.objects.filter(start_latest__isnull=False)
        .select_related("person", "actor_country", "actor_organization")
        .order_by(*key)
    )

    def post(office: Any) -> tuple[Any, ...]:
        return (office.actor_country_id, office.actor_organization_id, normal(office.title))

    for _actor, held in groupby(offices.iterator(), key=lambda o: post(o)[:2]):
        for (*_ids, title), same in groupby(sorted(held, key=_sortable(post)), key=post):
            if not title.startswith(SHARED):
                yield from _overlaps(same)


def _sortable(post: Any) -> Any:
    return lambda office: (post(office)[2], office.start_latest, office.pk)


def _overlaps(offices: Iterable[Any]) -> Iterator[Found]:
    """Compare each of the offices of a post, by their beginning, with who was in it longest."""
    longest: Any = None
    for office in offices:
        if longest and office.start_latest < _last_certain_day(longest.start, longest.end):
            dates = [(str(o.start), str(o.end)) for o in (longest, office)]
            text = _("%(first)s and %(second)s were both %(office)s at once, as the dates say.")
            if longest.person_id == office.person_id:
                text = _("%(first)s is recorded twice as %(office)s for the same time.")
            values = {"first": longest.person, "second": office.person, "office": office}
            people = dict.fromkeys((longest.person, office.person))
            yield Found(tuple(people), text % values, dates, f"{longest.pk}-{office.pk}")
        ends = _last_certain_day(office.start, office.end)
        if not longest or ends > _last_certain_day(longest.start, longest.end):
            longest = office


@check(gettext_lazy("Memberships whose steps are out of order"), Weight.ERROR)
def steps_out_of_order() -> Iterator[Found]:
    """What can't have followed each other however kindly the dates are read."""
    # Lone first steps can contradict nothing; only memberships with one of the rest are read.
    suspects = MembershipAct.objects.filter(
        Q(kind__in=(*OUT, *PAUSED, Kind.RESUMED, Kind.READMITTED)) | Q(occurrence__gt=1)
    ).values("membership")
    twice = (
        MembershipAct.objects.filter(kind__in=JOINING)
        .values("membership")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values("membership")
    )
    steps = (
        MembershipAct.objects.filter(Q(membership__in=suspects) | Q(membership__in=twice))
        .order_by("membership_id")
        .values_list("membership_id", "kind", "date_earliest", "date_latest", "pk")
    )
    contradictions: dict[int, tuple[str, list[Any]]] = {}
    for membership, rows in groupby(steps.iterator(), key=lambda row: row[0]):
        taken = [row[1:] for row in rows]
        if sentence := _contradiction(taken):
            contradictions[membership] = (sentence, taken)
    memberships: Any = Membership.objects.select_related(
        "actor_country", "actor_organization", "organization"
    ).in_bulk(list(contradictions))
    for pk, (sentence, taken) in contradictions.items():
        facts = [(kind, str(early), str(late)) for kind, early, late, _pk in taken]
        yield Found((memberships[pk],), f"{memberships[pk]}: {sentence}", sorted(facts))


Taken = list[tuple[str, dt.date | None, dt.date | None, int]]


def _contradiction(taken: Taken) -> str:
    """Say what can't be about the steps of one membership, '' where nothing is wrong."""

    def of(*kinds: str) -> Taken:
        return [step for step in taken if step[0] in kinds]

    began = of(*TAKING_PART)
    for kinds, before, text in (
        (OUT, began, _("it left before it ever took part.")),
        (PAUSED, of(*THERE), _("it was suspended before it was there.")),
        ((Kind.RESUMED,), of(*PAUSED), _("it resumed what had not been suspended.")),
        ((Kind.READMITTED,), of(*OUT), _("it was readmitted before it had left.")),
    ):
        if any(_certainly_first(step, before) for step in of(*kinds)):
            return text
    entries = sorted(of(*JOINING), key=lambda step: (step[1] or dt.date.min, step[3]))
    for first, second in zip(entries, entries[1:], strict=False):
        if _founded_and_ratified(first, second):
            continue
        if not any(_may_lie_between(out, first, second) for out in of(*INTERRUPTING)):
            return _("it joined twice, and nothing interrupted it in between.")
    return ""


def _founded_and_ratified(first: Any, second: Any) -> bool:
    """Whether somebody signed as a founder and ratified, or acceded, a while later."""
    days = thresholds().founding_days
    between = second[1] and first[2] and (second[1] - first[2]).days
    return first[0] == Kind.FOUNDED and second[0] == Kind.JOINED and (between or 0) <= days


def _certainly_first(step: Any, others: Taken) -> bool:
    """Whether a step lies before every one of the others (as it does where there is none)."""
    _kind, _early, late, _pk = step
    return all(late and early and late < early for _other, early, _late, _number in others)


def _may_lie_between(step: Any, first: Any, second: Any) -> bool:
    _kind, early, late, _pk = step
    after = not (late and first[1]) or late >= first[1]
    before = not (early and second[2]) or early <= second[2]
    return after and before
