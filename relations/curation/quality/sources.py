"""Evidence that contradicts itself or what rests on it, is missing, or was not read for long.

Where two sources disagree and both are kept as claims: :mod:`.disputes`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import (
    Act,
    Agreement,
    AgreementLink,
    Country,
    Incompatibility,
    Membership,
    MembershipAct,
    Office,
    Organization,
    Person,
    Source,
    Statement,
)
from relations.vocabularies import ActKind, Concerns, LinkKind, SourceKind

from .registry import Found, Weight, check
from .thresholds import thresholds

# What is published once. Registers and works of reference go on being brought up to date.
ONCE = (SourceKind.NEWS, SourceKind.OFFICIAL_STATEMENT, SourceKind.COMMENTARY)


def _too_early(rows: Any, owner: str, inherited: str) -> Iterator[Found]:
    """Find dated rows whose source was published before they happened."""
    for path in ("source", inherited):
        if not path:
            continue
        older = rows.filter(
            **{f"{path}__kind__in": ONCE, f"{path}__published_latest__lt": F("date_earliest")}
        )
        if path != "source":
            older = older.filter(source__isnull=True)
        for row in older.select_related(path):
            record: Any = getattr(row, owner) if owner else row
            source: Any = record.source if path != "source" else row.source
            text = _("“%(what)s” is dated %(date)s, its source “%(source)s” %(published)s.")
            values = {
                "what": row,
                "date": row.date.words(),
                "source": source,
                "published": source.published.words(),
            }
            yield Found(
                (record, source),
                text % values,
                (str(row.date), str(source.published)),
                f"{row._meta.model_name}-{row.pk}",
            )


@check(gettext_lazy("Dated after the source that reports it"), Weight.DOUBT)
def source_too_early() -> Iterator[Found]:
    """What happened later can't be reported; what was only announced can."""
    announced = Q(kind=ActKind.ANNOUNCED)
    acts = Act.objects.exclude(announced).select_related("agreement")
    yield from _too_early(acts, "agreement", "agreement__source")
    steps = MembershipAct.objects.select_related(
        "membership__organization", "membership__actor_country", "membership__actor_organization"
    )
    yield from _too_early(steps, "membership", "membership__source")
    yield from _too_early(Statement.objects.all(), "", "")


@check(gettext_lazy("Sources read before they were published"), Weight.ERROR)
def read_before_published() -> Iterator[Found]:
    read_early: Any = Source.objects.filter(accessed__lt=F("published_earliest")).exclude(
        kind__in=(SourceKind.REGISTER, SourceKind.TREATY_SERIES)
    )
    for source in read_early:
        text = _("“%(source)s” was read on %(read)s and published %(published)s.") % {
            "source": source,
            "read": source.accessed,
            "published": source.published.words(),
        }
        yield Found((source,), text, (str(source.accessed), str(source.published)))


@check(gettext_lazy("One act, dated in two ways"), Weight.DOUBT)
def act_dated_twice() -> Iterator[Found]:
    """The act of the whole and the same act of a party, on days that exclude each other.

    A party may ratify or sign later; but who puts the whole in force or ends it does so once.
    """
    whole = Act.objects.filter(
        concerns=Concerns.AGREEMENT, actor_country=None, actor_organization=None
    ).exclude(kind__in=(ActKind.SIGNED, ActKind.RATIFIED, ActKind.APPROVED, ActKind.ACCEPTED))
    same = Q(agreement__act__kind=F("kind"), agreement__act__occurrence=F("occurrence"))
    disjoint = Q(agreement__act__date_earliest__gt=F("date_latest")) | Q(
        agreement__act__date_latest__lt=F("date_earliest")
    )
    of_somebody = Q(agreement__act__actor_country__isnull=False) | Q(
        agreement__act__actor_organization__isnull=False
    )
    others = Q(agreement__act__concerns=Concerns.AGREEMENT) & of_somebody
    acts: Any = whole.filter(same & disjoint & others).annotate(
        other=F("agreement__act__date"), other_pk=F("agreement__act__pk")
    )
    for act in acts.select_related("agreement"):
        text = _("“%(act)s”: as a whole %(date)s, by a party %(other)s.") % {
            "act": act,
            "date": act.date.words(),
            "other": act.other.words(),
        }
        facts = (str(act.date), str(act.other))
        yield Found((act.agreement,), text, facts, f"{act.pk}-{act.other_pk}")


@check(gettext_lazy("Agreements linked against the order of time"), Weight.DOUBT)
def link_against_time() -> Iterator[Found]:
    """What amends, replaces, implements or follows another is not concluded before it."""

    def concluded(end: str, bound: str) -> Subquery:
        acts = Act.objects.filter(
            agreement=OuterRef(end), kind__in=(ActKind.SIGNED, ActKind.ADOPTED)
        )
        return Subquery(acts.values("agreement").annotate(day=Min(bound)).values("day"))

    links = (
        AgreementLink.objects.exclude(kind=LinkKind.SUPPLEMENTS)
        .annotate(
            of_first=concluded("from_agreement", "date_latest"),
            of_second=concluded("to_agreement", "date_earliest"),
        )
        .filter(of_first__lt=F("of_second"))
    )
    for link in links.select_related("from_agreement", "to_agreement"):
        text = _("“%(first)s” %(how)s “%(second)s”, but is the earlier of the two.") % {
            "first": link.from_agreement,
            "how": link.get_kind_display(),
            "second": link.to_agreement,
        }
        facts = (str(link.of_first), str(link.of_second))
        yield Found((link.from_agreement, link.to_agreement), text, facts, link.kind)


@check(gettext_lazy("Records without a source"), Weight.CHORE)
def without_source() -> Iterator[Found]:
    """Drafts, all of them: the database refuses to publish what has none."""
    arc = ("actor_country", "actor_organization")
    for model, related in (
        (Country, ()),
        (Organization, ()),
        (Agreement, ()),
        (Statement, ()),
        (Person, ()),
        (Office, ("person", *arc)),
        (Membership, ("organization", *arc)),
        (Incompatibility, ("first", "second")),
    ):
        manager: Any = model._default_manager
        for record in manager.filter(source=None).select_related(*related):
            text = _("“%(record)s” has no source.") % {"record": record}
            yield Found((record,), text)


@check(gettext_lazy("Sources not read for long"), Weight.CHORE)
def source_unchecked() -> Iterator[Found]:
    """On the web, and read too long ago or never. ``unchecked_days`` says what is long."""
    day = timezone.localdate() - dt.timedelta(days=thresholds().unchecked_days)
    for source in Source.objects.filter(Q(accessed__lt=day) | Q(accessed=None)).exclude(url=""):
        text = _("“%(source)s” was never marked as read.") % {"source": source}
        if source.accessed:
            values = {"source": source, "date": source.accessed}
            text = _("“%(source)s” was last read on %(date)s.") % values
        yield Found((source,), text, str(source.accessed))
