"""The measures give the numbers that were published for published data, to six decimals."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from relations.analysis.measures import (
    Distance,
    Measure,
    cohen_kappa,
    compare,
    s_score,
    scott_pi,
    tau_b,
)

from .examples import (
    ABSTRACTORS,
    ANXIETY,
    COMMITMENTS,
    EUROPE_1914,
    FPSIM,
    IRR,
    IRRCAC,
    SMALL,
)

SIX = 5e-7
FORMULAS = {"S": s_score, "pi": scott_pi, "kappa": cohen_kappa, "tau-b": tau_b}


def measure_named(name: str) -> Measure:
    words = name.split(", ")
    return Measure(FORMULAS[words[0]], Distance(words[1]) if words[1:] else Distance.ABSOLUTE)


@pytest.mark.parametrize("name", FPSIM)
def test_germany_and_russia_in_1914_come_out_as_the_r_package_fpsim_prints_them(name: str) -> None:
    _states, capabilities, germany, russia = zip(*EUROPE_1914, strict=True)
    weights = capabilities if "weighted" in name else None
    found = compare(measure_named(name), germany, russia, COMMITMENTS, weights)
    assert found == pytest.approx(FPSIM[name], abs=SIX)


def test_germany_and_russia_in_1914_come_out_as_signorino_and_ritter_print_them() -> None:
    """Their Table 6 has tau-b 0.03, S 0.40 unweighted and -0.46 by capabilities."""
    _states, capabilities, germany, russia = zip(*EUROPE_1914, strict=True)
    s = Measure(s_score)
    assert compare(Measure(tau_b), germany, russia, COMMITMENTS) == pytest.approx(0.03, abs=5e-3)
    assert compare(s, germany, russia, COMMITMENTS) == pytest.approx(0.40, abs=5e-3)
    assert compare(s, germany, russia, COMMITMENTS, capabilities) == pytest.approx(-0.46, abs=5e-3)


def expand(table: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    cells = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]
    return [a for a, _b in cells], [b for _a, b in cells]


@pytest.mark.parametrize("name", IRRCAC)
def test_two_abstractors_come_out_as_the_r_package_irrcac_prints_them(name: str) -> None:
    found = compare(measure_named(name), *expand(ABSTRACTORS), levels=(0, 1, 2))
    assert found == pytest.approx(IRRCAC[name], abs=SIX)


@pytest.mark.parametrize("name", IRR)
def test_two_raters_of_anxiety_come_out_as_the_r_package_irr_prints_them(name: str) -> None:
    found = compare(measure_named(name), *ANXIETY, levels=(1, 2, 3, 4, 5))
    assert found == pytest.approx(IRR[name], abs=SIX)


@pytest.mark.parametrize(("one", "other", "levels", "exact", "printed"), SMALL)
def test_the_small_examples_of_the_papers_come_out_exactly(
    one: list[int], other: list[int], levels: tuple[float, ...], exact: float, printed: float
) -> None:
    found = compare(Measure(s_score), one, other, levels)
    assert found == pytest.approx(exact, abs=1e-12)
    assert found == pytest.approx(printed, abs=5e-3)
