"""Pictures are escaped, whole by themselves, and say what they show."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from relations.drawing.png import TooLarge, png
from relations.drawing.svg import Picture, element, joined, link, number, width_of

SVG = "{http://www.w3.org/2000/svg}"


def picture(body: object = "", **values: object) -> Picture:
    return Picture(
        name="life",
        title="A <life>",
        description="It began.",
        width=100,
        height=50,
        body=joined([body]),
        **values,  # type: ignore[arg-type]
    )


# Readers of XML make one line end of a carriage return.
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_any_text_stays_text(text: str) -> None:
    found = ElementTree.fromstring(element("text", text, title=text))  # noqa: S314
    assert (found.text or "") == "".join(
        c for c in text if c in "\t\n" or " " <= c not in "\ufffe\uffff"
    )


def test_halves_of_letters_are_left_out_since_no_file_can_hold_them() -> None:
    assert element("text", "a\ud800b\udfff") == "<text>ab</text>"


def test_a_file_is_a_document_with_size_and_source() -> None:
    root = fromstring(picture().standalone("https://example.org", "geopol & co"))
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("100", "76")
    assert "geopol & co" in [text.text for text in root.iter(f"{SVG}text")]


def test_links_of_a_file_lead_to_the_site() -> None:
    drawn = picture(joined([link("/a/", "x"), link("#act-1", "y")]), address="/agreements/z/")
    root = fromstring(drawn.standalone("https://example.org"))
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == [
        "https://example.org/a/",
        "https://example.org/agreements/z/#act-1",
    ]


def test_a_name_that_looks_like_a_link_is_left_alone() -> None:
    drawn = picture(element("text", 'see href="/x'))
    assert "example" not in drawn.standalone("https://example.org")


def test_a_picture_with_links_is_no_image_since_those_inside_would_be_hidden() -> None:
    assert 'role="img"' in picture().svg
    assert "role=" not in picture(link("/a/", "x")).svg


def test_the_drawing_is_named_and_described() -> None:
    root = fromstring(picture().svg)
    ids = {child.get("id"): child.text for child in root}
    assert ids[root.get("aria-labelledby")] == "A <life>"
    assert ids[root.get("aria-describedby")] == "It began."


def test_no_style_attribute_which_the_policy_refuses() -> None:
    assert "style=" not in picture(element("rect", width=3)).svg


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (-0.04, "0"), (2.55, "2.5"), (10, "10")]
)
def test_coordinates_are_short(value: float, written: str) -> None:
    assert number(value) == written


def test_wide_letters_take_more_room() -> None:
    assert width_of("日本", 10) > width_of("ab", 10) > width_of("il", 10)


def test_png_is_a_picture_of_twice_the_size() -> None:
    data = png(picture(element("rect", width=30, height=30)).standalone())
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 200


def test_png_has_letters_on_a_server_without_fonts() -> None:
    empty = png(picture().standalone(), system_fonts=False)
    words = picture(element("text", "Armenia, Армения", x=5, y=20, font_size=9))
    assert len(png(words.standalone(), system_fonts=False)) > len(empty)


def test_png_is_refused_where_it_would_take_too_long() -> None:
    huge = Picture("a", "b", "c", 90_000, 90_000, joined([]))
    with pytest.raises(TooLarge):
        png(huge.standalone())
