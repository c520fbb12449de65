"""Addresses whose pages hold the database: how long, ?seconds= says."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from geopol.urls import handler500
from geopol.urls import urlpatterns as real

__all__ = ["handler500"]


@csrf_exempt
def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [float(request.GET["seconds"])])
    return HttpResponse("slept")


def undone(request: HttpRequest) -> HttpResponse:
    """Ask for the first time in a transaction that is then taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        transaction.set_rollback(True)
    return HttpResponse("undone")


@csrf_exempt
def writing(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE relations_scope IN EXCLUSIVE MODE")
    return HttpResponse("written")


urlpatterns: list[Any] = [
    path("slow/", slow),
    path("undone/", undone),
    path("admin/slow/", slow),
    path("admin/writing/", writing),
    *real,
]
