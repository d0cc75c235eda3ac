"""What the guard makes of a school's counts."""

from __future__ import annotations

from datetime import date

import pytest

from models.vocabulary.snapshots import PartState
from tracking.snapshots.policy import (
    PRESENT,
    SET_ASIDE,
    USABLE,
    Counts,
    Judgement,
    Limits,
    Losses,
    judged,
    promotions,
)

LIMITS = Limits(share=0.2, children=10, filled=0.8, emptied=0.2, changed=0.2, covers=0.5)
WHOLE = Losses(100, 0)


@pytest.mark.parametrize(
    ("losses", "state"),
    [
        (Losses(100, 0), PartState.ACCEPTED),
        (Losses(100, 20), PartState.ACCEPTED),
        (Losses(100, 21), PartState.SHRUNK),
        (Losses(12, 9), PartState.ACCEPTED),
        (Losses(12, 10), PartState.SHRUNK),
        (Losses(600, 30, ((100, 30),)), PartState.SHRUNK),
        (Losses(600, 20, ((100, 20),)), PartState.ACCEPTED),
        (Losses(600, 35, ((5, 5), (100, 30))), PartState.SHRUNK),
    ],
)
def test_a_school_or_a_grade_that_lost_too_many_is_set_aside(
    losses: Losses, state: PartState
) -> None:
    assert judged(LIMITS, Counts(losses)).state is state


@pytest.mark.parametrize(
    ("filled", "state"),
    [
        ((80, 20), PartState.EMPTIED),
        ((79, 0), PartState.ACCEPTED),
        ((100, 21), PartState.ACCEPTED),
        ((0, 0), PartState.ACCEPTED),
    ],
)
def test_a_column_that_went_empty_sets_the_school_aside(
    filled: tuple[int, int], state: PartState
) -> None:
    found = judged(LIMITS, Counts(WHOLE, 100, {"sex": filled, "name": (100, 100)}))
    assert found.state is state
    if state is PartState.EMPTIED:
        assert found == Judgement(state, ("sex",), 80)


def test_a_handful_of_pupils_never_sets_a_school_aside() -> None:
    small = Counts(Losses(9, 9, ((9, 9),)), 9, {"sex": (9, 0)}, 9, {"sex": 9})
    assert judged(LIMITS, small).state is PartState.ACCEPTED


@pytest.mark.parametrize(("other", "is_aside"), [(20, False), (21, True)])
def test_a_column_that_means_something_else_sets_the_school_aside(
    other: int, *, is_aside: bool
) -> None:
    found = judged(LIMITS, Counts(WHOLE, 100, {}, 100, {"birth_date": other, "sex": 3}))
    wanted = Judgement(PartState.CHANGED, ("birth_date",), other)
    assert found == (wanted if is_aside else Judgement(PartState.ACCEPTED))


def test_the_gravest_reason_is_told() -> None:
    counts = Counts(Losses(100, 50), 50, {"sex": (100, 0)}, 50, {"grade": 50})
    assert judged(LIMITS, counts).state is PartState.SHRUNK
    assert judged(LIMITS, counts, outdated=True).state is PartState.OUTDATED
    assert judged(LIMITS, None, known=False).state is PartState.UNKNOWN
    assert judged(LIMITS, None).state is PartState.ACCEPTED


def test_what_is_set_aside_proves_presence_but_is_not_compared() -> None:
    assert not set(SET_ASIDE) & set(USABLE)
    assert set(SET_ASIDE) - set(PRESENT) == {PartState.ABSENT}
    assert not {PartState.FOREIGN, PartState.OUTDATED} & {*USABLE, *PRESENT, *SET_ASIDE}


@pytest.mark.parametrize(
    ("before", "now", "grades"),
    [
        (date(2026, 9, 7), date(2026, 11, 16), 1),
        (date(2026, 11, 9), date(2026, 11, 16), 0),
        (date(2026, 11, 9), date(2027, 6, 30), 0),
        (date(2026, 6, 22), date(2026, 9, 7), 1),
        (date(2025, 6, 1), date(2026, 12, 1), 2),
    ],
)
def test_pupils_are_promoted_once_a_year(before: date, now: date, grades: int) -> None:
    assert promotions(before, now) == grades
