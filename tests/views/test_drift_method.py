"""The method page: its worked example is worked out again here, in fractions."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from django.test import Client

from relations.reading.drift.example import ONE, OTHER, example
from relations.reading.drift.kinds import KINDS


def test_the_worked_example_is_right() -> None:
    found = example()
    alliance, treaty, partnership, roadmap, forum, neighbour = (
        F(1), F(1), F(1), F(1, 2), F(1), F(1, 2),
    )  # fmt: skip
    everything = alliance + treaty + partnership + roadmap + forum + neighbour
    first = (alliance + treaty + forum) / everything
    second = (partnership + roadmap + forum) / everything
    rest = everything - partnership
    assert [found.first.value, found.first.low, found.first.high] == pytest.approx(
        [float(first), float(first), float((alliance + treaty + forum) / rest)]
    )
    assert [found.second.value, found.second.low, found.second.high] == pytest.approx(
        [float(second), float((roadmap + forum) / rest), float(second)]
    )
    assert found.lean.value == pytest.approx(float(second - first))
    assert found.lean.low == pytest.approx(float((roadmap - alliance - treaty) / rest))
    assert found.balance.value == pytest.approx(float((F(1, 2) - 1) / F(3, 2)))


def test_the_likeness_of_the_example_is_right() -> None:
    found = example()
    x, y = [F(n) for n in ONE], [F(n) for n in OTHER]
    n = len(x)
    apart = sum((a - b) ** 2 for a, b in zip(x, y, strict=True))
    assert found.s == pytest.approx(
        float(1 - 2 * sum(abs(a - b) for a, b in zip(x, y, strict=True)) / (n * F(1)))
    )
    m = sum(x + y) / (2 * n)
    assert found.pi == pytest.approx(float(1 - apart / sum((a - m) ** 2 for a in x + y)))
    mx, my = sum(x) / n, sum(y) / n
    chance = sum((a - mx) ** 2 for a in x) + sum((b - my) ** 2 for b in y) + n * (mx - my) ** 2
    assert found.kappa == pytest.approx(float(1 - apart / chance))


def test_the_page_shows_it_and_every_weight(reader: Client) -> None:
    body = reader.get("/drift/method/").content.decode()
    for figure in ("0.60", "0.75", "0.375", "-0.10", "0.625", "0.799", "0.808", "-0.333"):
        assert figure in body, figure
    for kind in KINDS:
        assert f"w_{kind.word}" in body
