from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.unit.rules.conftest import SCHOOL, TODAY, Bench, Row, moved, pupil


def away(until: date | None, **columns: object) -> Row:
    return pupil(1, status="suspended", leave_until=until, **columns)


@pytest.mark.parametrize(("days", "found"), [(1, [1]), (0, []), (-1, [])])
def test_it_is_told_on_the_day_after_the_leave_ended(
    bench: Bench, days: int, found: list[int]
) -> None:
    ended = TODAY - timedelta(days=days)
    assert bench.persons("SUSPENSION_EXPIRED", current=[away(ended)]) == found


def test_it_names_the_school_and_the_end(bench: Bench) -> None:
    row = bench.find("SUSPENSION_EXPIRED", current=[away(date(2026, 9, 1), class_no="02")])[0]
    assert (row["school_code"], row["ended_on"]) == (SCHOOL, date(2026, 9, 1))
    assert (row["source"], row["class_no"]) == ("registry", "02")


def test_days_of_grace_may_pass(bench: Bench) -> None:
    ended = [away(TODAY - timedelta(days=10))]
    assert bench.persons("SUSPENSION_EXPIRED", current=ended, grace_days=10) == []
    assert bench.persons("SUSPENSION_EXPIRED", current=ended, grace_days=9) == [1]


@pytest.mark.parametrize(("days", "found"), [(366, [1]), (365, []), (100, [])])
def test_where_the_end_is_blank_a_leave_lasts_a_year(
    bench: Bench, days: int, found: list[int]
) -> None:
    began = [moved(1, "suspend", TODAY - timedelta(days=days))]
    persons = bench.persons("SUSPENSION_EXPIRED", current=[away(None)], movements=began)
    assert persons == found


def test_an_extended_leave_counts_from_its_last_start(bench: Bench) -> None:
    began = [moved(1, "suspend", TODAY - timedelta(days=days), row_no=days) for days in (500, 130)]
    assert bench.persons("SUSPENSION_EXPIRED", current=[away(None)], movements=began) == []


def test_without_end_and_start_nothing_is_claimed(bench: Bench) -> None:
    assert bench.persons("SUSPENSION_EXPIRED", current=[away(None)]) == []


def test_a_return_on_record_ends_it(bench: Bench) -> None:
    ended = away(TODAY - timedelta(days=30))
    back = [moved(1, "resume", TODAY - timedelta(days=20))]
    assert bench.persons("SUSPENSION_EXPIRED", current=[ended], movements=back) == []


def test_a_return_from_an_earlier_leave_does_not(bench: Bench) -> None:
    ended = away(TODAY - timedelta(days=30))
    back = [moved(1, "resume", TODAY - timedelta(days=30 + 366))]
    assert bench.persons("SUSPENSION_EXPIRED", current=[ended], movements=back) == [1]


def test_a_return_that_is_still_to_come_does_not(bench: Bench) -> None:
    ended = away(TODAY - timedelta(days=30))
    back = [moved(1, "resume", TODAY + timedelta(days=5))]
    assert bench.persons("SUSPENSION_EXPIRED", current=[ended], movements=back) == [1]


@pytest.mark.parametrize("status", ["studying", "transferred", "graduated", "unknown"])
def test_only_children_on_leave_are_looked_at(bench: Bench, status: str) -> None:
    row = pupil(1, status=status, leave_until=date(2026, 1, 1))
    assert bench.persons("SUSPENSION_EXPIRED", current=[row]) == []


def test_only_grades_of_compulsory_school_count(bench: Bench) -> None:
    assert bench.persons("SUSPENSION_EXPIRED", current=[away(date(2026, 1, 1), grade=10)]) == []


@pytest.mark.parametrize(("days", "found"), [(366, [1]), (365, [])])
def test_the_rolls_own_start_counts_where_no_record_tells_one(
    bench: Bench, days: int, found: list[int]
) -> None:
    on_leave = away(None, leave_from=TODAY - timedelta(days=days))
    assert bench.persons("SUSPENSION_EXPIRED", current=[on_leave]) == found


def test_an_extension_on_record_counts_although_the_roll_has_the_old_end(bench: Bench) -> None:
    longer = [moved(1, "suspend", date(2026, 9, 1), until=date(2027, 8, 31))]
    on_leave = [away(date(2026, 9, 1))]
    assert bench.persons("SUSPENSION_EXPIRED", current=on_leave) == [1]
    assert bench.persons("SUSPENSION_EXPIRED", current=on_leave, movements=longer) == []
