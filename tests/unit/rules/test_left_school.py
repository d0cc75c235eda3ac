from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, moved, pupil


@pytest.mark.parametrize(
    "status",
    [
        "left_otherwise", "drifted", "withdrawn", "stopped", "expelled", "dropped_out",
        "whereabouts_unknown",
    ],
)  # fmt: skip
def test_a_mark_in_the_roll_is_found_with_its_own_words(bench: Bench, status: str) -> None:
    rows = bench.find("LEFT_SCHOOL", current=[pupil(1, status=status, status_text="流失")])
    assert [(r["person"], r["mark"], r["marked_on"]) for r in rows] == [(1, "流失", TODAY)]
    assert (rows[0]["source"], rows[0]["school_code"]) == ("registry", SCHOOL)


@pytest.mark.parametrize(
    "status",
    [
        "studying", "suspended", "transferring", "transferred", "graduated", "dead", "abroad",
        "unknown", None,
    ],
)  # fmt: skip
def test_other_statuses_are_no_such_mark(bench: Bench, status: str | None) -> None:
    assert bench.persons("LEFT_SCHOOL", current=[pupil(1, status=status)]) == []


def test_attending_elsewhere_outweighs_the_mark(bench: Bench) -> None:
    marked = pupil(1, status="drifted")
    assert bench.persons("LEFT_SCHOOL", current=[marked, pupil(1, school_code=OTHER)]) == []
    left = [moved(1, "leave", TODAY)]
    assert bench.persons("LEFT_SCHOOL", current=[pupil(1, school_code=OTHER)], movements=left) == []


def test_a_mark_in_the_movements_is_found_at_the_school_that_was_left(bench: Bench) -> None:
    left_on = TODAY - timedelta(days=120)
    rows = bench.find("LEFT_SCHOOL", movements=[moved(1, "leave", left_on, kind_text="退学")])
    assert [(r["person"], r["mark"], r["marked_on"]) for r in rows] == [(1, "退学", left_on)]
    assert (rows[0]["source"], rows[0]["school_code"]) == ("movements", SCHOOL)


def test_a_movement_counts_for_some_time_only(bench: Bench) -> None:
    left = [moved(1, "leave", TODAY - timedelta(days=121))]
    assert bench.persons("LEFT_SCHOOL", movements=left) == []
    assert bench.persons("LEFT_SCHOOL", movements=left, record_days=121) == [1]


def test_a_mark_in_both_files_is_one_finding(bench: Bench) -> None:
    marked, left = [pupil(1, status="withdrawn")], [moved(1, "leave", TODAY)]
    rows = bench.find("LEFT_SCHOOL", current=marked, movements=left)
    assert [(r["person"], r["source"]) for r in rows] == [(1, "registry")]


@pytest.mark.parametrize(("grade", "found"), [(1, [1]), (9, [1]), (None, [1]), (10, [])])
def test_only_grades_of_compulsory_school_count(
    bench: Bench, grade: int | None, found: list[int]
) -> None:
    assert bench.persons("LEFT_SCHOOL", current=[pupil(1, status="drifted", grade=grade)]) == found


@pytest.mark.parametrize("kind", ["transfer_out", "graduate", "death", "abroad", "suspend"])
def test_other_movements_are_no_such_mark(bench: Bench, kind: str) -> None:
    assert bench.persons("LEFT_SCHOOL", movements=[moved(1, kind, TODAY)]) == []
