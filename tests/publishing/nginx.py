"""nginx with the settings of deploy/, for a test."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

DEPLOY = Path(settings.BASE_DIR) / "deploy" / "nginx"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def configuration(place: Path, port: int) -> str:
    """Give the settings of the example for this place, by plain HTTP, before a closed port."""
    text = (DEPLOY / "geopol.conf").read_text(encoding="utf-8")
    for there, here in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "listen [::]:443 ssl http2;": "",
        "127.0.0.1:8000": f"127.0.0.1:{free_port()}",
        "/var/log/nginx": str(place),
        "/var/lib/geopol-site": str(place / "site"),
        "/etc/nginx/geopol-headers": str(DEPLOY / "geopol-headers"),
    }.items():
        assert there in text
        text = text.replace(there, here)
    lines = [line for line in text.splitlines() if not line.strip().startswith("ssl_")]
    return "\n".join(lines)


@contextmanager
def serving(place: Path, more: str = "") -> Iterator[http.client.HTTPConnection]:
    """Serve the pages in ``place/site``; ``more`` are directives beside those of deploy/."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    for folder in (place, *place.parents[:3]):
        folder.chmod(0o755)  # nginx's workers are nobody
    port = free_port()
    (place / "geopol.conf").write_text(configuration(place, port), encoding="utf-8")
    paths = "".join(
        f"{name}_temp_path {place}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (place / "nginx.conf").write_text(
        f"daemon off; pid {place}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {paths} {more} include {place}/geopol.conf; }}",
        encoding="utf-8",
    )
    server = subprocess.Popen(  # noqa: S603
        [NGINX, "-c", str(place / "nginx.conf"), "-e", "stderr"]
    )
    try:
        for _ in range(200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, "nginx did not start"
            time.sleep(0.05)
        yield http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    finally:
        server.terminate()
        server.wait()
