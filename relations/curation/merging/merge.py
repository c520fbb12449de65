"""Merging a record into another: who may, in one piece, with its reason in the history."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from relations.curation.history import revision, stamps
from relations.models import (
    Agreement,
    Country,
    Finding,
    FormerSlug,
    Membership,
    Organization,
    OtherName,
    Person,
    Scope,
    Source,
    Statement,
)
from relations.vocabularies import NameKind, Origin, Review

from .moving import Moving
from .report import MergeRefused, MergeReport

MERGEABLE: tuple[type[Model], ...] = (
    Country,
    Organization,
    Person,
    Agreement,
    Statement,
    Source,
    Scope,
    Membership,
)

# Names of an actor, and as what they are kept where the winner has another.
NAMES = {
    "name": NameKind.ALTERNATIVE,
    "official_name": NameKind.ALTERNATIVE,
    "acronym": NameKind.ACRONYM,
}


def marks(model: Any, loser: Any, winner: Any) -> str:
    """Give the stamps of two records as one text, for :func:`merge` to compare."""
    found = stamps([model(pk=loser), model(pk=winner)])
    return f"{found[loser]} {found[winner]}"


def merge(loser: Any, winner: Any, user: Any, reason: str, seen: str | None = None) -> MergeReport:
    """Make the loser a part of the winner, all or nothing, and say what became of everything.

    Whatever referred to the loser refers to the winner; its address redirects; its names
    are kept; what both had is joined; where they differ the winner's stays and the report
    and the reason of the revision say what was dropped. The loser stays in the history.
    Raises MergeRefused where the two can't be one, or no reason is given.
    """
    if not reason.strip():
        raise MergeRefused(_("Say why the two are one."))
    _refuse_strangers(loser, winner)
    with revision(user=user, origin=Origin.ADMIN, reason=reason.strip()) as made:
        report = _merge(loser, winner, seen)
        made.reason = "\n".join(filter(None, (made.reason, report.words())))
        made.save(update_fields=["reason"])
    return report


def preview(loser: Any, winner: Any) -> MergeReport:
    """Say what a merge would do: it is done and rolled back. Raises MergeRefused as it would."""
    _refuse_strangers(loser, winner)
    with transaction.atomic():
        report = _merge(loser, winner)
        transaction.set_rollback(True)
    return report


def _refuse_strangers(loser: Any, winner: Any) -> None:
    if type(loser) is not type(winner):
        raise MergeRefused(
            _("A %(loser)s can't become a %(winner)s.")
            % {"loser": loser._meta.verbose_name, "winner": winner._meta.verbose_name}
        )
    if not isinstance(loser, MERGEABLE):
        raise MergeRefused(
            _("%(models)s are not merged: mend the record that they are a part of.")
            % {"models": str(loser._meta.verbose_name_plural).capitalize()}
        )
    if loser.pk == winner.pk:
        raise MergeRefused(_("A record can't be merged into itself."))


def _merge(loser: Any, winner: Any, seen: str | None = None) -> MergeReport:
    """Do it, inside a transaction."""
    model = type(loser)
    loser, winner = _locked(model, loser.pk, winner.pk)
    if seen is not None and seen != marks(model, loser.pk, winner.pk):
        raise MergeRefused(_("One of the two was changed since you opened this page: look again."))
    _refuse_hiding(loser, winner)
    Finding.objects.about(loser).delete()
    report = MergeReport(str(loser), str(winner))
    moving = Moving(report)
    moving.move(loser, winner)
    moving.join(loser, winner, apart=NAMES if isinstance(loser, Country | Organization) else ())
    _refuse_circles(winner)
    if hasattr(loser, "slug"):
        FormerSlug.objects.leads_to(winner, loser.slug)
        report.kept.append(_("the address “%(slug)s”, which redirects") % {"slug": loser.slug})
    if isinstance(loser, Country | Organization):
        _keep_names(loser, winner, report)
    return report


def _locked(model: Any, loser: Any, winner: Any) -> list[Any]:
    """Lock two rows and give them as they stand, in the order asked for.

    Others may point to the winner meanwhile, not to the loser, which goes.
    """
    found = {}
    # Always the lower number first, so that two merges at once wait for each other.
    for pk in sorted((loser, winner)):
        rows = model._base_manager.select_for_update(no_key=pk == winner)
        found[pk] = rows.filter(pk=pk).order_by("pk").first()
    if None in found.values():
        raise MergeRefused(_("One of the two is gone: somebody deleted or merged it."))
    return [found[loser], found[winner]]


def _refuse_hiding(loser: Any, winner: Any) -> None:
    """Keep what readers see from vanishing into a draft."""
    published = [getattr(row, "review", None) == Review.PUBLISHED for row in (loser, winner)]
    if published == [True, False]:
        raise MergeRefused(
            _("Readers see “%(loser)s” and not “%(winner)s”: merge them the other way round.")
            % {"loser": loser, "winner": winner}
        )


def _refuse_circles(winner: Any) -> None:
    for field in winner._meta.fields:
        if field.related_model is not type(winner):
            continue
        above, seen = getattr(winner, field.name), set()
        while above is not None and above.pk not in seen:
            if above.pk == winner.pk:
                raise MergeRefused(
                    _("“%(winner)s” would become a part of itself: change “%(field)s” first.")
                    % {"winner": winner, "field": field.verbose_name}
                )
            seen.add(above.pk)
            above = getattr(above, field.name)


def _keep_names(loser: Any, winner: Any, report: MergeReport) -> None:
    """Keep the loser's names as other names of the winner, where it hasn't them."""
    arc = {f"actor_{winner._meta.model_name}": winner}
    known = {str(getattr(winner, name, "")).casefold() for name in NAMES}
    known |= {name.casefold() for name in _other_names(arc)}
    for field, kind in NAMES.items():
        name = getattr(loser, field, "")
        if name and name.casefold() not in known:
            OtherName.objects.create(name=name, kind=kind, **arc)
            report.kept.append(_("the name “%(name)s”, as another name") % {"name": name})
            known.add(name.casefold())


def _other_names(arc: dict[str, Any]) -> list[str]:
    return list(OtherName.objects.filter(**arc).values_list("name", flat=True))
