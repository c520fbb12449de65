"""The project's settings as the linter of migrations uses them (`make lint`).

It reads the SQL that PostgreSQL would run, and refuses what the release before can't work with,
or what keeps others from a table for as long as that is long (deploy/RUNBOOK.md, "New release").
"""

import re
from typing import Any

from django_migration_linter.sql_analyser import PostgresqlAnalyser
from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType

from geopol.settings import *  # noqa: F403

INSTALLED_APPS += ["django_migration_linter"]  # noqa: F405

MIGRATION_LINTER_OPTIONS = {
    # Made before the first release, when no table was in use; 0001 to 0004, 0006, 0008 pass.
    "ignore_name": ["0005_resolutions", "0007_incompatibilities"],
    "warnings_as_errors": [],  # all of them
    "no_cache": True,
}

_ADDS = re.compile(r"ALTER TABLE (\S+) ADD CONSTRAINT \S+ (CHECK|FOREIGN KEY)")


def checks_rows_that_are_there(statements: list[str], **_: Any) -> bool:
    """Say whether a constraint is added that reads a whole table while nobody else may."""
    return any(
        found and not sql.rstrip(";").endswith("NOT VALID")
        for sql in statements
        if (found := _ADDS.match(sql))
        and not any(other.startswith(f"CREATE TABLE {found[1]} ") for other in statements)
    )


# The linter knows none for it.
PostgresqlAnalyser.migration_checks.append(
    Check(
        code="ADD_VALID_CONSTRAINT",
        fn=checks_rows_that_are_there,
        message="ADD CONSTRAINT reads the table and locks it",
        mode=CheckMode.TRANSACTION,
        type=CheckType.ERROR,
    )
)
