"""What a reader sees when an address leads nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer a search for the words of the address."""
    words = request.path.strip("/").rpartition("/")[2].replace("-", " ")
    return render(request, "relations/404.html", {"q": words}, status=404)
