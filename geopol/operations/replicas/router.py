"""Tells Django where to read: public pages by their choice, all else from the primary."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from .choice import current


class ReplicaRouter:
    """Sends the reads of public pages to a replica. Accounts and sessions stay on the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        choice = current()
        if choice is None or model._meta.app_label != "relations":
            return DEFAULT_DB_ALIAS
        return choice.database()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Any: all are one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db in settings.REPLICAS else None
