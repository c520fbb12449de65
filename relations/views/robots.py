"""What search engines are asked: robots.txt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

# The admin is for curators; the others have no end: every query is another page.
CLOSED = ("/admin/", "/search/", "/language/", "/api/")
OPEN = ("/api/v1/docs/",)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += [f"Allow: {path}" for path in OPEN]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
