"""Long inlines in pages: an agreement of 250 parties opens as quickly as one of two.

Only opening is paged. What is sent holds the rows of the page that was opened, and only
they are validated and saved; the rest stays as it is.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.forms.models import BaseInlineFormSet


class PagedFormSet(BaseInlineFormSet):
    """Shows one page of rows where ``opened`` holds the query string of the page that asks."""

    opened: Any = None
    per_page = 20
    page: Page | None = None

    def get_queryset(self) -> Any:
        if not hasattr(self, "_rows"):
            rows = super().get_queryset()
            if self.is_bound:
                self._rows = self._sent(rows)
            else:
                self._rows = rows if self.opened is None else self._one_page(rows)
        return self._rows

    @property
    def page_name(self) -> str:
        """The name of the page number in the query string."""
        return f"{self.prefix}-page"

    def links(self) -> list[tuple[int, str]]:
        """Give the number and the address of each page."""
        links = []
        for number in self.page.paginator.page_range if self.page else ():
            query = self.opened.copy()
            query[self.page_name] = number
            links.append((number, f"?{query.urlencode()}#{self.prefix}-group"))
        return links

    def _one_page(self, rows: Any) -> Any:
        if self.instance.pk is None:
            return []
        # Two queries however many rows there are.
        keys = list(rows.values_list("pk", flat=True))
        page = Paginator(keys, self.per_page).get_page(self.opened.get(self.page_name))
        if len(keys) > self.per_page:
            self.page = page
        return list(rows.filter(pk__in=page.object_list))

    def _sent(self, rows: Any) -> Any:
        """Give the rows that were sent, in the order of the form, so that each has its label."""
        key = self.model._meta.pk.name
        sent = [
            self.data.get(f"{self.add_prefix(number)}-{key}", "")
            for number in range(self.initial_form_count())
        ]
        numbers = [int(n) for n in sent if n.isascii() and n.isdigit() and len(n) < 19]
        found = rows.in_bulk(numbers)
        return [found[number] for number in numbers if number in found]


class PagedInline:
    """For an inline: pages of its rows when a record is opened."""

    per_page = 20

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        # Another's edit is merged into a form of all rows: see relations.admin.stale.
        formset.per_page = self.per_page
        formset.opened = request.GET if request.method == "GET" else None
        return formset
