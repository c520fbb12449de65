"""What `make bench` writes, from made figures."""

from benchmarks.peers import asked, report
from benchmarks.peers.figures import Figures, ratio, spread
from benchmarks.peers.plot import draw

OURS, THEIRS = (asked.LIST, asked.OURS), (asked.LIST, asked.DATASETTE)


def made() -> dict[tuple[str, str], Figures]:
    """Figures of three rounds, in the last of which the machine was busy."""
    answers = [10.0] * 18 + [25.0] * 2
    return {
        OURS: Figures([60, 64, 30], [50, 50, 20], answers, 30_000),
        THEIRS: Figures([15, 16, 10], [12, 12, 6], answers, 40_000),
    }


def test_a_ratio_is_the_median_of_what_the_rounds_say() -> None:
    assert ratio(made(), OURS, THEIRS) == 4
    assert ratio(made(), THEIRS, OURS) == 0.25


def test_a_peer_that_is_not_installed_has_no_ratio() -> None:
    found = {OURS: made()[OURS]}
    assert ratio(found, OURS, THEIRS) is None
    assert "| list of statements, times Datasette | at least 3 | – |" in report.claims(
        {1000: found}
    )


def test_the_spread_is_that_of_our_slowest_answers() -> None:
    assert spread(made()) == (2.5, asked.LIST)


def test_the_report_has_the_claims_of_each_size_and_all_figures() -> None:
    text = report.markdown("Here.", {1000: made(), 100_000: made()})
    assert "| list of statements, times Datasette | at least 3 | 4.00 | 4.00 |" in text
    assert "## 100,000 statements" in text
    assert "| list of statements | Datasette | 15.0 | 0.25 | 12.0 | 10.0 | 25.0 | 40.0 |" in text


def test_the_picture_has_a_bar_for_each_server() -> None:
    picture = draw({1000: made()}, "Requests")
    assert picture.count("<rect") == 3  # one is the paper
    assert "Datasette" in picture
