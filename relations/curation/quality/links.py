"""Links that are dead, refuse programs, or have no archived copy.

Nothing is asked here: the answers were kept by :mod:`relations.curation.quality.asking`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import LinkCheck, Organization, Source
from relations.vocabularies import LinkResult

from .registry import Found, Weight, check
from .thresholds import thresholds

# Every column of ours that holds a link.
COLUMNS: tuple[tuple[type[Model], str], ...] = (
    (Source, "url"),
    (Source, "archived_url"),
    (Organization, "website"),
)


def _found(answers: Any, words: str) -> Iterator[Found]:
    by_url: dict[str, LinkCheck] = {answer.url: answer for answer in answers.iterator()}
    for model, column in COLUMNS:
        manager: Any = model._default_manager
        rows = manager.filter(**{f"{column}__in": answers.values("url")})
        for record in rows.iterator():
            url = getattr(record, column)
            answer = by_url[url]
            values = {"record": record, "url": url, "answer": answer.words()}
            yield Found((record,), words % values, (url, answer.result), column)


@check(gettext_lazy("Dead links"), Weight.ERROR)
def dead_link() -> Iterator[Found]:
    dead = Q(result=LinkResult.GONE) | Q(
        result=LinkResult.FAILED, failures__gte=thresholds().link_failures
    )
    text = _("%(url)s in “%(record)s” is dead (%(answer)s): find its new address or a copy.")
    yield from _found(LinkCheck.objects.filter(dead), text)


@check(gettext_lazy("Links that refuse programs"), Weight.CHORE)
def link_to_open_by_hand() -> Iterator[Found]:
    text = _("%(url)s in “%(record)s” answers %(answer)s to a program: open it yourself.")
    yield from _found(LinkCheck.objects.filter(result=LinkResult.REFUSED), text)


@check(gettext_lazy("Links without an archived copy"), Weight.CHORE)
def unarchived_link() -> Iterator[Found]:
    for source in Source.objects.filter(archived_url="").exclude(url="").iterator():
        text = _("“%(source)s” has no archived copy.") % {"source": source}
        yield Found((source,), text, source.url)
