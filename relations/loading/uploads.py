"""Keeps an uploaded file between the look and the deed.

Each file has a session of its own in the session store: the store works with several
processes and machines, lets entries expire, and is there already. The user's own
session stays small. The page knows the file by a signed token; whoever is not the user
that uploaded it gets nothing for it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import signing

SALT = "relations.loading.uploads"
SECONDS = 2 * 60 * 60
NAME_LENGTH = 200


@dataclass
class Upload:
    """A file, and what its user has seen of what it would do."""

    name: str
    content: bytes
    seen: dict[str, Any]
    token: str
    _store: Any

    def show(self, seen: dict[str, Any]) -> None:
        """Remember that the user was shown something else since."""
        self.seen = self._store["seen"] = seen
        self._store.save()

    def forget(self) -> None:
        self._store.delete()


def keep(user: Any, model: Any, name: str, content: bytes, seen: dict[str, Any]) -> Upload:
    """Keep a file for one user and one model, for two hours."""
    store = _store(None)
    store.set_expiry(SECONDS)
    name = name.replace("\x00", "")[-NAME_LENGTH:]
    store["user"], store["model"], store["name"] = user.pk, model._meta.label, name
    store["content"], store["seen"] = base64.b64encode(content).decode(), seen
    store.create()
    return Upload(name, content, seen, signing.dumps(store.session_key, salt=SALT), store)


def kept(token: str, user: Any, model: Any) -> Upload | None:
    """Give the file of a token; None where it is gone, or is another user's or model's."""
    try:
        store = _store(signing.loads(token, salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return None
    if store.get("user") != user.pk or store.get("model") != model._meta.label:
        return None
    content = base64.b64decode(store["content"])
    return Upload(store["name"], content, store["seen"], token, store)


def _store(key: str | None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
