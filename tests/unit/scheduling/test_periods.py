from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tracking.kernel import clock
from tracking.kernel.scheduling.periods import MOST_MISSED, Daily, Period, Weekly, due_periods
from tracking.kernel.settings import read_settings

MONDAY_AT_TWO = Weekly(0, 2, 0)
AT_FIVE = Daily(5, 0)


def keys(periods: list[Period]) -> list[str]:
    return [period.key for period in periods]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 16), "2026-W47"),
        (date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_a_week_is_named_by_its_iso_year_and_week(day: date, key: str) -> None:
    assert MONDAY_AT_TWO.latest(clock.at(day, 12)).key == key


def test_a_week_is_due_at_its_hour_in_china_and_not_a_second_before() -> None:
    due = datetime(2026, 11, 15, 18, 0, tzinfo=UTC)  # Monday 02:00 in China
    assert MONDAY_AT_TWO.latest(due) == Period("2026-W47", due)
    assert MONDAY_AT_TWO.latest(due - timedelta(seconds=1)).key == "2026-W46"


def test_a_day_is_due_at_its_hour_in_china() -> None:
    due = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)  # the 21st, 05:00 in China
    assert AT_FIVE.latest(due) == Period("2026-11-21", due)
    assert AT_FIVE.latest(due - timedelta(seconds=1)).key == "2026-11-20"


def test_a_late_weekday_belongs_to_its_own_week() -> None:
    sunday = Weekly(6, 23, 30)
    assert sunday.latest(clock.at(date(2027, 1, 3), 23, 30)).key == "2026-W53"
    assert sunday.latest(clock.at(date(2027, 1, 4), 8)).key == "2026-W53"
    assert sunday.latest(clock.at(date(2027, 1, 3), 23, 29)).key == "2026-W52"


def test_the_scan_follows_the_setting() -> None:
    settings = read_settings({"BAOXUE_SCAN_AT": "thu 19:45"})
    weekly = Weekly(settings.scan_weekday, settings.scan_hour, settings.scan_minute)
    latest = weekly.latest(clock.at(date(2026, 11, 21)))
    assert clock.local(latest.due_at).isoformat() == "2026-11-19T19:45:00+08:00"


def test_neighbours_cross_the_turn_of_the_year() -> None:
    week = MONDAY_AT_TWO.latest(clock.at(date(2027, 1, 4), 3))
    assert MONDAY_AT_TWO.moved(week, -1).key == "2026-W53"
    assert MONDAY_AT_TWO.moved(week, 1).key == "2027-W02"
    day = AT_FIVE.latest(clock.at(date(2027, 1, 1), 6))
    assert AT_FIVE.moved(day, -1).key == "2026-12-31"


def test_the_first_start_runs_the_latest_period_only() -> None:
    assert keys(due_periods(MONDAY_AT_TWO, clock.at(date(2026, 11, 21)), {})) == ["2026-W47"]


@pytest.mark.parametrize("weeks", [1, 2, 5])
def test_weeks_without_power_are_all_named_in_order(weeks: int) -> None:
    last = MONDAY_AT_TWO.latest(clock.at(date(2026, 11, 30), 3))  # week 49
    now = last.due_at + timedelta(weeks=weeks, hours=3)
    due = due_periods(MONDAY_AT_TWO, now, {last.key: last.due_at})
    expected = ["2026-W50", "2026-W51", "2026-W52", "2026-W53", "2027-W01"][:weeks]
    assert keys(due) == expected


def test_nothing_is_due_twice_and_nothing_before_what_is_known() -> None:
    now = clock.at(date(2026, 11, 21))
    latest = MONDAY_AT_TWO.latest(now)
    assert not due_periods(MONDAY_AT_TWO, now, {latest.key: latest.due_at})
    back = now - timedelta(weeks=3)
    assert not due_periods(MONDAY_AT_TWO, back, {latest.key: latest.due_at})


def test_another_scan_day_does_not_repeat_the_week() -> None:
    monday = MONDAY_AT_TWO.latest(clock.at(date(2026, 11, 16), 3))
    wednesday = Weekly(2, 2, 0)
    known = {monday.key: monday.due_at}
    assert not due_periods(wednesday, clock.at(date(2026, 11, 18), 3), known)
    assert keys(due_periods(wednesday, clock.at(date(2026, 11, 25), 3), known)) == ["2026-W48"]


def test_a_clock_that_is_years_ahead_fills_no_table() -> None:
    known = {"2026-11-20": clock.at(date(2026, 11, 20), 5)}
    assert len(due_periods(AT_FIVE, clock.at(date(2099, 1, 1)), known)) == MOST_MISSED
