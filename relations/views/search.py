"""The search page, and what its box offers while somebody types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relations.reading.search import search as search_everything
from relations.reading.search import suggest as suggest_names

LONGEST = 200  # letters of a query


def search(request: HttpRequest) -> HttpResponse:
    """Show what is found for ``q``; with ``as_typed`` no other spelling is tried."""
    text = _typed(request)
    answer = search_everything(text, as_typed="as_typed" in request.GET)
    return render(request, "relations/search.html", {"q": text, "answer": answer})


def suggest(request: HttpRequest) -> HttpResponse:
    """Give the options of the box's list for ``q``: a fragment, empty where nothing fits."""
    suggestions = suggest_names(_typed(request))
    return render(request, "relations/_suggestions.html", {"suggestions": suggestions})


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
