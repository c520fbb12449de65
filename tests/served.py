"""The settings of a server that a test starts: as in production, but without HTTPS."""

import os

os.environ["DEBUG"] = "true"

from geopol.settings import *  # noqa: E402, F403

DEBUG = False
MIDDLEWARE.remove("relations.views.errors.OurPageNotFound")  # noqa: F405
