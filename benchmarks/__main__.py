"""Time the load of fixtures/ and every kind of page on that data.

Everything runs side by side in one process on a database of its own, so that
the figures can be set against each other. Each page time is divided by that of
an empty Django view, measured in turn with it: the ratio holds on another
machine, the milliseconds don't.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROUNDS = 15
PAGES = (
    "/",
    "/countries/",
    "/countries/?member=un&status=member",
    "/countries/armenia/",
    "/organizations/",
    "/organizations/un/",
    "/agreements/",
    "/agreements/?party=armenia&state=in_force",
    "/agreements/us-armenia-charter-2025/",
    "/statements/",
    "/statements/?on_behalf_of=russia&target=armenia",
    "/between/armenia/russia/",
    "/search/?q=armenia",
    "/sources/",
    "/about/",
    "/admin/relations/membership/",
    "/admin/relations/agreement/",
    "/admin/relations/statement/",
)


def timed(action: Callable[[], object]) -> float:
    """Give the milliseconds that one call takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    os.environ["DEBUG"] = "false"
    os.environ["SECRET_KEY"] = "benchmark" * 8
    os.environ["ALLOWED_HOSTS"] = "testserver"
    directory = tempfile.TemporaryDirectory()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(directory.name) / 'bench.sqlite3'}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "geopol.settings"

    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    django.setup()

    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    from geopol import urls

    warnings.filterwarnings("ignore", message="No directory at")

    urls.urlpatterns.insert(0, path("empty/", lambda request: HttpResponse("")))

    print(f"Django {django.get_version()}, {connection.vendor}, Python {sys.version.split()[0]}\n")
    migrate = timed(lambda: call_command("migrate", verbosity=0))
    load = timed(lambda: call_command("load_fixtures", verbosity=0, stdout=io.StringIO()))
    again = timed(lambda: call_command("load_fixtures", verbosity=0, stdout=io.StringIO()))
    print(f"migrate                {migrate / 1000:8.2f} s")
    print(f"load_fixtures          {load / 1000:8.2f} s")
    print(f"load_fixtures, again   {again / 1000:8.2f} s\n")

    client = Client(headers={"x-forwarded-proto": "https"})
    users = get_user_model()
    client.force_login(
        users.objects.filter(is_superuser=True).first() or users.objects.create_superuser("bench")
    )
    print(f"{'page':<46}{'queries':>8}{'kB':>7}{'ms':>8}{'x empty':>9}")
    for url in PAGES:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        queries = len(captured)
        if response.status_code != 200:
            print(f"{url:<46} answered {response.status_code}")
            continue
        pairs = [
            (timed(lambda: client.get("/empty/")), timed(lambda url=url: client.get(url)))
            for _ in range(ROUNDS)
        ]
        milliseconds = statistics.median(page for _empty, page in pairs)
        ratio = statistics.median(page / empty for empty, page in pairs)
        size = len(response.content) / 1000
        print(f"{url:<46}{queries:>8}{size:>7.0f}{milliseconds:>8.1f}{ratio:>9.0f}")
    directory.cleanup()


if __name__ == "__main__":
    main()
