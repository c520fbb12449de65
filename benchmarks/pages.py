"""Time the load of fixtures/ and every kind of page on that data: `make pages`.

Everything runs side by side in one process on a database of its own, so that
the figures can be set against each other. Each page time is divided by that of
an empty Django view, measured in turn with it: the ratio holds on another
machine, the milliseconds don't.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from .measuring import client, measure, set_up, timed

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
    "/memberships/?organization=csto&status=member&as_of=2013-01-01",
    "/positions/",
    "/network/",
    "/changes/",
    "/sources/",
    "/about/",
    "/api/v1/agreements/",
    "/api/v1/agreements/?fields=title,state",
    "/api/v1/agreements/us-armenia-charter-2025/",
    "/api/v1/statements/",
    "/admin/relations/membership/",
    "/admin/relations/agreement/",
    "/admin/relations/statement/",
)


def main() -> None:
    directory = tempfile.TemporaryDirectory()
    set_up(str(Path(directory.name) / "bench.sqlite3"))

    import django
    from django.core.management import call_command
    from django.db import connection

    print(f"Django {django.get_version()}, {connection.vendor}, Python {sys.version.split()[0]}\n")
    migrate = timed(lambda: call_command("migrate", verbosity=0))
    load = timed(lambda: call_command("load_fixtures", verbosity=0, stdout=io.StringIO()))
    again = timed(lambda: call_command("load_fixtures", verbosity=0, stdout=io.StringIO()))
    print(f"migrate                {migrate / 1000:8.2f} s")
    print(f"load_fixtures          {load / 1000:8.2f} s")
    print(f"load_fixtures, again   {again / 1000:8.2f} s\n")

    visitor = client()
    print(f"{'page':<46}{'queries':>8}{'kB':>7}{'ms':>8}{'x empty':>9}")
    for url in PAGES:
        found = measure(visitor, url, ROUNDS)
        if found.status != 200:
            print(f"{url:<46} answered {found.status}")
            continue
        print(
            f"{url:<46}{found.queries:>8}{found.size / 1000:>7.0f}"
            f"{found.milliseconds:>8.1f}{found.ratio:>9.0f}"
        )
    directory.cleanup()


if __name__ == "__main__":
    main()
