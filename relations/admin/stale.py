"""A form that was made from a version that is no longer the last: three versions, one form.

What the analyst did not touch follows the other's edit; what both changed keeps what the
analyst typed, beside what the other saved, and the analyst decides. Nothing is saved until
the form, now made from the present version, is sent again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.curation.changes import Words, rows_of
from relations.curation.history import Row, state_at, version_of
from relations.curation.restoring import instance_of
from relations.models import Version

TAKE, THEIRS = "_take", "_theirs:"


@dataclass
class Difference:
    """One field on which the saved version and the typed one differ, in words."""

    input_name: str
    row: str
    label: str
    before: str
    theirs: str
    mine: str
    theirs_raw: str


@dataclass
class Side:
    """One form of the page in its three versions."""

    base: Any  # a form on the row as the analyst saw it; None for a row that is new
    theirs: Any  # a form on the row as it stands now; None for a row that is gone
    prefix: str  # where the analyst's values stand in the data that was sent
    row: str
    typed: dict[str, Any] = field(default_factory=dict)


def take_chosen(data: Any) -> Any:
    """Put the other's value where the analyst chose it. Gives the data that counts."""
    chosen = data.getlist(TAKE)
    if not chosen:
        return data
    data = data.copy()
    for name in chosen:
        theirs = data.get(THEIRS + name, "")
        if theirs:
            data[name] = theirs
        else:
            data.pop(name, None)
    return data


