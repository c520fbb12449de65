"""The commands of a newcomer's first minutes."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


def development_admin() -> str:
    out = io.StringIO()
    call_command("development_admin", stdout=out)
    return out.getvalue()


def test_the_development_admin_gets_a_password_that_is_printed_once(settings: Any) -> None:
    settings.DEBUG = True
    match = re.search(r"admin, password (\S+) ", development_admin())
    assert match
    assert authenticate(RequestFactory().get("/"), username="admin", password=match[1])
    assert development_admin() == ""
    assert get_user_model().objects.count() == 1


def test_there_is_no_development_admin_in_production(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="createsuperuser"):
        development_admin()
    assert not get_user_model().objects.exists()
