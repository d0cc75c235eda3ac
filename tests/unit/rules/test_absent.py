from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, Row, called, pupil

MONDAY = date(2026, 10, 19)  # a week without holidays
WEEK = timedelta(days=7)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def persons(bench: Bench, *calls: Row, **given: object) -> list[int]:
    current = given.pop("current", [pupil(1), pupil(2)])
    return bench.persons("ABSENT", current=current, roll_call=calls, **given)


def test_a_list_of_absent_pupils_says_for_how_long(bench: Bench) -> None:
    call = called(1, "absent", day(4), absent_days=3)
    row = bench.find("ABSENT", current=[pupil(1, class_no="02")], roll_call=[call])[0]
    assert (row["school_code"], row["class_no"], row["source"]) == (SCHOOL, "02", "roll_call")
    assert (row["presence"], row["called_on"]) == ("absent", day(4))
    assert persons(bench, called(1, "absent", day(4), absent_days=2)) == []
    assert persons(bench, called(1, "absent", day(4), absent_days=2), days=2) == [1]


@pytest.mark.parametrize(("since", "found"), [(0, [1]), (1, []), (-3, [1])])
def test_a_first_day_of_absence_is_counted_in_school_days(
    bench: Bench, since: int, found: list[int]
) -> None:
    assert persons(bench, called(1, "absent", day(2), absent_since=day(since))) == found


def test_a_weekend_is_no_absence(bench: Bench) -> None:
    assert persons(bench, called(1, "absent", day(7), absent_since=day(4))) == []
    assert persons(bench, called(1, "absent", day(7), absent_since=day(3))) == [1]


def test_whole_roll_calls_a_week_apart_without_the_child_tell(bench: Bench) -> None:
    first = [called(1, "absent", day(0)), called(2, "present", day(0))]
    last = [called(p, s, day(7), snapshot_id=41) for p, s in ((1, "absent"), (2, "present"))]
    assert persons(bench, *first) == []
    assert persons(bench, *first, *last) == [1]
    for there in ("present", "excused", "home_taught", "elsewhere", "suspended"):
        between = called(1, there, day(3), snapshot_id=42)
        assert persons(bench, *first, between, *last) == []


def test_lists_of_absent_pupils_must_name_the_child_day_after_day(bench: Bench) -> None:
    once_a_week = [called(1, "absent", day(n), snapshot_id=50 + n) for n in (0, 7)]
    assert persons(bench, *once_a_week) == []
    in_a_row = [called(1, "absent", day(n), snapshot_id=50 + n) for n in (0, 7, 8, 9)]
    assert persons(bench, *in_a_row[1:]) == [1]
    assert persons(bench, *in_a_row) == [1]


@pytest.mark.parametrize("presence", ["left", "unreached"])
def test_a_school_that_says_the_child_has_gone_is_believed_at_once(
    bench: Bench, presence: str
) -> None:
    assert persons(bench, called(1, presence, day(0))) == [1]
    assert persons(bench, called(1, presence, day(0)), called(1, "present", day(1))) == []


def test_being_present_at_another_school_ends_it(bench: Bench) -> None:
    call = called(1, "absent", day(4), absent_days=9)
    there = called(1, "present", day(4), school_code=OTHER, snapshot_id=41)
    assert persons(bench, call, there) == []


@pytest.mark.parametrize("status", ["suspended", "transferring", "transferred", "graduated"])
def test_only_pupils_who_should_attend_are_looked_at(bench: Bench, status: str) -> None:
    call = called(1, "absent", day(4), absent_days=9)
    assert persons(bench, call, current=[pupil(1, status=status)]) == []
    assert persons(bench, call, current=[pupil(1, grade=10)]) == []


def test_what_is_not_understood_or_lies_ahead_says_nothing(bench: Bench) -> None:
    assert persons(bench, called(1, None, day(4), absent_days=9)) == []
    assert persons(bench, called(1, "absent", date(2026, 12, 1), absent_days=9)) == []


def test_a_twin_and_who_is_no_pupil_are_not_found(bench: Bench) -> None:
    calls = [called(p, "absent", day(4), absent_days=5) for p in (1, 7)]
    assert persons(bench, *calls, called(2, "present", day(4))) == [1]
