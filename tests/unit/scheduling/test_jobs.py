from __future__ import annotations

from datetime import date

from jobs.runner import discover
from tracking.kernel import clock
from tracking.kernel.settings import read_settings


def test_the_jobs_are_found_with_their_times() -> None:
    settings = read_settings({"BAOXUE_SCAN_AT": "sun 21:05"})
    timings = {job.name: job.timing(settings) for job in discover().values()}
    assert timings == {
        "archive_care": "day 04:00",
        "daily_clock": "day 05:00",
        "weekly_scan": "sun 21:05",
    }


def test_the_scan_is_due_on_its_weekday_and_hour() -> None:
    settings = read_settings({"BAOXUE_SCAN_AT": "sun 21:05"})
    schedule = discover()["weekly_scan"].schedule(settings)
    latest = schedule.latest(clock.at(date(2026, 11, 22), 21, 5))
    assert (latest.key, latest.due_at) == ("2026-W47", clock.at(date(2026, 11, 22), 21, 5))
