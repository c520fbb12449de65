"""The addresses of the project: the admin, and the public pages of the app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("relations.urls")),
]

handler404 = "relations.views.errors.page_not_found"
