"""The project's settings as the tests use them."""

import os

os.environ.setdefault("DEBUG", "true")

from geopol.settings import *  # noqa: E402, F403

# Hashing a password well takes longer than a whole test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
