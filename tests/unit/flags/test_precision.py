from __future__ import annotations

import pytest

from tracking.flags.policy import FEWEST, Judged, wilson


@pytest.mark.parametrize(
    ("true", "judged", "low", "high"),
    [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366)],
)
def test_the_interval_is_the_one_of_the_text_books(
    true: int, judged: int, low: float, high: float
) -> None:
    assert wilson(true, judged) == pytest.approx((low, high), abs=0.001)


def test_nothing_judged_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert Judged(open=50).share == 0.0
    assert not Judged(open=50).is_enough


def test_more_judged_flags_make_the_interval_smaller() -> None:
    widths = [high - low for low, high in (wilson(n // 2, n) for n in (10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


def test_open_flags_are_not_judged_and_explained_ones_are_not_true() -> None:
    found = Judged(true=6, excused=3, wrong=1, open=90)
    assert (found.judged, found.untrue, found.share) == (FEWEST, 4, 0.6)
    assert found.is_enough
