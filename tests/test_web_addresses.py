"""All the ways of writing a page's URL have one key; different pages have different ones."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.web_addresses import KEY_LENGTH, page_key

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
labels = st.text(LETTERS, min_size=1, max_size=8).filter(lambda label: label != "www")
hosts = st.lists(labels, min_size=2, max_size=3).map(".".join)
segments = st.lists(
    st.text(LETTERS + "-_~/?&=#%+: üÄя‘ժ", min_size=1, max_size=8).filter(
        lambda s: s not in (".", "..")
    ),
    max_size=4,
)
parameters = st.lists(
    st.tuples(
        st.sampled_from(["id", "p", "lang", "page"]), st.text(LETTERS + "&=#%ü/", max_size=5)
    ),
    max_size=3,
)
tracking = st.lists(
    st.sampled_from(
        ["utm_source=x", "UTM_Medium=a%20b", "fbclid=1", "gclid=", "mc_cid=9", "yclid=3"]
    ),
    max_size=2,
)


def path_of(parts: list[str]) -> str:
    return "".join("/" + quote(part, safe="") for part in parts)


def query_of(pairs: list[tuple[str, str]]) -> list[str]:
    return [f"{name}={quote(value, safe='')}" for name, value in pairs]


def url_of(host: str, parts: list[str], pairs: list[tuple[str, str]]) -> str:
    query = "&".join(query_of(pairs))
    return f"https://{host}{path_of(parts)}" + (f"?{query}" if query else "")


@given(st.text(max_size=60) | st.text(max_size=40).map("https://".__add__))
def test_any_text_has_a_key_that_is_its_own_key(text: str) -> None:
    key = page_key(text)
    assert page_key(key) == key
    assert len(key) <= KEY_LENGTH


@given(
    st.tuples(hosts, segments, parameters),
    tracking,
    st.sampled_from(["http://", "https://", "HTTP://", ""]),
    st.sampled_from(["", "www.", "WWW."]),
    st.data(),
)
def test_all_ways_of_writing_one_url_have_one_key(
    page: tuple[str, list[str], list[tuple[str, str]]],
    noise: list[str],
    scheme: str,
    www: str,
    data: st.DataObject,
) -> None:
    host, parts, pairs = page
    port = {"http://": ":80", "https://": ":443"}.get(scheme.lower(), "")
    port = data.draw(st.sampled_from(["", port]))
    query = query_of(pairs)
    for added in noise:
        query.insert(data.draw(st.integers(0, len(query))), added)
    path = path_of(parts)
    if data.draw(st.booleans()):
        path = re.sub("%..", lambda escape: escape[0].lower(), path)
    written = (
        scheme
        + www
        + (host.upper() if data.draw(st.booleans()) else host)
        + port
        + path
        + data.draw(st.sampled_from(["", "/"]))
        + ("?" + "&".join(query) if query else "")
        + data.draw(st.sampled_from(["", "#", "#top", "#:~:text=a,b"]))
    )
    assert page_key(written) == page_key(url_of(host, parts, pairs))


@given(st.tuples(hosts, segments, parameters), st.tuples(hosts, segments, parameters))
def test_different_pages_have_different_keys(one: object, other: object) -> None:
    if one != other:
        assert page_key(url_of(*one)) != page_key(url_of(*other))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("", ""),
        ("  ", ""),
        (
            "http://www.Example.org:80/a/../b/?utm_source=x&b=2&a=1#top",
            "https://example.org/b?b=2&a=1",
        ),
        (
            "https://пример.рф/путь",
            page_key("http://xn--e1afmkfd.xn--p1ai/%d0%bf%d1%83%d1%82%d1%8c/"),
        ),
        ("https://example.org/a%7Eb", "https://example.org/a~b"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://www.com/", "https://www.com"),
        ("https://example.org:8080/", "https://example.org:8080"),
        ("https://example.org/#/treaties/12", "https://example.org#%2Ftreaties%2F12"),
    ],
)
def test_a_key_is_as_expected(written: str, key: str) -> None:
    assert page_key(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/?a=1&b=2", "https://example.org/?b=2&a=1"),
        ("https://example.org/Page", "https://example.org/page"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?q=a%26b", "https://example.org/?q=a&b"),
        ("https://example.org/#/treaties/1", "https://example.org/#/treaties/2"),
        ("https://example.org/#!treaty-1", "https://example.org/#!treaty-2"),
        ("https://eng.example.org/", "https://example.org/"),
        ("https://example.org/" + "a" * 700, "https://example.org/" + "a" * 701),
    ],
)
def test_what_may_be_two_pages_stays_two(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)
