"""What deploy/ holds is read by the programs that it is for, where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("geopol*.[st]*"))


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        words,
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def needs(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if not found:
        pytest.skip(f"{program} is not installed")
    return found


def test_gunicorn_takes_its_settings() -> None:
    done = run(sys.executable, "-m", "gunicorn", "--check-config", "-c",
               "deploy/gunicorn.conf.py", "geopol.wsgi")  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_nginx_takes_its_settings(tmp_path: Path) -> None:
    nginx, openssl = needs("nginx"), needs("openssl")
    made = run(
        *f"{openssl} req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=example.org".split(),
        *f"-keyout {tmp_path}/privkey.pem -out {tmp_path}/fullchain.pem".split(),
    )
    assert made.returncode == 0, made.stderr
    text = (DEPLOY / "nginx" / "geopol.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/geopol", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    text = text.replace("/etc/nginx/geopol-headers", str(DEPLOY / "nginx" / "geopol-headers"))
    (tmp_path / "geopol.conf").write_text(text, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; include {tmp_path}/geopol.conf; }}",
        encoding="utf-8",
    )
    done = run(nginx, "-t", "-c", str(tmp_path / "nginx.conf"))
    assert done.returncode == 0, done.stderr


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    analyze = needs("systemd-analyze")
    for unit in UNITS:
        # What they start stands at its place on the server only.
        text = re.sub(r"/opt/geopol/\S+/(\w+)(?= )|/opt/geopol/deploy/backup.sh", "/bin/true",
                      unit.read_text(encoding="utf-8"))  # fmt: skip
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = run(analyze, "verify", *map(str, sorted(tmp_path.iterdir())))
    ours = [line for line in done.stderr.splitlines() if "geopol" in line]
    assert (done.returncode, ours) == (0, []), done.stderr


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda u: u.name)
def test_each_service_is_confined(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    for line in ("User=geopol", "NoNewPrivileges=true", "ProtectSystem=strict", "UMask=0077"):
        assert line in lines


def test_the_image_serves_as_nobody_in_particular_and_says_how_it_is() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    last_stage = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER (?!0\b|root\b)\d+$", last_stage, re.M)
    assert re.search(r"^HEALTHCHECK .*\n.*/healthz", last_stage, re.M)
    assert "--require-hashes" in text


def test_each_variable_of_the_examples_is_one_that_is_read() -> None:
    read = (Path(settings.BASE_DIR) / "geopol" / "settings.py").read_text(encoding="utf-8")
    read += (DEPLOY / "gunicorn.conf.py").read_text(encoding="utf-8")
    example = (DEPLOY / "systemd" / "geopol.env.example").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=", example, re.M)
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"} <= set(names)
    assert [name for name in names if f'"{name}"' not in read] == []
