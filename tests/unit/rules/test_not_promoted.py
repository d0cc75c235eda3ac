from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import SCHOOL, TODAY, Bench, before, moved, pupil


def persons(bench: Bench, then: int | None, now: int | None, **given: Any) -> list[int]:
    old = before(1, grade=then, seen_on=date(2026, 6, 20), **given.pop("old", {}))
    new = pupil(1, grade=now, **given.pop("new", {}))
    return bench.persons("NOT_PROMOTED", **{"year_before": [old], "current": [new], **given})


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [(7, 7, [1]), (7, 6, [1]), (7, 8, []), (7, 9, []), (None, 7, []), (7, None, []), (10, 10, [])],
)
def test_the_same_grade_or_a_lower_one_is_told(
    bench: Bench, then: int | None, now: int | None, found: list[int]
) -> None:
    assert persons(bench, then, now) == found


@pytest.mark.parametrize("kind", ["repeat", "suspend", "resume"])
def test_a_record_explains_it(bench: Bench, kind: str) -> None:
    assert persons(bench, 7, 7, movements=[moved(1, kind, date(2026, 3, 1))]) == []
    assert persons(bench, 7, 7, movements=[moved(1, kind, date(2024, 3, 1))]) == [1]


def test_nothing_is_told_while_pupils_are_promoted(bench: Bench) -> None:
    day = date(2026, 10, 31)
    assert persons(bench, 7, 7, as_of=day, new={"seen_on": day}) == []
    assert persons(bench, 7, 7, new={"seen_on": day}) == []


def test_who_was_or_is_on_leave_is_left_alone(bench: Bench) -> None:
    assert persons(bench, 7, 7, old={"status": "suspended"}) == []
    assert persons(bench, 7, 7, new={"status": "suspended"}) == []


def test_it_names_the_school(bench: Bench) -> None:
    old = before(1, seen_on=date(2026, 6, 20))
    row = bench.find("NOT_PROMOTED", year_before=[old], current=[pupil(1)])[0]
    assert (row["school_code"], row["grade"], row["seen_on"]) == (SCHOOL, 7, TODAY)
