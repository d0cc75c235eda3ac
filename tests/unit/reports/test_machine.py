from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from models.job_run import JobRun
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.reports.machine import schedule_of
from tracking.reports.queries import WEEKS, week_ends

SETTINGS = Settings(data_dir=Path("var"), database_url="", scan_weekday=2, scan_hour=23)


def run(period: str, due_at: datetime) -> JobRun:
    return JobRun(job="job", period=period, due_at=due_at)


def test_a_weekly_job_follows_the_setting() -> None:
    last = run("2026-W47", clock.at(date(2026, 11, 16), 2))
    schedule = schedule_of(last, SETTINGS)
    following = schedule.moved(schedule.latest(clock.at(date(2026, 11, 20))), 1)
    assert following.due_at == clock.at(date(2026, 11, 25), 23)


def test_a_daily_job_keeps_its_own_hour() -> None:
    last = run("2026-11-21", clock.at(date(2026, 11, 21), 5))
    schedule = schedule_of(last, SETTINGS)
    assert schedule.moved(schedule.latest(last.due_at), 1).due_at == clock.at(date(2026, 11, 22), 5)


@pytest.mark.parametrize(
    ("today", "last_sunday"),
    [
        (date(2026, 11, 23), date(2026, 11, 22)),  # a Monday
        (date(2026, 11, 25), date(2026, 11, 22)),
        (date(2026, 11, 29), date(2026, 11, 22)),  # a Sunday: its week is not over
        (date(2027, 1, 1), date(2026, 12, 27)),
    ],
)
def test_a_trend_line_ends_today_and_steps_from_sunday_to_sunday(
    today: date, last_sunday: date
) -> None:
    days = week_ends(today)
    assert len(days) == WEEKS
    assert days[-2:] == [last_sunday, today]
    assert {day.weekday() for day in days[:-1]} == {6}
    assert days == sorted(set(days))
