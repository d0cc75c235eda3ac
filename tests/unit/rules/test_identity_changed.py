from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, before, moved, pupil

SAME = {"id_key": 1, "name_key": 2, "sex": "1", "birth_date": date(2014, 3, 1)}


def found(bench: Bench, was: dict[str, Any], now: dict[str, Any], **given: Any) -> list[str]:
    drawn = {"previous": [before(1, **SAME | was)], "current": [pupil(1, **SAME | now)], **given}
    return [row["why"] for row in bench.find("IDENTITY_CHANGED", **drawn)]


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ({"id_key": 9}, "id_changed"),
        ({"name_key": 9}, "name_changed"),
        ({"sex": "2"}, "sex_changed"),
        ({"birth_date": date(2014, 3, 2)}, "birth_changed"),
        ({"sex": "2", "birth_date": date(2014, 3, 2)}, "sex_changed"),
    ],
)
def test_each_of_the_key_data_is_compared(bench: Bench, now: dict[str, Any], why: str) -> None:
    assert found(bench, {}, now) == [why]


def test_nothing_changed_or_one_side_blank_is_no_change(bench: Bench) -> None:
    assert found(bench, {}, {}) == []
    for column in SAME:
        assert found(bench, {column: None}, {}) == []
        assert found(bench, {}, {column: None}) == []


def test_a_record_of_the_change_explains_it(bench: Bench) -> None:
    change = moved(1, "correction", TODAY - timedelta(days=20))
    assert found(bench, {}, {"sex": "2"}, movements=[change]) == []
    assert found(bench, {}, {"sex": "2"}, movements=[{**change, "kind": "other"}]) == [
        "sex_changed"
    ]
    assert found(bench, {}, {"sex": "2"}, movements=[change], record_days=19) == ["sex_changed"]


def test_twins_under_one_number_do_not_change_into_each_other(bench: Bench) -> None:
    def both(make: Any) -> list[Row]:
        return [make(1, **SAME | {"name_key": n, "row_no": n}) for n in (2, 3)]

    assert found(bench, {}, {}, previous=both(before), current=both(pupil)) == []


def test_it_says_where_and_when_and_once(bench: Bench) -> None:
    rows = [pupil(1, **SAME | {"sex": "2"}), pupil(1, **SAME | {"sex": "2", "row_no": 9})]
    last = before(1, **SAME, school_code=OTHER)
    [row] = bench.find("IDENTITY_CHANGED", previous=[last], current=rows)
    assert (row["school_code"], row["before_on"], row["seen_on"]) == (
        SCHOOL, date(2026, 10, 26), TODAY,
    )  # fmt: skip
