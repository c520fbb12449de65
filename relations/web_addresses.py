"""When two ways of writing a URL mean one page."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

from url_normalize import url_normalize

KEY_LENGTH = 600

# What newsletters, advertisements and social networks add to see where readers come from.
# Only what never says which page is meant: two pages taken for one can't both be entered.
_TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_")
_TRACKING = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid twclid ttclid yclid
    ysclid li_fat_id igsh igshid mc_cid mc_eid _ga _gl _hsenc _hsmi _openstat pk_campaign pk_kwd
    vero_id oly_anon_id oly_enc_id guce_referrer guce_referrer_sig
    """.split()  # noqa: SIM905 - a list would take thirty lines
)


def page_key(url: str) -> str:
    """Give one text for all the ways of writing the URL of one page.

    http and https, ``www.``, default ports, a trailing slash, the place on the page
    (``#``), tracking parameters, upper and lower case of the host, escapes and
    international names make no difference; the order of the parameters does. The
    key is itself a URL, with https, unless it would be longer than KEY_LENGTH. What
    is not a URL of the web is its own key; nothing is raised.
    """
    text = url.strip()
    if not text:
        return ""
    try:
        key = _canonical(text)
    except ValueError:  # a host that can't be
        key = text
    if len(key) > KEY_LENGTH:
        return "sha256:" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    return key


def _canonical(text: str) -> str:
    parts = urlsplit(url_normalize(text) or "")
    if parts.scheme not in ("http", "https"):
        return text
    user, at, host = parts.netloc.rpartition("@")
    host = re.sub(r":(80|443|)$", "", host)
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    query = "&".join(
        parameter
        for parameter in parts.query.split("&")
        if not _is_tracking(parameter.partition("=")[0].lower())
    )
    # Behind "#/" some sites put the page itself.
    fragment = parts.fragment if parts.fragment.startswith("%2F") else ""
    return urlunsplit(("https", user + at + host, parts.path.rstrip("/"), query, fragment))


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
