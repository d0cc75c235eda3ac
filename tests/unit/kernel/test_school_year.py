from __future__ import annotations

from datetime import date

import pytest

from tracking.kernel.school_year import school_year


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 8, 31), 2025),
        (date(2026, 9, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 8, 31), 2026),
    ],
)
def test_it_begins_in_autumn(day: date, first: int) -> None:
    assert school_year(day).first == first
    assert school_year(day).starts == date(first, 9, 1)


@pytest.mark.parametrize(
    ("day", "term", "before", "is_spring"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 3, 1), False),
        (date(2027, 2, 28), date(2026, 9, 1), date(2026, 3, 1), False),
        (date(2027, 3, 1), date(2027, 3, 1), date(2026, 9, 1), True),
        (date(2027, 8, 31), date(2027, 3, 1), date(2026, 9, 1), True),
    ],
)
def test_a_day_lies_in_a_term_after_another(
    day: date, term: date, before: date, *, is_spring: bool
) -> None:
    year = school_year(day)
    assert (year.term_starts, year.term_before, year.is_spring) == (term, before, is_spring)


def test_the_bureau_names_its_first_days_of_term() -> None:
    year = school_year(date(2026, 8, 28), autumn=(8, 28), spring=(2, 24))
    assert (year.first, year.starts) == (2026, date(2026, 8, 28))
    assert school_year(date(2026, 8, 27), autumn=(8, 28)).first == 2025
    assert school_year(date(2027, 2, 24), spring=(2, 24)).is_spring


def test_children_from_six_to_fifteen_are_of_compulsory_school_age() -> None:
    year = school_year(date(2017, 10, 1))
    assert year.cohort == (date(2002, 9, 1), date(2011, 8, 31))
    assert school_year(date(2022, 4, 1)).cohort == (date(2006, 9, 1), date(2015, 8, 31))


def test_who_is_six_by_the_end_of_august_enters() -> None:
    year = school_year(date(2026, 11, 2))
    assert year.entering == (date(2019, 9, 1), date(2020, 8, 31))
    assert year.entering[1] == year.cohort[1]
