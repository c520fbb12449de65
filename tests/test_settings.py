"""Settings fail loudly on nonsense and are safe by default."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "k3Y" * 10 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def manage(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_the_deployment_check() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("missing", "message"),
    [("SECRET_KEY", "SECRET_KEY must be set"), ("ALLOWED_HOSTS", "ALLOWED_HOSTS must name")],
)
def test_production_without_a_needed_setting_does_not_start(missing: str, message: str) -> None:
    environment = {k: v for k, v in PRODUCTION.items() if k != missing}
    result = manage("check", **environment)
    assert result.returncode != 0
    assert message in result.stderr


def test_without_any_environment_nothing_starts_by_accident_in_debug() -> None:
    assert "SECRET_KEY must be set" in manage("check").stderr


def test_no_migration_is_missing() -> None:
    result = manage("makemigrations", "--check", "--dry-run", **PRODUCTION)
    assert result.returncode == 0, result.stdout


def test_sqlite_keeps_foreign_keys_and_waits_its_turn(tmp_path: Path) -> None:
    script = (
        "from django.db import connection as c\n"
        "with c.cursor() as cursor:\n"
        "    for pragma in ('foreign_keys', 'journal_mode', 'busy_timeout'):\n"
        "        print(cursor.execute(f'PRAGMA {pragma}').fetchone()[0])\n"
    )
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    result = manage("shell", "--no-imports", "-c", script, **{**PRODUCTION, **database})
    assert result.stdout.split() == ["1", "wal", "20000"], result.stderr
