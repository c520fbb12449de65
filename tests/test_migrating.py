"""Migrations that run while the site is in use, and the linter that refuses the others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from relations import migrating

HEAD = "import relations.migrating as m\nfrom django.db import migrations, models\n"
OPERATIONS = {
    "0001_table": """migrations.CreateModel("Thing", [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.TextField(db_index=True)),
        ("size", models.IntegerField(null=True)),
    ])""",
    "0002_column_that_may_be_empty": (
        'migrations.AddField("thing", "note", models.TextField(null=True))'
    ),
    "0003_column_with_a_default_of_the_database": (
        'migrations.AddField("thing", "kind", models.TextField(db_default=""))'
    ),
    "0004_index_concurrently": (
        'm.AddIndexConcurrently("thing", models.Index(fields=["size"], name="thing_size"))'
    ),
    "0005_check_of_what_is_to_come": """m.AddConstraintNotValid("thing",
        models.CheckConstraint(condition=models.Q(size__gt=0), name="thing_has_a_size"))""",
    "0006_check_of_what_is_there": 'm.ValidateConstraint("thing", "thing_has_a_size")',
    "0007_no_index_concurrently": 'm.RemoveIndexConcurrently("thing", "thing_size")',
    "1001_needed_column": (
        'migrations.AddField("thing", "code", models.TextField(default="none"))'
    ),
    "1002_column_that_becomes_needed": (
        'migrations.AlterField("thing", "size", models.IntegerField())'
    ),
    "1003_index": (
        'migrations.AddIndex("thing", models.Index(fields=["size"], name="thing_sizes"))'
    ),
    "1004_unique": """migrations.AddConstraint("thing",
        models.UniqueConstraint(fields=["name"], name="thing_name"))""",
    "1005_check": """migrations.AddConstraint("thing",
        models.CheckConstraint(condition=models.Q(size__lt=9), name="thing_is_small"))""",
    "1006_no_index": 'migrations.RemoveIndex("thing", "thing_sizes")',
    "1007_other_type": 'migrations.AlterField("thing", "size", models.TextField())',
    "1008_other_name": 'migrations.RenameField("thing", "note", "remark")',
    "1009_no_column": 'migrations.RemoveField("thing", "kind")',
    "1010_other_table": 'migrations.RenameModel("Thing", "Object")',
    "1011_no_table": 'migrations.DeleteModel("Object")',
    "1012_sql": 'migrations.RunSQL("ALTER TABLE x DROP COLUMN y", "")',
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of each migration of an app that is made for it."""
    folder = tmp_path_factory.mktemp("linted")
    migrations = folder / "things" / "migrations"
    migrations.mkdir(parents=True)
    (folder / "things" / "__init__.py").touch()
    (migrations / "__init__.py").touch()
    before = ""
    for name, operation in OPERATIONS.items():
        (migrations / f"{name}.py").write_text(
            f"{HEAD}\nclass Migration(migrations.Migration):\n"
            f"    atomic = {'oncurrently' not in operation}\n"
            f"    dependencies = [{before}]\n    operations = [{operation}]\n"
        )
        before = f'("things", "{name}")'
    (folder / "settings_of_things.py").write_text(
        'from tests.linting import *\nINSTALLED_APPS += ["things"]\n'
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "lintmigrations", "things", "--settings=settings_of_things"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": str(folder), "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    return dict(re.findall(r"\(things, (\w+)\)\.\.\. (.*(?:\n\t.*)*)", done.stdout))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it reads the SQL of PostgreSQL")
@pytest.mark.parametrize("name", OPERATIONS)
def test_the_linter_refuses_what_a_site_in_use_does_not_bear(
    name: str, verdicts: dict[str, str]
) -> None:
    assert verdicts[name].startswith("ERR" if name > "1" else "OK"), verdicts[name]


class Table:
    """A table that is changed by operations, one after the other."""

    def __init__(self) -> None:
        self.state = ProjectState()
        self.run(CreateModel("Thing", [("id", models.BigAutoField(primary_key=True)), SIZE]))

    def run(self, operation: Operation, *, back: bool = False) -> None:
        before = self.state.clone()
        operation.state_forwards("things", self.state)
        with connection.schema_editor(atomic=operation.atomic is not False) as editor:
            operation.database_forwards("things", editor, before, self.state)
        if back:
            with connection.schema_editor(atomic=operation.atomic is not False) as editor:
                operation.database_backwards("things", editor, self.state, before)
            self.state = before

    def names(self) -> set[str]:
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "things_thing")
        return {name for name in found if name.startswith("thing_")}

    def takes(self, size: int) -> bool:
        try:
            with transaction.atomic():
                self.state.apps.get_model("things", "Thing").objects.create(size=size)
        except IntegrityError:
            return False
        return True


@pytest.fixture
def table(transactional_db: Any) -> Iterator[Table]:
    yield Table()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE things_thing")


SIZE = ("size", models.IntegerField())
INDEX = models.Index(fields=["size"], name="thing_size")
CHECK = models.CheckConstraint(condition=models.Q(size__gt=0), name="thing_has_a_size")


def test_an_index_is_made_and_removed_on_both_databases(table: Table) -> None:
    table.run(migrating.AddIndexConcurrently("thing", INDEX), back=True)
    assert table.names() == set()
    table.run(migrating.AddIndexConcurrently("thing", INDEX))
    assert table.names() == {"thing_size"}
    table.run(migrating.RemoveIndexConcurrently("thing", "thing_size"), back=True)
    assert table.names() == {"thing_size"}
    table.run(migrating.RemoveIndexConcurrently("thing", "thing_size"))
    assert table.names() == set()


def test_a_check_holds_for_new_rows_and_then_for_all(table: Table) -> None:
    table.run(migrating.AddConstraintNotValid("thing", CHECK))
    assert not table.takes(0)
    assert table.takes(1)
    table.run(migrating.ValidateConstraint("thing", "thing_has_a_size"))
    assert table.names() == {"thing_has_a_size"}
