"""The project's settings as the tests use them."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "true")

from geopol.settings import *  # noqa: E402, F403

# Hashing a password well takes longer than a whole test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A file as in use, not memory: there two connections do not wait for one another, they fail.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    name = f"geopol-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / name)}  # noqa: F405

# Tests ask as often as they like; those of the limit set one.
API_RATE = ""
# No developer's releases: tests make their own.
RELEASES_ROOT = Path(tempfile.gettempdir()) / f"geopol-test-{os.getpid()}-releases"

# Tests look at how pages are made, and count what that asks; those of the cache turn it on.
PAGE_CACHE = "relations.views.page_cache.PageCache"
MIDDLEWARE.remove(PAGE_CACHE)  # noqa: F405
