"""nginx with deploy/nginx/geopol.conf gives the files, with nobody behind it."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests import factories as f
from tests.exporting.worlds import small_world
from tests.publishing.places import files, publish

pytestmark = pytest.mark.django_db
DEPLOY = Path(django_settings.BASE_DIR) / "deploy" / "nginx"
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


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Iterator[http.client.HTTPConnection]:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    settings.SITE_URL = "http://testserver"
    small_world()
    f.CountryFactory.create_batch(101)
    old: Any = f.CountryFactory(slug="old", code="OLD")
    old.slug = "new"
    old.save()
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)  # nginx's workers are nobody
    publish(tmp_path / "site" / "en-gb")
    port = free_port()
    (tmp_path / "geopol.conf").write_text(configuration(tmp_path, port), encoding="utf-8")
    paths = "".join(
        f"{name}_temp_path {tmp_path}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {paths} include {tmp_path}/geopol.conf; }}",
        encoding="utf-8",
    )
    server = subprocess.Popen(  # noqa: S603
        [NGINX, "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"]
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


def test_readers_read_on_while_nothing_is_behind_nginx(
    site: Any, tmp_path: Path, reader: Client
) -> None:
    def ask(address: str, **headers: str) -> Any:
        site.request("GET", address, headers={"Host": "example.org", **headers})
        answer = site.getresponse()
        answer.body = answer.read()
        return answer

    # Every file, under the address that it stands for.
    for address, path in files(tmp_path / "site" / "en-gb").items():
        if not address.startswith("/static/"):  # nginx has them from collectstatic
            answer = ask(address)
            assert (answer.status, answer.body) == (200, path.read_bytes()), address
    assert b"101" in ask("/countries/?page=2").body

    # What is said beside a page is what the site says.
    live = reader.get("/countries/armenia/")
    answer = ask("/countries/armenia/")
    assert policy(answer.headers["Content-Security-Policy"]) == policy(
        live["Content-Security-Policy"]
    )
    for name in ("Content-Type", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy",
                 "Cross-Origin-Opener-Policy"):  # fmt: skip
        assert answer.headers[name] == live[name], name
    for address in ("/feeds/all.atom", "/countries/armenia/cite.bib", "/api/v1/countries.jsonl",
                    "/countries/armenia/cite.ris", "/network/network.svg",
                    "/api/v1/countries/armenia/", "/countries/armenia/cite.txt"):  # fmt: skip
        said = ask(address).headers["Content-Type"].partition(";")[0]
        assert said == reader.get(address)["Content-Type"].partition(";")[0], address
    assert ask("/countries/armenia/cite.bib").headers["Content-Disposition"] == "attachment"
    assert ask("/api/v1/countries/armenia/").headers["Access-Control-Allow-Origin"] == "*"

    # Former addresses lead on; a kept page is not sent again.
    moved = ask("/countries/new/"), ask("/countries/old/")
    assert [one.status for one in moved] == [200, 301]
    assert moved[1].headers["Location"].endswith("/countries/new/")
    tag = answer.headers["ETag"]
    assert ask("/countries/armenia/", **{"If-None-Match": tag}).status == 304

    # What only the server makes says so; nothing that is no page is given.
    for address in ("/search/?q=armenia", "/countries/?sort=-name", "/nowhere/",
                    "/countries/armenia/?as_of=2013-01-01", "/countries/?q=%2F..%2Fx"):  # fmt: skip
        answer = ask(address)
        assert answer.status == 503, address
        assert b"Not available at the moment" in answer.body
        assert answer.headers["Retry-After"] == "60"
    for address in ("/.manifest.json", "/.nginx/permanent.map"):
        assert ask(address).status == 404
    assert ask("/countries/?../../../../../etc/passwd").status == 503
    assert ask("/admin/").status == 502
    # Russian pages aren't published: English ones are better than none.
    answer = ask("/countries/armenia/", **{"Accept-Language": "ru"})
    assert (answer.status, b'lang="en-gb"' in answer.body) == (200, True)


def policy(text: str) -> set[str]:
    return {part.strip() for part in text.split(";")}
