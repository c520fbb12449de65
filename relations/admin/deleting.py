"""What blocks a deletion, as a list of where: short, however often a record is cited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.curation.history import record_of

SHOWN = 20  # of each kind of record; the rest is a link to their list
MOST = 10_000  # counted


class BoundedDeletion:
    """For an admin class: the page before a deletion never loads all that it can't delete."""

    model: type[models.Model]
    admin_site: Any

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """Give what Django's does; of what blocks the deletion only the first few, counted."""
        blocked = list(self._where_cited([obj.pk for obj in objs], request))
        if blocked:
            return [], {}, set(), blocked
        return super().get_deleted_objects(objs, request)

    def _where_cited(self, keys: list[Any], request: Any) -> Iterator[Any]:
        for relation in self.model._meta.related_objects:
            if relation.on_delete is not models.PROTECT:
                continue
            citing = relation.related_model._meta
            citing_admin = self.admin_site.get_model_admin(relation.related_model)
            # Numbers first: of most kinds there is nothing, and the joins that the texts
            # of rows need take the database longer to plan than all of this page.
            every = relation.related_model._base_manager.order_by()
            citations = every.filter(**{f"{relation.field.name}__in": keys})
            first = list(citations.values_list("pk", flat=True)[: SHOWN + 1])
            if not first:
                continue
            rows = citing_admin.get_queryset(request).order_by("pk")
            for row in rows.filter(pk__in=first[:SHOWN]):
                record = record_of(row)
                yield format_html(
                    '{}: <a href="{}">{}</a>{}',
                    capfirst(citing.verbose_name),
                    reverse(f"admin:relations_{citing.model_name}_change", args=[row.pk]),
                    row,
                    "" if record is row else f" ({record})",
                )
            if len(first) > SHOWN:
                yield self._more(relation.field.name, citing, citations, keys)

    def _more(self, field: str, citing: Any, rows: Any, keys: list[Any]) -> Any:
        number = rows.values("pk")[: MOST + SHOWN + 1].count() - SHOWN
        words = _("and more than %(number)s more") if number > MOST else _("and %(number)s more")
        url = reverse(f"admin:relations_{citing.model_name}_changelist")
        return format_html(
            '{}: <a href="{}?{}__in={}">{}</a>',
            capfirst(citing.verbose_name_plural),
            url,
            field,
            ",".join(map(str, keys)),
            words % {"number": f"{min(number, MOST):,}"},
        )
