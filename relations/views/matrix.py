"""The matrix of positions: who takes which stand on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from relations.loading.table_files import write_csv
from relations.querysets import Rows
from relations.reading.matrix import (
    TargetKind,
    Wanted,
    cells,
    certainly_by,
    matrix,
    stated_positions,
)
from relations.reading.matrix import table as long_form

from .as_of import AsOf, as_of, as_of_context
from .filters.position import PositionFilter
from .filters.selects import chips
from .filters.showing import Chip

ELSEWHERE = ("page", "column_page", "format")  # words that another question doesn't keep


@dataclass
class Question:
    """What the reader asked: the filters, the day, and the kinds of targets that follow."""

    query: QueryDict
    filters: PositionFilter
    day: AsOf
    kinds: list[str]

    @classmethod
    def of(cls, request: HttpRequest) -> Question:
        """Read the URL. Kinds that aren't named: the first, or all where targets are named."""
        query = request.GET
        kinds = [kind for kind in query.getlist("kind") if kind in TargetKind.values]
        if not kinds and not cls.names_targets(query):
            kinds = [TargetKind.AGREEMENT.value]
        rows = stated_positions(kinds)
        day = as_of(request)
        if day.given:
            rows = rows.filter(certainly_by(day.given))
        return cls(query, PositionFilter(query, rows, request=request), day, kinds)

    @staticmethod
    def names_targets(query: QueryDict) -> bool:
        return any(query.getlist("target") + query.getlist("scope"))

    @property
    def rows(self) -> Rows:
        """The positions that the filters leave; none where a filter is wrong."""
        return self.filters.qs if self.filters.is_valid() else self.filters.queryset.none()

    @property
    def wanted(self) -> Wanted:
        """Which of the cells that these make are asked for."""
        values = self.filters.form.cleaned_data
        return Wanted(values.get("stance") or (), values.get("changed") or False)

    @property
    def asked(self) -> list[str]:
        """The slugs of the actors that are asked for."""
        return list(self.filters.form.cleaned_data.get("on_behalf_of") or ())

    @property
    def bounds(self) -> list[tuple[str, str]]:
        return self.filters.bounds(self.day.given)

    def address(self, **changes: Any) -> str:
        """Give the query with other values of words, one or a list; an empty one takes it away."""
        query = self.query.copy()
        for word in ELSEWHERE:
            query.pop(word, None)
        for word, value in changes.items():
            query.setlist(word, value if isinstance(value, list) else [value])
        return f"?{query.urlencode()}"

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Give the kinds to choose from: label, address, whether it is shown now."""
        tabs = [
            (str(kind.label), self.address(kind=kind.value), self.kinds == [kind.value])
            for kind in TargetKind
        ]
        if self.names_targets(self.query):
            tabs.insert(0, (_("All kinds"), self.address(kind=[]), not self.kinds))
        return tabs

    def chips(self) -> list[Chip]:
        """Give each filter in use; the kind has tabs of its own."""
        given = self.query.copy()
        given.pop("kind", None)
        return chips(self.filters.form, given, self.address)


def positions(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Show the matrix, or hand out all its cells: ``format`` csv or json."""
    question = Question.of(request)
    if (wanted := request.GET.get("format")) in ("csv", "json"):
        return _download(request, question, str(wanted))
    context = {
        "question": question,
        "filters": question.filters,
        "matrix": matrix(
            question.rows,
            question.wanted,
            asked=question.asked,
            bounds=question.bounds,
            row_page=request.GET.get("page"),
            column_page=request.GET.get("column_page"),
        ),
        **as_of_context(request, question.day),
    }
    return render(request, "relations/matrix.html", context)


def _download(
    request: HttpRequest, question: Question, wanted: str
) -> HttpResponse | StreamingHttpResponse:
    """Give the cells that the filters leave, those of all pages."""
    found = long_form.records(
        cells(question.rows, question.wanted), question.bounds, request.build_absolute_uri
    )
    response: HttpResponse | StreamingHttpResponse
    if wanted == "json":
        response = JsonResponse(
            {"positions": list(found)}, json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
    else:
        lines = write_csv(long_form.COLUMNS, long_form.lines(found))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="positions.{wanted}"'
    return response
