"""The map: where everything is, how large it is over the wire, and what it leaves out."""

from __future__ import annotations

import gzip
import re

from countryinfo import all_countries
from hypothesis import given
from hypothesis import strategies as st

from relations.drawing.projection import CUT, equal_earth
from relations.drawing.tones import Tone
from relations.drawing.world import (
    GRID_HEIGHT,
    GRID_WIDTH,
    Place,
    draw_world,
    frame_around,
    is_drawn,
    world,
)


def place(code: str, tone: Tone = Tone.FULL) -> Place:
    return Place(code, f"{code}: member", f"/countries/{code.lower()}/", tone)


def test_the_projection_gives_the_values_of_its_authors() -> None:
    # Šavrič, Patterson and Jenny: the equator is 2.7066 radii long on each side, the
    # distance to the pole 1.3173.
    assert round(equal_earth(CUT + 360, 0)[0], 3) == 2.707
    assert round(equal_earth(11, 90)[1], 3) == 1.317


@given(st.floats(CUT, CUT + 360), st.floats(-90, 90))
def test_the_projection_mirrors_north_and_south(longitude: float, latitude: float) -> None:
    x, y = equal_earth(longitude, latitude)
    mirrored = equal_earth(longitude, -latitude)
    assert abs(x - mirrored[0]) < 1e-9
    assert abs(y + mirrored[1]) < 1e-9


def test_every_country_with_a_code_has_a_shape_or_a_dot_but_four() -> None:
    codes = {str(country.iso(3)) for country in all_countries() if country.iso(3)}
    assert {code for code in codes if not is_drawn(code)} == {"ANT", "ATA", "SCG", "UMI"}


def test_states_that_the_package_has_no_outline_of_have_one() -> None:
    assert {"HUN", "SRB", "MNE", "XKX", "MMR"} <= world().shapes.keys()


def test_neighbours_lie_beside_each_other() -> None:
    def box(code: str) -> list[float]:
        boxes = [box for _path, box in world().shapes[code].rings]
        return [min(b[0] for b in boxes), max(b[2] for b in boxes)]

    austria, hungary, romania = box("AUT"), box("HUN"), box("ROU")
    assert austria[0] < hungary[0] < romania[0]
    assert abs(austria[1] - hungary[0]) < 12


def test_the_whole_map_is_small_over_the_wire() -> None:
    places = [place(code) for code in [*world().shapes, *world().dots]]
    drawn = draw_world(places, {Tone.FULL: "member"}, "map")[0]
    assert len(gzip.compress(drawn.encode())) < 25_000


def test_far_countries_show_the_whole_world_and_near_ones_a_part() -> None:
    assert frame_around(["USA", "AUS"]) == (0, 0, GRID_WIDTH, GRID_HEIGHT)
    left, top, right, bottom = frame_around(["ARM", "AZE"])
    assert right - left < GRID_WIDTH / 2
    assert bottom - top == (right - left) / 2


@given(st.lists(st.sampled_from(sorted(world().shapes)), min_size=1, max_size=4))
def test_what_is_coloured_lies_in_the_frame(codes: list[str]) -> None:
    left, top, right, bottom = frame_around(codes)
    for code in codes:
        for _path, box in world().shapes[code].rings:
            assert left <= box[0] + 1 and box[2] <= right + 1
            assert top <= box[1] + 1 and box[3] <= bottom + 1


def test_a_coloured_country_is_a_link_with_its_words() -> None:
    drawn = draw_world([place("ARM")], {Tone.FULL: "member"}, "map")[0]
    assert re.search('<a href="/countries/arm/"[^>]*><title>ARM: member</title><path', drawn)


def test_a_small_state_is_a_dot() -> None:
    drawn = draw_world([place("MLT")], {}, "map")[0]
    assert "<circle" in drawn


def test_who_has_left_differs_by_more_than_colour() -> None:
    assert "stroke-dasharray" in draw_world([place("ARM", Tone.LEFT)], {}, "map")[0]