class Stale:
    """The other's changes to what a page shows, and the analyst's, put together."""

    def __init__(self, model_admin: Any, request: Any, row: Any, record: Any) -> None:
        self.admin, self.request, self.obj, self.record = model_admin, request, row, record
        seen = version_of(request.POST.get("_stamp", ""))
        root = str(record._meta.model_name), record.pk
        self.base_state = state_at(*root, seen)
        self.versions = list(
            Version.objects.of(*root).filter(pk__gt=seen).select_related("revision__user")
        )
        self.differences: list[Difference] = []
        self._inlines = model_admin.get_inline_instances(request, row)

    # What happened -----------------------------------------------------------------

    def concerns_this_page(self) -> bool:
        """Whether anything that this page's form writes was changed in between."""
        own = str(self.obj._meta.model_name)
        keys = {i.model._meta.model_name: self._parent_key(i) for i in self._inlines}
        for version in self.versions:
            row = version.new or version.old or {}
            if version.model == own and version.object_id == self.obj.pk and version.content:
                return True
            if version.model in keys and row.get(keys[version.model]) == self.obj.pk:
                return True
        return not self.versions

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
        people = {
            _("you, in another window")
            if v.revision and v.revision.user_id == self.request.user.pk
            else v.revision.username
            if v.revision and v.revision.username
            else _("a load or command")
            for v in self.versions
        }
        return _(
            "Not saved yet: %(who)s changed this record after you opened it. All that you "
            "typed is in the form below; see what differs, decide, and save again."
        ) % {"who": ", ".join(sorted(people)) or _("somebody")}

    # The form that is shown again ------------------------------------------------------

    def merged(self) -> QueryDict:
        """Give the data of a form on the present version that holds all that was typed."""
        self.data = self.request.POST.copy()
        form_class = self.admin.get_form(self.request, self.obj, change=True)
        main = (str(self.obj._meta.model_name), self.obj.pk)
        base_row = self.base_state.get(main)
        side = Side(
            base=form_class(instance=instance_of(self.admin.model, base_row)) if base_row else None,
            theirs=form_class(instance=self.obj),
            prefix="",
            row=capfirst(str(self.obj._meta.verbose_name)),
        )
        for name, value in self._merge(side).items():
            self._set(name, value)
        prefixes: dict[str, int] = {}
        for formset_class, inline in self.admin.get_formsets_with_inlines(self.request, self.obj):
            prefix = formset_class.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if prefixes[prefix] != 1:
                prefix = f"{prefix}-{prefixes[prefix]}"
            self._merge_inline(formset_class, inline, prefix)
        return self.data

    def _merge_inline(self, formset_class: Any, inline: Any, prefix: str) -> None:
        """Write the rows of an inline anew: those that are stored now first, then the new ones."""
        model = inline.model
        formset = formset_class(
            instance=self.obj, prefix=prefix, queryset=inline.get_queryset(self.request)
        )
        stored = {form.instance.pk: form for form in formset.initial_forms}
        blank = formset.empty_form
        typed, new = self._typed_rows(prefix, blank, model._meta.pk.name)
        rows: list[dict[str, Any]] = []
        for number, form in stored.items():
            position = len(rows)
            side = self._side(model, number, form, f"{prefix}-{position}-", typed.get(number))
            side.base = side.base if number in typed else form
            values = self._merge(side)
            rows.append({**values, model._meta.pk.name: number})
        for number, values in typed.items():
            if number not in stored and self._was_edited(model, number, values, blank):
                new.append({k: v for k, v in values.items() if k != DELETION_FIELD_NAME})
                self.differences.append(
                    Difference(
                        "",
                        capfirst(str(model._meta.verbose_name)),
                        "",
                        "",
                        _("deleted"),
                        _("edited: what you typed stands as a new row"),
                        "",
                    )
                )
        numbered = re.compile(rf"{re.escape(prefix)}-\d+-")
        for name in [key for key in self.data if numbered.match(key)]:
            del self.data[name]
        parent = getattr(formset.fk, "name", "")
        for position, values in enumerate([*rows, *new]):
            self._set(f"{prefix}-{position}-{parent}", self.obj.pk)
            for name, value in values.items():
                self._set(f"{prefix}-{position}-{name}", value)
        self.data[f"{prefix}-TOTAL_FORMS"] = str(len(rows) + len(new))
        self.data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))

    def _typed_rows(
        self, prefix: str, blank: Any, key: str
    ) -> tuple[dict[int, dict[str, Any]], list[dict[str, Any]]]:
        """Read the rows that were sent: those of stored rows by number, and the new ones."""
        total = self.request.POST.get(f"{prefix}-TOTAL_FORMS", "0")
        stored: dict[int, dict[str, Any]] = {}
        new: list[dict[str, Any]] = []
        for position in range(min(int(total) if total.isdecimal() else 0, 2000)):
            at = f"{prefix}-{position}-"
            values = {
                name: one.widget.value_from_datadict(self.request.POST, {}, at + name)
                for name, one in blank.fields.items()
            }
            number = self.request.POST.get(at + key, "")
            if number.isdecimal():
                stored[int(number)] = values
            elif any(v not in (None, "", False) for k, v in values.items() if k != "occurrence"):
                new.append(values)
        return stored, new

    def _side(
        self, model: Any, number: int, form: Any, prefix: str, typed: dict[str, Any] | None
    ) -> Side:
        base_row = self.base_state.get((str(model._meta.model_name), number))
        base = form.__class__(instance=instance_of(model, base_row)) if base_row else None
        label = f"{capfirst(str(model._meta.verbose_name))} “{form.instance}”"
        return Side(base=base, theirs=form, prefix=prefix, row=label, typed=typed or {})

    def _was_edited(self, model: Any, number: int, values: dict[str, Any], blank: Any) -> bool:
        """Whether the analyst changed a row that is gone now."""
        base_row = self.base_state.get((str(model._meta.model_name), number))
        if base_row is None or values.get(DELETION_FIELD_NAME):
            return False
        base = blank.__class__(instance=instance_of(model, base_row))
        return any(
            one.has_changed(base.get_initial_for_field(one, name), values.get(name))
            for name, one in base.fields.items()
            if name in base.initial
        )

    def _merge(self, side: Side) -> dict[str, Any]:
        """Give the values of one form: mine where I changed it, theirs elsewhere."""
        values: dict[str, Any] = {}
        for name, one in side.theirs.fields.items():
            theirs = side.theirs[name].value()
            if name not in side.theirs.initial and name != DELETION_FIELD_NAME:
                continue  # the key to the parent, the row's own number
            if side.prefix == "":
                mine = one.widget.value_from_datadict(self.request.POST, {}, name)
            elif side.typed:
                mine = side.typed.get(name)
            else:
                values[name] = theirs  # a row that only the other has
                continue
            if name == DELETION_FIELD_NAME:
                values[name] = mine
                continue
            initial = (side.base or side.theirs).get_initial_for_field(one, name)
            now = side.theirs.get_initial_for_field(one, name)
            if not one.has_changed(initial, mine):
                values[name] = theirs
                continue
            values[name] = mine
            if one.has_changed(now, mine) and (side.base is None or _differ(one, initial, theirs)):
                self._note(side, name, one, mine)
        return values

    def _note(self, side: Side, name: str, one: Any, mine: Any) -> None:
        model = side.theirs._meta.model
        db_field = model._meta.get_field(name)
        raw = side.theirs[name].value()
        before = side.base[name].value() if side.base else None
        rows = [_pseudo_row(db_field, value) for value in (before, raw, mine)]
        called = str(model._meta.model_name)
        words = Words([(called, 0, rows[0], rows[1]), (called, 0, None, rows[2])])
        before, theirs, mine = (words.value(db_field, r.get(db_field.attname)) for r in rows)
        self.differences.append(
            Difference(
                f"{side.prefix}{name}",
                side.row,
                capfirst(str(one.label or name)),
                before,
                theirs,
                mine,
                "" if raw in (None, False) else "on" if raw is True else str(raw),
            )
        )

    def _parent_key(self, inline: Any) -> str:
        """Give the column by which rows of an inline belong to the page's row."""
        formset = inline.get_formset(self.request, self.obj)
        return str(formset.fk.column)

    def _set(self, name: str, value: Any) -> None:
        if value is None or value is False:
            self.data.pop(name, None)
        else:
            self.data[name] = "on" if value is True else str(value)


def _differ(one: Any, initial: Any, theirs: Any) -> bool:
    """Whether the other changed the field, too."""
    return bool(one.has_changed(initial, "on" if theirs is True else theirs))


def _pseudo_row(db_field: Any, value: Any) -> Row:
    """Give a row with one typed value, for :class:`Words`."""
    if db_field.is_relation:
        value = int(value) if str(value or "").isdecimal() else None
    elif value is not None and not isinstance(value, bool | int):
        value = str(value)
    return {db_field.attname: value}
