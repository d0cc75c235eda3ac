from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import SCHOOL, Bench, pupil

BORN = date(2014, 3, 1)  # grade 7 in 2026/27


def persons(bench: Bench, grade: int | None, born: date | None = BORN, **given: Any) -> list[int]:
    columns = given.pop("columns", {})
    row = pupil(1, grade=grade, birth_date=born, **columns)
    return bench.persons("AGE_GRADE", current=[row], **given)


@pytest.mark.parametrize(
    ("grade", "found"), [(4, [1]), (5, [1]), (6, []), (7, []), (8, []), (9, [1])]
)
def test_two_grades_from_the_expected_one_are_told(
    bench: Bench, grade: int, found: list[int]
) -> None:
    given = {"as_of": date(2026, 11, 9)}
    assert persons(bench, grade, **given) == found


def test_who_is_born_in_september_enters_a_year_later(bench: Bench) -> None:
    given = {"as_of": date(2026, 11, 9)}
    assert persons(bench, 5, date(2013, 9, 1), **given) == [1]
    assert persons(bench, 5, date(2014, 9, 1), **given) == []


@pytest.mark.parametrize("day", [date(2026, 8, 20), date(2026, 10, 20)])
def test_while_pupils_are_promoted_one_grade_more_is_tolerated(bench: Bench, day: date) -> None:
    expected = 6 if day.month < 9 else 7
    assert persons(bench, expected - 2, as_of=day) == []
    assert persons(bench, expected + 2, as_of=day) == []
    assert persons(bench, expected - 3, as_of=day) == [1]


def test_limits_are_settings(bench: Bench) -> None:
    assert persons(bench, 5, behind=3) == []
    assert persons(bench, 9, ahead=3) == []
    assert persons(bench, 8, date(2010, 8, 31), behind=9) == [1]
    assert persons(bench, 8, date(2010, 9, 1), behind=9) == []
    assert persons(bench, 9, date(2010, 8, 31), behind=9) == []


def test_what_is_unknown_and_who_may_be_older_is_left_alone(bench: Bench) -> None:
    assert persons(bench, None) == []
    assert persons(bench, 4, None) == []
    assert persons(bench, 4, columns={"disability": "5"}) == []
    assert persons(bench, 9, columns={"disability": "5"}) == [1]
    assert persons(bench, 10) == []
    assert persons(bench, 4, columns={"status": "transferred"}) == []


def test_it_says_both_grades(bench: Bench) -> None:
    row = bench.find("AGE_GRADE", current=[pupil(1, grade=4, birth_date=BORN)])[0]
    assert (row["school_code"], row["grade"], row["grade_by_age"]) == (SCHOOL, 4, 7)
