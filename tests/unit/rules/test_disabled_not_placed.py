from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, listed, pupil


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    given = {"disability": [listed(1, **columns)], **(frames or {})}
    return bench.persons("DISABLED_NOT_PLACED", **given)


def test_on_no_roll_it_is_found_whatever_the_list_says_of_its_placement(bench: Bench) -> None:
    for placement in (None, "none", "special_school", "home_teaching"):
        assert found(bench, placement=placement) == [1]


def test_on_a_roll_without_a_placement_it_goes_to_its_school(bench: Bench) -> None:
    rows = bench.find(
        "DISABLED_NOT_PLACED",
        disability=[listed(1, category="4", residence_region="150291")],
        current=[pupil(1, school_code=OTHER)],
    )
    assert [(r["person"], r["source"], r["school_code"]) for r in rows] == [
        (1, "disability", OTHER)
    ]
    assert (rows[0]["status"], rows[0]["category"], rows[0]["grade"]) == ("studying", "4", 7)


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"inclusive": "随班就读"}, []),
        ({"inclusive": ""}, [1]),
        ({"placement": "home_teaching"}, []),
        ({"placement": "special_class"}, []),
        ({"placement": "none"}, [1]),
        ({"placement": "deferred"}, [1]),
        ({"disability_kind": "4"}, [1]),
        ({"school_name": "虚构特殊教育学校"}, []),
        ({"school_name": "虚构第1中学"}, [1]),
        ({"status": "suspended"}, []),
        ({"status": "drifted"}, []),
    ],
)
def test_the_roll_tells_a_placement(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert found(bench, {"current": [pupil(1, **columns)]}) == persons


def test_a_placement_on_another_row_of_either_list_is_enough(bench: Bench) -> None:
    twice = [pupil(1), pupil(1, row_no=8, school_code=OTHER, inclusive="是")]
    assert found(bench, {"current": twice}) == []
    entries = [listed(1), listed(1, row_no=9, placement="inclusive")]
    assert found(bench, {"current": [pupil(1)], "disability": entries}) == []


@pytest.mark.parametrize(
    ("born", "persons"), [(date(2020, 5, 6), []), (date(2019, 5, 6), []), (date(2018, 5, 6), [1])]
)
def test_a_deferral_is_believed_of_the_youngest(
    bench: Bench, born: date, persons: list[int]
) -> None:
    assert found(bench, placement="deferred", birth_date=born) == persons


def test_how_long_a_deferral_is_believed_is_a_setting(bench: Bench) -> None:
    deferred = {"placement": "deferred", "birth_date": date(2019, 5, 6)}
    assert found(bench, {"deferred_grade": 1}, **deferred) == [1]


@pytest.mark.parametrize("code", ["V07", "V08"])
def test_a_verified_placement_counts_before_the_registry_has_it(bench: Bench, code: str) -> None:
    assert found(bench, {"cases": [{"person": 1, "outcome": code}]}) == []
    assert found(bench, {"cases": [{"person": 1, "outcome": code}], "current": [pupil(1)]}) == []


def test_only_children_of_compulsory_school_age_are_looked_for(bench: Bench) -> None:
    for born in (date(2011, 8, 31), date(2020, 9, 1), None):
        assert found(bench, birth_date=born) == []
        assert found(bench, {"current": [pupil(1, school_code=SCHOOL)]}, birth_date=born) == []


def test_the_dead_are_not(bench: Bench) -> None:
    assert found(bench, {"deaths": [listed(1, category="death")]}) == []
