"""An analyst at the admin of a running server: logs in, opens a form, changes it, saves it."""

from __future__ import annotations

from typing import Any

import requests

from tests.admin.browsing import Forms

# As a proxy with HTTPS in front of the server says it.
HEADERS = {"X-Forwarded-Proto": "https"}
TIMEOUT = 60  # seconds


class Visitor:
    """One account at one server.

    ``site`` is the address of the server without a slash at its end. Raises
    :class:`RuntimeError` where the login is refused.
    """

    def __init__(self, site: str, username: str, password: str) -> None:
        self.site = site
        self.session = requests.Session()
        self.session.headers.update(HEADERS)
        self.get("/admin/login/")
        answer = self.post(
            "/admin/login/", {"username": username, "password": password, "next": "/admin/"}
        )
        if answer.status_code != 302:
            raise RuntimeError(f"{username} can't log in: {answer.status_code}")

    def get(self, path: str) -> requests.Response:
        answer = self.session.get(self.site + path, timeout=TIMEOUT)
        self._cookies()
        return answer

    def post(self, path: str, data: dict[str, Any]) -> requests.Response:
        token = self.session.cookies.get("__Host-csrftoken")
        host = self.site.partition("//")[2]
        answer = self.session.post(
            self.site + path,
            {"csrfmiddlewaretoken": token} | data,
            headers={"Referer": f"https://{host}{path}"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        self._cookies()
        return answer

    def append(self, path: str, field: str, words: str) -> bool:
        """Add words at the end of a text of the record at ``path``.

        Gives whether the save was acknowledged: not, where another's save came between.
        Raises :class:`RuntimeError` on any answer that is neither.
        """
        page = self.get(path)
        page.raise_for_status()
        forms = Forms(f"{path.split('/')[-4]}_form")
        forms.feed(page.text)
        data = {name: value for name, value in forms.values if "__prefix__" not in name}
        if field not in data:
            raise RuntimeError(f"{path} has no field {field}")
        data[field] = f"{data[field]} {words}".strip()
        answer = self.post(path, data)
        if answer.status_code == 302:
            return True
        if answer.status_code == 200 and "stale-h" in answer.text:
            return False
        raise RuntimeError(f"{path}: {answer.status_code} to a save")

    def _cookies(self) -> None:
        # They are for HTTPS, which the proxy would end; the connection here has none.
        for cookie in self.session.cookies:
            cookie.secure = False
