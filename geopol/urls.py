"""The addresses of the project: the admin, and the public pages of the app."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path(
        "admin/quality/",
        RedirectView.as_view(pattern_name="admin:relations_finding_changelist", query_string=True),
    ),
    path("admin/", admin.site.urls),
    path("", include("relations.urls")),
]

handler404 = "relations.views.errors.page_not_found"
