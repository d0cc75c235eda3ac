from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, Row, called, moved, pupil

FIRST, LAST = date(2026, 9, 14), date(2026, 10, 12)
CLASS = [pupil(n, class_no="01") for n in range(1, 7)]


def calls(presence: str | None, *days: date, of: int = 1) -> list[Row]:
    """The class present on each day, and one child as given; not named when blank."""
    rows = []
    for number, day in enumerate(days):
        for person in range(1, 7):
            how = presence if person == of else "present"
            if how is not None:
                rows.append(called(person, how, day, snapshot_id=60 + number))
    return rows


def persons(bench: Bench, rows: list[Row], **given: Any) -> list[int]:
    return bench.persons("NEVER_PRESENT", **{"current": CLASS, "roll_call": rows, **given})


@pytest.mark.parametrize("presence", ["absent", "left", "unreached", "suspended", None])
def test_who_was_never_there_is_found(bench: Bench, presence: str | None) -> None:
    found = bench.find("NEVER_PRESENT", current=CLASS, roll_call=calls(presence, FIRST, LAST))
    assert [(r["person"], r["school_code"], r["first_on"], r["last_on"]) for r in found] == [
        (1, SCHOOL, FIRST, LAST)
    ]


@pytest.mark.parametrize("presence", ["present", "excused", "home_taught", "elsewhere"])
def test_once_there_is_enough(bench: Bench, presence: str) -> None:
    assert persons(bench, [*calls("absent", FIRST, LAST), *calls(presence, FIRST)]) == []


def test_two_calls_two_weeks_apart_are_needed(bench: Bench) -> None:
    assert persons(bench, calls("absent", LAST)) == []
    assert persons(bench, calls("absent", FIRST, date(2026, 9, 27))) == []
    assert persons(bench, calls("absent", FIRST, date(2026, 9, 28))) == [1]
    assert persons(bench, calls("absent", FIRST, date(2026, 9, 27)), days=13) == [1]


def test_lists_that_name_only_the_absent_say_nothing_about_the_others(bench: Bench) -> None:
    only_absent = [called(2, "absent", day) for day in (FIRST, LAST)]
    assert persons(bench, only_absent) == [2]


def test_calls_that_name_few_of_a_class_say_nothing_about_the_others(bench: Bench) -> None:
    few = [row for row in calls(None, FIRST, LAST) if row["person"] < 5]
    assert persons(bench, few) == []
    assert persons(bench, few, named=0.5) == [1, 5, 6]


def test_another_class_does_not_count(bench: Bench) -> None:
    rows = [*CLASS, pupil(7, class_no="02"), pupil(8, class_no="01", school_code=OTHER)]
    assert persons(bench, calls("present", FIRST, LAST), current=rows) == []


def test_who_came_later_is_given_time(bench: Bench) -> None:
    rows = calls(None, FIRST, LAST)
    came = moved(1, "transfer_in", date(2026, 10, 9), from_school=OTHER, to_school=SCHOOL)
    assert persons(bench, rows, movements=[came]) == []
    assert persons(bench, rows, movements=[{**came, "moved_on": date(2026, 9, 20)}]) == [1]
    late = [{**CLASS[0], "entered_on": date(2026, 10, 1)}, *CLASS[1:]]
    assert persons(bench, rows, current=late) == []


def test_only_pupils_who_should_attend_are_looked_at(bench: Bench) -> None:
    for other in ({"status": "suspended"}, {"grade": 10}):
        rows = [{**CLASS[0], **other}, *CLASS[1:]]
        assert persons(bench, calls("absent", FIRST, LAST), current=rows) == []
