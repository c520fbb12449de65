"""The glossary: every term that pages use, and the words of the Vienna Convention."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relations.glossary import glossary as entries


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "relations/glossary.html", {"glossary": entries()})
