"""Every list has an order: its pages neither repeat a record nor lose one."""

from __future__ import annotations

import warnings

import pytest
from django.contrib import admin
from django.core.paginator import UnorderedObjectListWarning
from django.test import Client
from django.urls import reverse

from benchmarks import million
from relations.models.base import NaturalKeyModel

pytestmark = pytest.mark.django_db

ADMINS = [a for m, a in admin.site._registry.items() if issubclass(m, NaturalKeyModel)]


@pytest.fixture(autouse=True)
def no_unordered_list() -> object:
    """Let a page without an order fail instead of warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnorderedObjectListWarning)
        yield


@pytest.mark.parametrize("model_admin", ADMINS, ids=[a.opts.model_name for a in ADMINS])
def test_no_list_is_without_an_order(analyst: Client, model_admin: admin.ModelAdmin) -> None:
    url = reverse(f"admin:relations_{model_admin.opts.model_name}_changelist")
    for query in ("", "?p=1", "?o="):
        assert analyst.get(url + query, follow=True).status_code == 200


@pytest.mark.parametrize("model_admin", ADMINS, ids=[a.opts.model_name for a in ADMINS])
def test_the_benchmark_asks_for_the_last_page_of_a_list_in_order(
    model_admin: admin.ModelAdmin,
) -> None:
    assert million._last_page(model_admin) == 1
