"""A form that was made from a version that is no longer the last.

Nothing is saved until the analyst saw what was changed in between: the form is shown
again, made from the present version and holding all that was typed
(:mod:`relations.admin.three_way`), and sent again.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relations.curation.changes import Words, rows_of
from relations.curation.history import state_at, version_of
from relations.models import Version

from .three_way import ThreeWay


class Stale:
    """The other's changes to what a page shows, and the analyst's, put together."""

    def __init__(self, model_admin: Any, request: Any, row: Any, record: Any) -> None:
        self.admin, self.request, self.obj = model_admin, request, row
        root = str(record._meta.model_name), record.pk
        seen = version_of(request.POST.get("_stamp", ""), *root)
        self.is_known = seen is not None
        self.versions: list[Version] = []
        if self.is_known:
            later = Version.objects.of(*root).filter(pk__gt=seen)
            self.versions = list(later.select_related("revision__user"))
        self.merge = ThreeWay(
            model_admin, request, row, state_at(*root, seen) if self.is_known else None
        )
        self.data, self.differences = self.merge.data, self.merge.differences

    def concerns_this_page(self) -> bool:
        """Whether what this page's form writes was changed in between, or may have been."""
        if not self.is_known:
            return True
        own = str(self.obj._meta.model_name)
        keys = {
            str(inline.model._meta.model_name): self._parent_key(inline)
            for inline in self.admin.get_inline_instances(self.request, self.obj)
        }
        for version in self.versions:
            if version.model == own and version.object_id == self.obj.pk and version.content:
                return True
            rows = [row for row in (version.old, version.new) if row]
            if any(row.get(keys.get(version.model, "")) == self.obj.pk for row in rows):
                return True
        return False

    def is_saved_already(self) -> bool:
        """Whether nothing is left to save: a second click on the button, the same edit twice."""
        return not self.merge.leaves_something

    def edits(self) -> list[dict[str, Any]]:
        """Give who changed what in between: one entry a revision."""
        by_revision: dict[Any, list[Version]] = {}
        for version in self.versions:
            by_revision.setdefault(version.revision, []).append(version)
        rows = {made: rows_of(found) for made, found in by_revision.items()}
        words = Words([row for found in rows.values() for row in found])
        return [
            {"revision": made, "at": by_revision[made][0].at, "changes": words.changes(found)}
            for made, found in rows.items()
        ]

    def sentence(self) -> str:
        """Say that it was not saved, and why."""
        people = sorted({self._who(version) for version in self.versions})
        if not people:
            return _(
                "Not saved yet: it can’t be told which version of the record this form was made "
                "from. All that you typed is in the form below; see what differs from what is "
                "stored, decide, and save again."
            )
        return _(
            "Not saved yet: %(who)s changed this record after you opened it. All that you "
            "typed is in the form below; see what differs, decide, and save again."
        ) % {"who": ", ".join(people)}

    def _who(self, version: Version) -> str:
        made = version.revision
        if made is None or not made.username:
            return _("a load or command")
        if made.user_id == self.request.user.pk:
            return _("you, in another window,")
        return made.username

    def _parent_key(self, inline: Any) -> str:
        """Give the column by which rows of an inline belong to the page's row."""
        formset = inline.get_formset(self.request, self.obj)
        return str(formset.fk.column)
