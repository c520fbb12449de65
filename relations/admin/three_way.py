"""One form out of three versions of it: as the analyst saw it, as it stands, as it was typed.

What the analyst did not touch follows the other's edit; what both changed keeps what the
analyst typed, beside what the other saved. Where it is not known what the analyst saw,
everything that differs from what stands now is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.curation.changes import Words
from relations.curation.history import Row, State, whole_number
from relations.curation.restoring import instance_of

TAKE, THEIRS = "_take", "_theirs:"
# As many rows of an inline as Django reads.
MOST_ROWS = 2000

Values = dict[str, Any]


@dataclass
class Difference:
    """One thing on which the saved version and the typed one differ, in words.

    Ticking it puts ``theirs_raw`` into the input called ``input_name``.
    """

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

    base: Any  # a form on the row as the analyst saw it; None where that is not known
    theirs: Any  # a form on the row as it stands now
    mine: Values
    prefix: str  # where its values will stand in the data
    row: str


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


class ThreeWay:
    """Merges the data that was sent for one page with what stands in the database now."""

    def __init__(self, model_admin: Any, request: Any, obj: Any, base: State | None) -> None:
        """Take the page's row as it stands, and the rows as the analyst saw them.

        ``base`` is None where nobody knows what the analyst saw.
        """
        self.admin, self.request, self.obj, self.base = model_admin, request, obj, base
        self.differences: list[Difference] = []
        # Whether anything typed is not stored yet.
        self.leaves_something = False
        self.data: QueryDict = request.POST.copy()
        self._merge_all()

    def _merge_all(self) -> None:
        form = self.admin.get_form(self.request, self.obj, change=True)(instance=self.obj)
        typed = {
            name: one.widget.value_from_datadict(self.request.POST, {}, name)
            for name, one in form.fields.items()
        }
        called = capfirst(str(self.obj._meta.verbose_name))
        base = self._base_form(form, self.obj.pk)
        for name, value in self._merge(Side(base, form, typed, "", called)).items():
            self._set(name, value)
        prefixes: dict[str, int] = {}
        for formset_class, inline in self.admin.get_formsets_with_inlines(self.request, self.obj):
            prefix = formset_class.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if prefixes[prefix] != 1:
                prefix = f"{prefix}-{prefixes[prefix]}"
            self._merge_inline(formset_class, inline, prefix)

    def _base_form(self, form: Any, number: int) -> Any:
        """Give a form like another on a row as the analyst saw it, None where unknown."""
        model = form._meta.model
        row = (self.base or {}).get((str(model._meta.model_name), number))
        return form.__class__(instance=instance_of(model, row)) if row else None

    def _merge(self, side: Side) -> Values:
        """Give the values of one form: mine where I changed it, theirs elsewhere."""
        values: Values = {}
        for name, one in side.theirs.fields.items():
            if name not in side.theirs.initial:
                continue  # the key to the parent, the row's own number, the tick to delete
            theirs, mine = side.theirs[name].value(), side.mine.get(name)
            now = side.theirs.get_initial_for_field(one, name)
            seen = (side.base or side.theirs).get_initial_for_field(one, name)
            if not one.has_changed(seen, mine):
                values[name] = theirs
                continue
            values[name] = mine
            if not one.has_changed(now, mine):
                continue  # both typed the same
            self.leaves_something = True
            if side.base is None or _saved_another(one, seen, theirs):
                self._note(side, name, mine)
        return values

    # Inlines ---------------------------------------------------------------------------

    def _merge_inline(self, formset_class: Any, inline: Any, prefix: str) -> None:
        """Write the rows of an inline anew: those that are stored now first, then the new ones.

        Of a long inline the form held one page: those rows, and what the other added. The
        rest stays as it is stored, as with any form of one page.
        """
        rows_now = inline.get_queryset(self.request)
        formset = formset_class(instance=self.obj, prefix=prefix, queryset=rows_now.none())
        blank, key = formset.empty_form, inline.model._meta.pk.name
        typed, new = self._typed_rows(prefix, blank, key)
        shown = self._shown(rows_now.filter(**{formset.fk.name: self.obj}), typed)
        formset = formset_class(instance=self.obj, prefix=prefix, queryset=shown)
        stored = {form.instance.pk: form for form in formset.initial_forms}
        rows: list[Values] = []
        for number, form in stored.items():
            at = f"{prefix}-{len(rows)}-"
            values = self._merge_row(form, number, typed.get(number), at)
            rows.append({**values, key: number})
        added = [form for number, form in stored.items() if self._is_news(form, typed)]
        new = [values for values in new if not any(_same(form, values) for form in added)]
        self.leaves_something |= bool(new)
        for number, values in typed.items():
            if number not in stored and self._was_edited(blank, number, values):
                self._note_gone(blank, f"{prefix}-{len(rows) + len(new)}-")
                new.append(values)
        self._write_rows(formset, prefix, [*rows, *new], len(rows))

    def _shown(self, rows: Any, typed: dict[int, Values]) -> Any:
        """Keep the stored rows that were sent, and those that the analyst can't have seen."""
        known = {
            number for model, number in self.base or {} if model == rows.model._meta.model_name
        }
        keys = rows.order_by().values_list("pk", flat=True)
        return rows.filter(pk__in=[key for key in keys if key in typed or key not in known])

    def _typed_rows(
        self, prefix: str, blank: Any, key: str
    ) -> tuple[dict[int, Values], list[Values]]:
        """Read the rows that were sent: those of stored rows by number, and the new ones."""
        total = whole_number(self.request.POST.get(f"{prefix}-TOTAL_FORMS", "")) or 0
        stored: dict[int, Values] = {}
        new: list[Values] = []
        for position in range(min(total, MOST_ROWS)):
            at = f"{prefix}-{position}-"
            values = {
                name: one.widget.value_from_datadict(self.request.POST, {}, at + name)
                for name, one in blank.fields.items()
                if name != key
            }
            number = whole_number(self.request.POST.get(at + key, ""))
            if number is not None:
                stored[number] = values
            elif not values.get(DELETION_FIELD_NAME) and _filled(blank, values):
                new.append(values)
        return stored, new

    def _merge_row(self, form: Any, number: int, typed: Values | None, at: str) -> Values:
        if typed is None:  # a row that only the other has
            return {name: form[name].value() for name in form.fields if name in form.initial}
        model = form._meta.model
        row = f"{capfirst(str(model._meta.verbose_name))} “{form.instance}”"
        side = Side(self._base_form(form, number), form, typed, at, row)
        if not typed.get(DELETION_FIELD_NAME):
            return self._merge(side)
        self.leaves_something = True
        now = self._merge_row(form, number, None, at)
        if side.base is None or _filled(side.base, now):
            name = at + DELETION_FIELD_NAME
            said = _("stays, as edited"), _("deleted")
            self.differences.append(Difference(name, row, "", "", *said, theirs_raw=""))
        return {**now, DELETION_FIELD_NAME: True}

    def _is_news(self, form: Any, typed: dict[int, Values]) -> bool:
        """Whether a stored row was added by the other, so that the analyst has not seen it."""
        return form.instance.pk not in typed and self._base_form(form, form.instance.pk) is None

    def _was_edited(self, blank: Any, number: int, values: Values) -> bool:
        """Whether the analyst changed a row that is gone now."""
        if values.get(DELETION_FIELD_NAME):
            return False
        return _filled(self._base_form(blank, number) or blank, values)

    def _note_gone(self, blank: Any, at: str) -> None:
        self.leaves_something = True
        row = capfirst(str(blank._meta.model._meta.verbose_name))
        mine = _("edited: what you typed stands as a new row")
        name = at + DELETION_FIELD_NAME
        self.differences.append(Difference(name, row, "", "", _("deleted"), mine, "on"))

    def _write_rows(self, formset: Any, prefix: str, rows: list[Values], stored: int) -> None:
        numbered = re.compile(rf"{re.escape(prefix)}-\d+-")
        for name in [name for name in self.data if numbered.match(name)]:
            del self.data[name]
        for position, values in enumerate(rows):
            for name, value in {**values, formset.fk.name: self.obj.pk}.items():
                self._set(f"{prefix}-{position}-{name}", value)
        self.data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        self.data[f"{prefix}-INITIAL_FORMS"] = str(stored)

    # Words -----------------------------------------------------------------------------

    def _note(self, side: Side, name: str, mine: Any) -> None:
        model: Any = side.theirs._meta.model
        field = model._meta.get_field(name)
        raw = side.theirs[name].value()
        before = side.base[name].value() if side.base else None
        rows = [_pseudo_row(field, value) for value in (before, raw, mine)]
        called = str(model._meta.model_name)
        words = Words([(called, 0, rows[0], rows[1]), (called, 0, None, rows[2])])
        label = capfirst(str(side.theirs.fields[name].label or name))
        said = [words.value(field, row[field.attname]) for row in rows]
        self.differences.append(
            Difference(side.prefix + name, side.row, label, *said, theirs_raw=_sent(raw))
        )

    def _set(self, name: str, value: Any) -> None:
        if value is None or value is False:
            self.data.pop(name, None)
        else:
            self.data[name] = _sent(value)


def _sent(value: Any) -> str:
    """Give a form's value as a browser sends it; '' for what it doesn't send."""
    return "" if value is None or value is False else "on" if value is True else str(value)


def _saved_another(one: Any, seen: Any, theirs: Any) -> bool:
    """Whether the other changed the field, too."""
    return bool(one.has_changed(seen, _sent(theirs)))


def _same(form: Any, values: Values) -> bool:
    """Whether what was typed as a new row is what a stored row holds already."""
    return not _filled(form, values)


def _filled(form: Any, values: Values) -> bool:
    """Whether values differ from those that a form began with."""
    return any(
        one.has_changed(form.get_initial_for_field(one, name), _sent(values.get(name)))
        for name, one in form.fields.items()
        if name != form._meta.model._meta.pk.name
    )


def _pseudo_row(field: Any, value: Any) -> Row:
    """Give a row with one typed value, for :class:`Words`."""
    if field.is_relation:
        value = whole_number(value) if value is not None else None
    elif value is not None and not isinstance(value, bool | int):
        value = str(value)
    return {field.attname: value}
