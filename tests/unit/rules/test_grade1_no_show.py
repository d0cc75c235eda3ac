from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import Bench, Row, listed, pupil

DUE = date(2026, 9, 30)


def six(person: int = 1, **columns: Any) -> Row:
    return listed(
        person, **{"birth_date": date(2020, 5, 6), "seen_on": date(2026, 9, 1), **columns}
    )


def found(bench: Bench, **frames: Any) -> list[int]:
    return bench.persons("GRADE1_NO_SHOW", **{"household": [six()], "as_of": DUE, **frames})


def test_a_six_year_old_on_no_roll_is_found_from_the_day_on(bench: Bench) -> None:
    assert found(bench) == [1]
    assert found(bench, as_of=date(2026, 9, 29)) == []
    assert found(bench, as_of=date(2026, 9, 29), entry_days=28) == [1]
    assert found(bench, current=[pupil(1, grade=1)]) == []
    assert found(bench, current=[pupil(1, grade=0)]) == [1]


@pytest.mark.parametrize(
    ("born", "persons"),
    [
        (date(2019, 8, 31), []),
        (date(2019, 9, 1), [1]),
        (date(2020, 8, 31), [1]),
        (date(2020, 9, 1), []),
        (None, []),
    ],
)
def test_only_the_births_of_this_autumn_count(
    bench: Bench, born: date | None, persons: list[int]
) -> None:
    assert found(bench, household=[six(birth_date=born)]) == persons


def test_either_list_is_enough_and_the_register_comes_first(bench: Bench) -> None:
    here = six(1, residence_region="150291")
    rows = bench.find(
        "GRADE1_NO_SHOW", household=[six(1)], residence=[here, {**here, "person": 2, "row_no": 2}]
    )
    assert [(r["person"], r["source"], r["region"]) for r in rows] == [
        (1, "household", ""),
        (2, "residence", "150291"),
    ]
    assert found(bench, household=[], residence=[here]) == [1]


def test_a_permit_that_ran_out_and_a_cancelled_entry_are_passed_over(bench: Bench) -> None:
    assert found(bench, household=[], residence=[six(valid_until=date(2026, 9, 1))]) == []
    assert found(bench, household=[six(state="moved")]) == []
    assert found(bench, deaths=[six(category="death")]) == []


def test_a_deferral_is_believed(bench: Bench) -> None:
    assert found(bench, disability=[six(placement="deferred")]) == []
    assert found(bench, disability=[six(placement="none")]) == [1]
    approved = {"person": 1, "outcome": "V06", "valid_until": date(2027, 8, 31)}
    assert found(bench, cases=[approved]) == []
    assert found(bench, cases=[{**approved, "valid_until": date(2026, 8, 31)}]) == [1]
