from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.conftest import SCHOOL, TODAY, Bench, Row, pupil
from tests.unit.rules.files import a_file, ago


def deferred(person: int = 1, **columns: Any) -> Row:
    given = {"outcome": "V06", "valid_until": ago(1), "owner_code": "150291", "school_code": None}
    return a_file(person, "excluded", **{**given, **columns})


def test_a_deferral_that_ended_is_told_to_the_bureau_that_had_it(bench: Bench) -> None:
    [row] = bench.find("DEFERRAL_EXPIRED", cases=[deferred()])
    assert (row["ended_on"], row["region"], row["school_code"]) == (ago(1), "150291", "")


def test_it_goes_to_the_school_of_the_file_where_there_is_one(bench: Bench) -> None:
    [row] = bench.find("DEFERRAL_EXPIRED", cases=[deferred(school_code=SCHOOL)])
    assert row["school_code"] == SCHOOL


@pytest.mark.parametrize("until", [TODAY, None])
def test_one_that_still_runs_or_has_no_end_is_left_alone(bench: Bench, until: Any) -> None:
    assert bench.persons("DEFERRAL_EXPIRED", cases=[deferred(valid_until=until)]) == []


@pytest.mark.parametrize("row", [pupil(1), pupil(9, student_key=1), pupil(9, id_key=1), pupil(2)])
def test_who_stands_on_the_roll_under_any_number_has_enrolled(bench: Bench, row: Row) -> None:
    cases = [deferred(1, case_id=7), deferred(2, case_id=7)]
    assert bench.persons("DEFERRAL_EXPIRED", cases=cases, current=[row]) == []


@pytest.mark.parametrize("columns", [{"outcome": "V05"}, {"is_open": True}])
def test_other_results_and_running_files_are_left_alone(
    bench: Bench, columns: dict[str, Any]
) -> None:
    assert bench.persons("DEFERRAL_EXPIRED", cases=[deferred(**columns)]) == []
