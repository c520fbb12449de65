"""Numbers for Prometheus, and for nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

TOKEN = "t0ken-" * 8


@pytest.mark.django_db
@pytest.mark.parametrize("authorization", [None, "Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer é"])
def test_without_the_token_there_is_no_such_page(authorization: str | None) -> None:
    headers = {"authorization": authorization} if authorization else {}
    with override_settings(METRICS_TOKEN=TOKEN):
        assert Client().get("/metrics", headers=headers).status_code in (301, 404)


@pytest.mark.django_db
def test_where_no_token_is_set_nothing_opens_it() -> None:
    for authorization in ("Bearer ", "Bearer", ""):
        answer = Client().get("/metrics", headers={"authorization": authorization})
        assert answer.status_code in (301, 404)


def numbers() -> str:
    answer = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
@override_settings(METRICS_TOKEN=TOKEN)
def test_pages_are_counted_by_name_and_status() -> None:
    def count(line: str) -> float:
        found = [row for row in numbers().splitlines() if row.startswith(line)]
        return float(found[0].split()[-1]) if found else 0.0

    about = 'geopol_requests_total{method="GET",page="about",status="200"}'
    unknown = 'geopol_requests_total{method="GET",page="none",status="404"}'
    before = count(about), count(unknown)
    Client().get("/about/")
    Client().get("/about/")
    Client().get("/not/here/at/all/")
    assert (count(about), count(unknown)) == (before[0] + 2, before[1] + 1)
    assert "geopol_request_seconds_bucket" in numbers()


@pytest.mark.django_db
@override_settings(METRICS_TOKEN=TOKEN)
def test_no_reader_can_make_up_new_rows() -> None:
    Client().generic("BREW", "/about/")
    Client().get("/countries/nowhere-at-all/")
    text = numbers()
    assert "BREW" not in text
    assert "nowhere-at-all" not in text


def test_the_numbers_of_several_workers_are_added_up(tmp_path: Path) -> None:
    def in_a_process(words: str) -> str:
        environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
        return subprocess.run(  # noqa: S603
            [sys.executable, "-c", f"from geopol.operations import metrics\n{words}"],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    for _worker in range(3):
        in_a_process("metrics.observe('GET', 'home', 200, 0.1)")
    text = in_a_process("print(metrics.page().decode())")
    assert 'geopol_requests_total{method="GET",page="home",status="200"} 3.0' in text


def test_a_short_token_stops_the_start(monkeypatch: Any) -> None:
    result = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"METRICS_TOKEN": "short"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "METRICS_TOKEN must have at least 32 characters" in result.stderr
