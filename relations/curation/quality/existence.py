"""What happened to somebody before it existed, or after it had ended.

Doubts, most of them: colonies, Soviet republics and states to be were members and parties.
So one finding holds all of one actor's, and who judges one judges all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import Act, MembershipAct, Office, Party
from relations.vocabularies import LEAVING, ActKind, MembershipActKind

from .registry import Found, Weight, check
from .thresholds import thresholds

ACTORS = ("actor_country", "actor_organization")
# How many of the rows of one finding are named and linked.
SHOWN = 8

# By these acts somebody comes to what others concluded.
JOINING_LATER = (
    ActKind.SIGNED,
    ActKind.RATIFIED,
    ActKind.ACCEPTED,
    ActKind.APPROVED,
    ActKind.ACCEDED,
    ActKind.SUCCEEDED,
)


def _before(actor: str, day: str = "date_latest") -> Q:
    """The condition that a date lies before this end of the arc existed."""
    return Q(**{f"{day}__lt": F(f"{actor}__begin_earliest")})


def _after(actor: str, day: str = "date_earliest") -> Q:
    """The condition that a date lies after this end of the arc had ended."""
    return Q(**{f"{day}__gt": F(f"{actor}__end_latest")})


def _gathered(rows: Iterable[tuple[Any, Any, Any, Any]], sentence: str) -> Iterator[Found]:
    """Make one finding an actor of rows, their dates, their records and actors."""
    by_actor: dict[Any, list[tuple[Any, Any, Any]]] = {}
    for row, date, record, actor in rows:
        by_actor.setdefault(actor, []).append((row, date, record))
    for actor, theirs in by_actor.items():
        lines = [f"{row} ({date.words()})" for row, date, _record in theirs]
        more = len(lines) - SHOWN
        text = sentence % {
            "actor": actor,
            "begin": actor.begin.words() if actor.begin else "–",
            "end": actor.end.words() if actor.end else "–",
        }
        text += " " + "; ".join(lines[:SHOWN])
        text += _(" and %(number)d more.") % {"number": more} if more > 0 else "."
        facts = sorted((row.pk, str(date)) for row, date, _record in theirs)
        also = tuple(dict.fromkeys(record for _row, _date, record in theirs))[:SHOWN]
        yield Found((actor,), text, (str(actor.begin), str(actor.end), facts), also=also)


@check(gettext_lazy("Acts outside the life of who did them"), Weight.DOUBT)
def act_outside_life() -> Iterator[Found]:
    for actor in ACTORS:
        acts = Act.objects.filter(_before(actor) | _after(actor)).exclude(kind=ActKind.SUCCEEDED)
        yield from _gathered(
            (
                (act, act.date, act.agreement, act.actor)
                for act in acts.select_related("agreement", actor)
            ),
            _("What %(actor)s (from %(begin)s until %(end)s) did while it did not exist:"),
        )


@check(gettext_lazy("Memberships outside the life of the member"), Weight.DOUBT)
def membership_outside_life_of_member() -> Iterator[Found]:
    for actor in ACTORS:
        end = f"membership__{actor}"
        # The end of a member is sometimes noted later: leaving may come after it.
        late = _after(end) & ~Q(kind__in=LEAVING)
        steps = MembershipAct.objects.filter(_before(end) | late).exclude(
            kind=MembershipActKind.SUCCEEDED
        )
        yield from _gathered(
            (
                (step, step.date, step.membership, step.membership.actor)
                for step in steps.select_related("membership__organization", end)
            ),
            _("Where %(actor)s (from %(begin)s until %(end)s) belonged while it did not exist:"),
        )


@check(gettext_lazy("Memberships outside the life of the organization"), Weight.DOUBT)
def membership_outside_life_of_organization() -> Iterator[Found]:
    """Ratifications found an organization before it begins, so joining may come a while before."""
    end = "membership__organization"
    late = _after(end) & ~Q(kind__in=LEAVING)
    steps = MembershipAct.objects.filter(_before(end) | late).select_related(
        end, "membership__actor_country", "membership__actor_organization"
    )
    grace = dt.timedelta(days=thresholds().founding_days)

    def is_founding(step: Any) -> bool:
        begin, last = step.membership.organization.begin, step.date.latest
        before = begin and begin.earliest and last and last < begin.earliest
        return bool(before and step.kind not in LEAVING and begin.earliest - last <= grace)

    yield from _gathered(
        (
            (step, step.date, step.membership, step.membership.organization)
            for step in steps
            if not is_founding(step)
        ),
        _("What happened in %(actor)s (from %(begin)s until %(end)s) while it did not exist:"),
    )


@check(gettext_lazy("Offices outside the life of whom they are held for"), Weight.ERROR)
def office_outside_life() -> Iterator[Found]:
    for actor in ACTORS:
        outside = _before(actor, "end_latest") | _after(actor, "start_earliest")
        for office in Office.objects.filter(outside).select_related("person", actor):
            values = {"person": office.person, "office": office, "actor": office.actor}
            text = _("%(person)s was %(office)s while %(actor)s did not exist.") % values
            facts = [str(d) for d in (office.start, office.end)]
            facts += [str(office.actor.begin), str(office.actor.end)]
            yield Found((office.person, office.actor), text, facts, f"{office.pk}")


@check(gettext_lazy("Parties to what was concluded outside their life"), Weight.DOUBT)
def party_outside_life() -> Iterator[Found]:
    """One finding an agreement; not who joined or succeeded by an act of its own."""
    concluded = Q(agreement__act__kind__in=(ActKind.SIGNED, ActKind.ADOPTED))
    by_agreement: dict[Any, list[Any]] = {}
    for actor in ACTORS:
        own = Act.objects.filter(agreement=OuterRef("agreement"), kind__in=JOINING_LATER).filter(
            **{actor: OuterRef(actor)}
        )
        parties = Party.objects.filter(**{f"{actor}__isnull": False}).annotate(
            first=Min("agreement__act__date_earliest", filter=concluded),
            last=Min("agreement__act__date_latest", filter=concluded),
        )
        outside = parties.filter(_before(actor, "last") | _after(actor, "first"))
        for party in outside.exclude(Exists(own)).select_related("agreement", actor):
            by_agreement.setdefault(party.agreement, []).append(party)
    for agreement, theirs in by_agreement.items():
        actors = [party.actor for party in theirs]
        text = _(
            "“%(agreement)s” was concluded (%(date)s) while %(actors)s did not exist, and no act "
            "says how they came to it."
        ) % {
            "agreement": agreement,
            "actors": ", ".join(map(str, actors)),
            "date": theirs[0].first,
        }
        facts = sorted((str(a), str(a.begin), str(a.end)) for a in actors)
        yield Found((agreement,), text, (str(theirs[0].first), facts), also=tuple(actors[:SHOWN]))
