"""Our settings as in production, with an empty view; ``PAGES_KEPT=no`` makes every page anew."""

import os

from geopol.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.peers.our_urls"
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405 nothing is collected for a benchmark
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
# A connection that ends takes along how long the database worked for it.
DATABASES["default"]["CONN_MAX_AGE"] = None  # noqa: F405
if os.environ.get("PAGES_KEPT") == "no":
    MIDDLEWARE.remove("relations.views.page_cache.PageCache")  # noqa: F405
