from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, listed, pupil


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    given = {"poverty": [listed(1, **columns)], **(frames or {})}
    return bench.persons("POVERTY_NOT_ENROLLED", **given)


def at_school(bench: Bench, roll: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    """What is found of a child that the roll has."""
    return found(bench, {"current": [pupil(1, **(roll or {}))]}, **columns)


def test_a_child_on_no_roll_is_found_with_the_words_of_the_list(bench: Bench) -> None:
    child = listed(1, school_code=OTHER, unschooled_cause="因病", household_region="150291")
    rows = bench.find("POVERTY_NOT_ENROLLED", poverty=[child])
    assert [(r["person"], r["source"], r["school_code"]) for r in rows] == [(1, "poverty", OTHER)]
    assert (rows[0]["unschooled_cause"], rows[0]["status"]) == ("因病", None)
    assert at_school(bench) == []
    assert at_school(bench, schooling="七年级") == []


@pytest.mark.parametrize("born", [date(2011, 8, 31), date(2020, 9, 1), None])
def test_others_than_children_of_school_age_are_passed_over(
    bench: Bench, born: date | None
) -> None:
    assert found(bench, birth_date=born) == []
    assert at_school(bench, birth_date=born, out_of_school=True) == []


@pytest.mark.parametrize(
    ("schooling", "persons"), [("普通高中一年级", []), ("中职", []), ("初中二年级", [1]), ("", [1])]
)
def test_a_school_of_a_higher_stage_is_believed(
    bench: Bench, schooling: str, persons: list[int]
) -> None:
    assert found(bench, schooling=schooling) == persons


@pytest.mark.parametrize("status", ["drifted", "dropped_out", "whereabouts_unknown", "withdrawn"])
def test_a_child_that_the_roll_marks_as_having_left_is_found(bench: Bench, status: str) -> None:
    assert at_school(bench, {"status": status}) == [1]
    both = [pupil(1, status=status), pupil(1, row_no=8, school_code=OTHER)]
    assert found(bench, {"current": both}) == []


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"out_of_school": True}, [1]),
        ({"out_of_school": False}, []),
        ({"unschooled_cause": "因残"}, [1]),
        ({"unschooled_cause": "无"}, []),
        ({"unschooled_cause": "-"}, []),
        ({"unschooled_cause": "在校"}, []),
        ({"schooling": "不在校"}, [1]),
        ({"schooling": "非在校生"}, [1]),
        ({"schooling": "辍学"}, [1]),
        ({"schooling": "无失学辍学"}, []),
        ({"schooling": "未辍学"}, []),
        ({"schooling": "小学"}, []),
    ],
)
def test_the_list_itself_may_say_that_a_child_is_out_of_school(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert at_school(bench, **columns) == persons


def test_such_words_of_an_earlier_school_year_are_outdated_by_the_roll(bench: Bench) -> None:
    assert at_school(bench, out_of_school=True, seen_on=date(2026, 8, 31)) == []
    assert at_school(bench, out_of_school=True, seen_on=date(2026, 9, 1)) == [1]


@pytest.mark.parametrize(
    "roll", [{"status": "suspended"}, {"placement": "home_teaching"}, {"status": "graduated"}]
)
def test_leave_and_placements_of_the_roll_explain_them(bench: Bench, roll: dict[str, Any]) -> None:
    assert at_school(bench, roll, unschooled_cause="因病") == []


@pytest.mark.parametrize("rule", ["ABSENT", "NOT_REPORTED", "LEFT_SCHOOL", "NEVER_PRESENT"])
def test_a_child_that_another_rule_finds_absent_is_found(bench: Bench, rule: str) -> None:
    noticed = [{"person": 1, "rule": rule, "school_code": SCHOOL}]
    assert found(bench, {"current": [pupil(1)], "found": noticed}) == [1]


def test_findings_about_the_data_are_no_absence(bench: Bench) -> None:
    noticed = [{"person": 1, "rule": "DUPLICATE", "school_code": SCHOOL}]
    assert found(bench, {"current": [pupil(1)], "found": noticed}) == []


@pytest.mark.parametrize(
    ("state", "persons"),
    [
        ("confirmed", [1]),
        ("persuading", [1]),
        ("dropout", [1]),
        ("missing", [1]),
        ("clue", []),
        ("returned", []),
        ("placed", []),
    ],
)
def test_a_confirmed_dropout_in_an_open_file_is_found(
    bench: Bench, state: str, persons: list[int]
) -> None:
    file = {"person": 1, "state": state, "is_open": True}
    assert found(bench, {"current": [pupil(1)], "cases": [file]}) == persons
    closed = {"person": 1, "state": "closed", "is_open": False}
    assert found(bench, {"current": [pupil(1)], "cases": [closed]}) == []


def test_the_dead_and_those_with_a_result_in_force_are_not_looked_for(bench: Bench) -> None:
    assert found(bench, {"deaths": [listed(1)]}) == []
    assert found(bench, {"cases": [{"person": 1, "outcome": "V07"}]}, out_of_school=True) == []


def test_what_the_list_and_another_rule_say_is_one_finding(bench: Bench) -> None:
    noticed = [{"person": 1, "rule": "ABSENT", "school_code": SCHOOL}]
    frames = {"current": [pupil(1)], "found": noticed}
    assert found(bench, frames, out_of_school=True) == [1]
