from __future__ import annotations

from datetime import date

import pytest

from demo.city import CityPlan, schools_for

MONDAY = date(2026, 11, 2)


def test_it_counts_the_mondays_back() -> None:
    plan = CityPlan(last_monday=MONDAY, weeks=3)
    assert plan.mondays == (date(2026, 10, 19), date(2026, 10, 26), MONDAY)


@pytest.mark.parametrize(
    ("last_monday", "school_year"),
    [(MONDAY, 2026), (date(2027, 3, 1), 2026), (date(2026, 8, 31), 2025)],
)
def test_it_begins_the_school_year_in_september(last_monday: date, school_year: int) -> None:
    assert CityPlan(last_monday=last_monday).school_year == school_year


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"last_monday": date(2026, 11, 3)}, "not a Monday"),
        ({"counties": 10}, "1 to 9 counties"),
        ({"schools": 5}, "at least 6 schools"),
        ({"students": 1_000}, "at least 1200 pupils"),
        ({"weeks": 0}, "at least one week"),
    ],
)
def test_it_refuses_a_city_that_cannot_be(changes: dict[str, object], message: str) -> None:
    values: dict[str, object] = {"last_monday": MONDAY, **changes}
    with pytest.raises(ValueError, match=message):
        CityPlan(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("students", [240, 1_800, 12_000, 300_000])
def test_it_proposes_a_number_of_schools_that_fits(students: int) -> None:
    plan = CityPlan(last_monday=MONDAY, students=students, schools=schools_for(students))
    assert plan.students == students
