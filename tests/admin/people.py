"""Logs people in with just some permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client


def somebody(*permissions: str, name: str = "") -> Any:
    """Give a client whose user has these permissions of ours and no others."""
    name = name or "-".join(permissions) or "nobody"
    user = get_user_model().objects.create_user(name, is_staff=True)
    found = Permission.objects.filter(content_type__app_label="relations", codename__in=permissions)
    assert len(found) == len(permissions)
    user.user_permissions.set(found)
    client: Any = Client()
    client.force_login(user)
    client.user = user
    return client
