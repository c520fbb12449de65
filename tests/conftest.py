"""What several test modules use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones: no worker is left with them when the others are done."""
    items.sort(key=lambda item: not item.get_closest_marker("long"))


@pytest.fixture
def reader(db: Any) -> Client:
    """A reader who is not logged in."""
    return Client()


@pytest.fixture
def analyst(db: Any) -> Client:
    """Somebody who may do everything in the admin."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("analyst"))
    return client


@pytest.fixture(scope="module")
def our_data(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """All of fixtures/, for the tests of one module; gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_fixtures", verbosity=0)
        # Now, not once more after each test.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)
