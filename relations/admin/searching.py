"""How the lists and the autocompletes of the admin search."""

from __future__ import annotations

from typing import Any

from relations.reading.finding import best_first, find


def is_autocomplete(request: Any) -> bool:
    """Tell the suggestions of an autocomplete from a list."""
    return bool(request.resolver_match and request.resolver_match.url_name == "autocomplete")


class RankedSearch:
    """For an admin class: each word in one of the fields; in autocompletes the best first."""

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        fields = self.get_search_fields(request)  # type: ignore[attr-defined]
        found = find(queryset, search_term, fields)
        if is_autocomplete(request):
            found = best_first(found, search_term, fields)
        return found, False
