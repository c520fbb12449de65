"""Ask the API as its OpenAPI document says, and otherwise, thousands of times: `make cases`.

    python -m benchmarks.api_cases [--each N]

Cases of schemathesis, with all its checks, in process, on the data of fixtures/ in
``DATABASE_URL`` (default: a new SQLite file). Exits with 1 where an answer is not as the
document says.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from . import measuring

HEADERS = {"Accept-Encoding": "identity", "X-Forwarded-Proto": "https"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=300, help="random cases of each operation")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        os.environ["API_RATE"] = ""
        measuring.set_up(str(Path(directory) / "cases.sqlite3"))
        sys.exit(run(options.each))


def run(each: int) -> int:
    """Run the cases, say how many there were, and give 1 where one failed."""
    import logging

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from schemathesis.engine import events, from_schema

    from tests.api.cases import api

    settings.ALLOWED_HOSTS = ["localhost"]
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0, stdout=io.StringIO())
    schema = api()
    schema.config.update(headers=HEADERS, continue_on_failure=True)
    schema.config.generation.update(max_examples=each, database="none")
    counts: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    failures: dict[str, str] = {}
    start = time.perf_counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            counts["cases"] += len(event.recorder.cases)
            for interaction in event.recorder.interactions.values():
                if interaction.response is not None:
                    statuses[interaction.response.status_code] += 1
            for case, checks in event.recorder.checks.items():
                for check in checks:
                    counts["checks"] += 1
                    if check.failure_info is not None:
                        said = f"{event.label}: {check.name}: {check.failure_info.failure.message}"
                        failures[said[:300]] = str(
                            event.recorder.cases[case].value.as_curl_command()
                        )
        elif isinstance(event, events.NonFatalError | events.FatalError):
            failures[f"error: {event}"] = _traceback(event)
    took = time.perf_counter() - start
    print(
        f"{connection.vendor}: {counts['cases']} cases of {len(list(schema.get_all_operations()))} "
        f"operations, {counts['checks']} checks, {len(failures)} failures, {took:.0f} s"
    )
    print("answers: " + ", ".join(f"{n} of {status}" for status, n in sorted(statuses.items())))
    for said, command in failures.items():
        print(f"\n{said}\n    {command}")
    return 1 if failures else 0


def _traceback(event: Any) -> str:
    return str(getattr(event, "info", getattr(event, "exception", "")))


if __name__ == "__main__":
    main()
