from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, Row, called, pupil

DAY = date(2026, 10, 12)


def persons(bench: Bench, *calls: Row, **given: Any) -> list[int]:
    return bench.persons(
        "SCHOOL_MISMATCH", **{"current": [pupil(1), pupil(2)], "roll_call": calls, **given}
    )


def test_a_roll_call_that_names_another_school_is_told(bench: Bench) -> None:
    call = called(1, "present", DAY, actual_school=OTHER)
    row = bench.find("SCHOOL_MISMATCH", current=[pupil(1)], roll_call=[call])[0]
    assert (row["person"], row["school_code"], row["actual_school"]) == (1, SCHOOL, OTHER)
    assert row["source"] == "registry"
    assert persons(bench, called(1, "present", DAY, actual_school=SCHOOL)) == []
    assert persons(bench, called(1, "present", DAY)) == []


def test_attending_elsewhere_is_told(bench: Bench) -> None:
    assert persons(bench, called(1, "elsewhere", DAY)) == [1]


def test_the_last_roll_call_counts(bench: Bench) -> None:
    later = called(1, "present", date(2026, 10, 19), snapshot_id=41)
    assert persons(bench, called(1, "elsewhere", DAY), later) == []


def test_standing_on_both_rosters_is_the_business_of_another_rule(bench: Bench) -> None:
    both = [pupil(1), pupil(1, school_code=OTHER, row_no=9)]
    call = called(1, "present", DAY, actual_school=OTHER)
    assert persons(bench, call, current=both) == []


def test_a_guest_on_the_roster_is_told_without_any_roll_call(bench: Bench) -> None:
    assert persons(bench, current=[pupil(1, origin="借读"), pupil(2, origin="正常入学")]) == [1]


def test_only_pupils_who_attend_are_looked_at(bench: Bench) -> None:
    away = [pupil(1, status="suspended", origin="借读")]
    assert persons(bench, called(1, "elsewhere", DAY), current=away) == []
