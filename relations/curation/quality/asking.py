"""Asks links whether they answer. Only ``manage.py quality --links`` does, never a page.

Politely: one request at a time, a pause between two to one host, HEAD before GET, nothing
read of the answer. Each answer is stored at once, so that a run that is broken off goes on
where it stopped.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request

from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import LinkCheck
from relations.vocabularies import LinkResult

from . import public_web
from .links import COLUMNS

AGENT = "Mozilla/5.0 (compatible; geopol link check)"
TIMEOUT = 15
# A host that doesn't want HEAD answers one of these, and is asked with GET.
NO_HEAD = frozenset((400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503))
REFUSALS = frozenset((401, 402, 403, 405, 406, 429, 451))
GONE = frozenset((404, 410))

Answer = tuple[LinkResult, int | None, str]


_opener = public_web.opener()


def ask(url: str) -> Answer:
    """Ask one URL, and say how it answered. Never raises."""
    status, detail = None, ""
    for method in ("HEAD", "GET"):
        try:
            public_web.refuse_others(url)
            plain = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
            request = Request(plain, method=method, headers={"User-Agent": AGENT})  # noqa: S310
            with _opener.open(request, timeout=TIMEOUT) as answer:
                return LinkResult.OK, answer.status, ""
        except HTTPError as error:
            error.close()
            status, detail = error.code, str(error.reason)
            if status not in NO_HEAD:
                break
        except (OSError, HTTPException, ValueError) as error:
            status, detail = None, str(getattr(error, "reason", "") or error)
            if public_web.Unwanted in (type(error), type(getattr(error, "reason", None))):
                break
    if status in GONE:
        return LinkResult.GONE, status, detail
    if status in REFUSALS:
        return LinkResult.REFUSED, status, detail
    return LinkResult.FAILED, status, detail[:200] or _("no answer")


def due(older_than: dt.timedelta) -> list[str]:
    """Give the URLs to ask, in turn by host: those never asked, and those not since so long."""
    urls: dict[str, None] = {}
    for model, column in COLUMNS:
        manager: Any = model._default_manager
        rows = manager.exclude(**{column: ""}).values_list(column, flat=True)
        urls.update(dict.fromkeys(rows.order_by("pk")))
    fresh = LinkCheck.objects.filter(checked_at__gt=timezone.now() - older_than)
    for url in fresh.values_list("url", flat=True):
        urls.pop(url, None)
    return list(_in_turn(urls))


def _in_turn(urls: dict[str, None]) -> Iterator[str]:
    """Take one URL of each host after the other, so that pauses cost little."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]


def check_links(
    urls: list[str],
    *,
    pause: float = 2.0,
    asked: Callable[[str], Answer] = ask,
    progress: Callable[[int, LinkCheck], None] | None = None,
) -> int:
    """Ask each URL and store its answer; give how many did not answer well.

    ``pause`` seconds lie between two requests to one host. ``progress`` hears of each answer.
    """
    last: dict[str, float] = {}
    bad = 0
    for number, url in enumerate(urls, start=1):
        host = urlsplit(url).netloc
        if host in last and (wait := last[host] + pause - time.monotonic()) > 0:
            time.sleep(wait)
        answer = keep(url, *asked(url))
        last[host] = time.monotonic()
        bad += answer.result != LinkResult.OK
        if progress:
            progress(number, answer)
    return bad


def keep(url: str, result: LinkResult, status: int | None, detail: str) -> LinkCheck:
    """Store how a URL answered, and count its failures in a row."""
    row = LinkCheck.objects.filter(url=url).first() or LinkCheck(url=url)
    row.failures = 0 if result == LinkResult.OK else row.failures + 1
    row.result, row.status, row.detail = result, status, detail[:200]
    row.checked_at = timezone.now()
    row.save()
    return row
