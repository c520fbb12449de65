"""What the admin classes share: forms that don't query row by row, and inlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.utils.translation import gettext as _

from relations.curation.history import whole_number
from relations.fields import PartialDateField, PartialDateInput
from relations.models import Citation

from .deleting import BoundedDeletion
from .entering import FromSource
from .history import HistoryPages
from .lists import BoundedLists
from .merging import MergeLink
from .paging import PagedFormSet, PagedInline
from .recording import RecordedAdmin
from .review import ReviewedAdmin
from .saved_filters import SavedFiltersMixin
from .searching import RankedSearch
from .tables import TablesAdmin


class LinesField(forms.CharField):
    """A text of several lines, with line ends as in fixtures.

    Browsers send others; an untouched text would else count as one that was edited.
    """

    def to_python(self, value: Any) -> Any:
        return super().to_python(value).replace("\r\n", "\n")


WIDGETS: dict[type[models.Field], dict[str, Any]] = {
    models.TextField: {
        "form_class": LinesField,
        "widget": forms.Textarea(attrs={"rows": 3, "cols": 60}),
    },
    PartialDateField: {"widget": PartialDateInput},
}


class LoadedAutocompleteSelect(AutocompleteSelect):
    """An autocomplete that shows the chosen row from memory.

    Django's looks each chosen row up with a query of its own, so that a page
    with 250 parties needs 500 of them.
    """

    loaded: dict[str, models.Model]

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        loaded = getattr(self, "loaded", {})
        chosen = [str(v) for v in value if whole_number(v) is not None]
        if any(key not in loaded for key in chosen):
            return super().optgroups(name, chosen, attrs)
        options = [
            self.create_option(name, key, str(loaded[key]), True, number)
            for number, key in enumerate(chosen)
        ]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class LoadedForm(forms.ModelForm):
    """Hands the rows that its instance points to, loaded already, to the autocompletes.

    In an inline it also checks the constraints that name the parent: Django leaves
    the parent's key out of that check, and the database would answer with an error
    page when two analysts add the same party.
    """

    # Why this submission is not taken, whatever it holds: see RecordedAdmin.
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            if isinstance(widget, LoadedAutocompleteSelect):
                row = self.instance._state.fields_cache.get(name)
                widget.loaded = {str(row.pk): row} if row is not None else {}

    def _is_as_stored(self) -> bool:
        """Whether it is a row of an inline that nobody touched: it needs no check, nor queries."""
        in_inline = any(isinstance(f, InlineForeignKeyField) for f in self.fields.values())
        return in_inline and self.instance.pk is not None and not self.has_changed()

    def _clean_fields(self) -> None:
        if not self._is_as_stored():
            super()._clean_fields()
            return
        for name, field in self.fields.items():
            if isinstance(field, InlineForeignKeyField):
                self.cleaned_data[name] = field.parent_instance
            elif name == self.instance._meta.pk.name:
                self.cleaned_data[name] = self.instance
            else:
                self.cleaned_data[name] = getattr(self.instance, name, False)

    def _post_clean(self) -> None:
        if not self._is_as_stored():
            super()._post_clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        parents = [f for f in self.fields.values() if isinstance(f, InlineForeignKeyField)]
        if not parents or self.errors or any(f.parent_instance.pk is None for f in parents):
            return
        if self._is_as_stored():
            return
        try:
            exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class LoadedAutocompletes:
    """For an admin class or inline: all of its keys are autocompletes that don't query."""

    model: type[models.Model]
    admin_site: admin.AdminSite
    form = LoadedForm
    formfield_overrides = WIDGETS
    # What its rows show beyond the rows they point to, loaded with them.
    related: tuple[str, ...] = ()

    def get_autocomplete_fields(self, request: Any) -> list[str]:
        return [f.name for f in self.model._meta.fields if f.many_to_one]

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related(*self.get_autocomplete_fields(request), *self.related)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer to add what is missing; changing or deleting others' records has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", LoadedAutocompleteSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CompleteInlineFormSet(PagedFormSet):
    """Refuses two rows of one submission with the same natural key, in words.

    Django compares them for constraints without a condition only; ours have one,
    and the database would answer with an error page.
    """

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[Any, ...]] = set()
        model: Any = self.model
        names = [n for n in model.natural_key_fields if n != self.fk.name]
        for form in self._filled_forms():
            key = tuple(form.cleaned_data.get(name, None) for name in names)
            if key in seen:
                form.add_error(None, self._message(form.instance))
                raise ValidationError(self._message(form.instance))
            seen.add(key)

    def _filled_forms(self) -> Iterator[Any]:
        for form in self.forms:
            filled = getattr(form, "cleaned_data", None) and (
                form.has_changed() or form.instance.pk
            )
            if filled and not form.errors and not form.cleaned_data.get("DELETE"):
                yield form

    @staticmethod
    def _message(instance: Any) -> str:
        for constraint in instance._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                return str(constraint.violation_error_message)
        return _("This is there twice.")


class LoadedInline(PagedInline, LoadedAutocompletes):
    """What inlines share, rows or blocks."""

    extra = 0
    formset = CompleteInlineFormSet
    show_change_link = True


class Inline(LoadedInline, admin.TabularInline):
    """A row for each: for few and short fields."""

    template = "admin/relations/tabular.html"


class BlockInline(LoadedInline, admin.StackedInline):
    """A block for each: where a row would be wider than the screen."""

    template = "admin/relations/stacked.html"
    per_page = 10


class CitationInline(Inline):
    model = Citation
    fields = ("source", "locator", "excerpt")
    verbose_name = _("further source")
    verbose_name_plural = _("further sources")


class RelationsAdmin(
    SavedFiltersMixin,
    BoundedLists,
    BoundedDeletion,
    RankedSearch,
    FromSource,
    MergeLink,
    HistoryPages,
    TablesAdmin,
    LoadedAutocompletes,
    RecordedAdmin,
):
    """Every record: a list that loads what it shows in one query, a form that does too."""

    save_on_top = True
    list_per_page = 50

    def get_model_perms(self, request: Any) -> dict[str, bool]:
        """Keep parts off the menu: they are entered with the record that they belong to."""
        model: Any = self.model
        return {} if model.part_of else super().get_model_perms(request)


EVIDENCE = (_("Evidence"), {"fields": (("source", "locator"), "review")})


class CuratedAdmin(ReviewedAdmin, RelationsAdmin):
    """A record with a review and a source."""

    @admin.display(description="sourced", boolean=True)
    def is_sourced(self, record: Any) -> bool:
        return record.source_id is not None
