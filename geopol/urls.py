"""The addresses of the project: the admin, and the public pages of the app."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from relations.admin.second_factor import second_factor

urlpatterns = [
    path(
        "admin/quality/",
        RedirectView.as_view(pattern_name="admin:relations_finding_changelist", query_string=True),
    ),
    path("admin/second-factor/", admin.site.admin_view(second_factor), name="second-factor"),
    path("admin/", admin.site.urls),
    path("", include("relations.urls")),
]

handler400 = "relations.api.problems.bad_request"
handler404 = "relations.views.errors.page_not_found"
handler500 = "relations.views.errors.server_error"
