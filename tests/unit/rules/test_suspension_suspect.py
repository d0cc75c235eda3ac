from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import SCHOOL, TODAY, Bench, Row, moved, pupil

BEGAN = date(2026, 9, 14)


def away(person: int = 1, **columns: Any) -> Row:
    return pupil(person, **{"status": "suspended", "leave_from": BEGAN, **columns})


def leave(person: int = 1, moved_on: date = BEGAN, **columns: Any) -> Row:
    return moved(person, "suspend", moved_on, **{"has_approval": True, **columns})


def doubts(bench: Bench, *current: Row, **frames: Any) -> list[tuple[int, str]]:
    found = bench.find("SUSPENSION_SUSPECT", current=current, **frames)
    return [(row["person"], row["why"]) for row in found]


def test_an_approved_leave_is_not_doubted(bench: Bench) -> None:
    assert doubts(bench, away(), movements=[leave()]) == []
    assert doubts(bench, away()) == []


def test_a_leave_without_approval_is_doubted_where_others_have_one(bench: Bench) -> None:
    bare = leave(has_approval=False)
    assert doubts(bench, away(), movements=[bare, leave(2)]) == [(1, "no_approval")]
    dated = {**bare, "approved_on": BEGAN}
    assert doubts(bench, away(), movements=[dated, leave(2)]) == []
    recent = leave(moved_on=TODAY - timedelta(days=29), has_approval=False)
    assert doubts(bench, away(), movements=[recent, leave(2)]) == []


@pytest.mark.parametrize("blank", [False, None])
def test_files_that_name_no_approval_of_anybody_say_nothing(
    bench: Bench, *, blank: bool | None
) -> None:
    rows = [leave(n, has_approval=blank) for n in (1, 2)]
    assert doubts(bench, away(), away(2), movements=rows) == []


def test_a_leave_that_no_record_knows_is_doubted_where_the_school_records_leaves(
    bench: Bench,
) -> None:
    earlier = leave(2, BEGAN - timedelta(days=10))
    assert doubts(bench, away(), movements=[earlier]) == [(1, "no_approval")]
    later = leave(2, BEGAN + timedelta(days=1))
    assert doubts(bench, away(), movements=[later]) == []
    elsewhere = {**earlier, "from_school": "2115100009"}
    assert doubts(bench, away(), movements=[elsewhere]) == []


def test_a_leave_in_the_last_term_of_grade_nine_is_doubted(bench: Bench) -> None:
    spring = {"as_of": date(2027, 4, 12), "movements": [leave(moved_on=date(2027, 3, 20))]}
    assert doubts(bench, away(grade=9), **spring) == [(1, "last_term")]
    assert doubts(bench, away(grade=8), **spring) == []
    assert doubts(bench, away(grade=9), as_of=date(2027, 4, 12)) == []


def test_a_second_leave_is_doubted_and_an_extension_is_not(bench: Bench) -> None:
    first = leave(moved_on=date(2025, 9, 1), row_no=50)
    assert doubts(bench, away(), movements=[first, leave()]) == []
    back = moved(1, "resume", date(2026, 9, 1), row_no=51)
    assert doubts(bench, away(), movements=[first, back, leave()]) == [(1, "again")]
    assert doubts(bench, away(), movements=[back, leave()]) == []


def flag(rule: str = "ABSENT", days: int = 10, status: str = "open", person: int = 1) -> Row:
    day = BEGAN - timedelta(days=days)
    return {"person": person, "rule": rule, "status": status, "as_of": day, "last_as_of": day}


@pytest.mark.parametrize("rule", ["ABSENT", "NOT_REPORTED", "NEVER_PRESENT"])
def test_a_leave_soon_after_an_absence_is_doubted(bench: Bench, rule: str) -> None:
    found = doubts(bench, away(), movements=[leave()], known=[flag(rule)])
    assert found == [(1, "after_absence")]
    assert doubts(bench, away(), known=[flag(rule)]) == [(1, "after_absence")]


@pytest.mark.parametrize(
    "other",
    [flag("VANISHED"), flag(days=31), flag(days=-1), flag(status="wrong"), flag(person=2)],
)
def test_other_flags_and_other_days_do_not(bench: Bench, other: Row) -> None:
    assert doubts(bench, away(), movements=[leave()], known=[other]) == []


def test_a_leave_without_any_date_is_doubted_where_others_have_one(bench: Bench) -> None:
    blank = away(leave_from=None)
    dated = away(2, leave_until=date(2027, 9, 1), leave_from=None)
    assert doubts(bench, blank, dated) == [(1, "no_dates")]
    assert doubts(bench, blank, away(2, leave_from=None)) == []
    assert doubts(bench, blank, dated, movements=[leave()]) == []


def test_only_children_who_are_away_are_looked_at(bench: Bench) -> None:
    bare = [leave(has_approval=False), leave(2)]
    assert doubts(bench, away(grade=10), movements=bare) == []
    assert doubts(bench, pupil(1), movements=bare) == []
    assert doubts(bench, away(), pupil(1, row_no=7), movements=bare) == []


def test_it_names_the_school_and_the_beginning(bench: Bench) -> None:
    rows = [leave(has_approval=False), leave(2)]
    row = bench.find("SUSPENSION_SUSPECT", current=[away()], movements=rows)[0]
    assert (row["school_code"], row["began_on"], row["source"]) == (SCHOOL, BEGAN, "registry")
