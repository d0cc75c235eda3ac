"""Which period of a job is due: pure, from the wall clock of China.

A period is named by its ISO week (2026-W47) or its day (2026-11-21). ISO weeks keep the turn
of the year whole: 2026-12-28 opens week 53 of 2026, 2027-01-04 week 1 of 2027.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from tracking.kernel import clock

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
MOST_MISSED = 400  # more than a year of days: beyond it a clock was wrong, not a machine off


@dataclass(frozen=True)
class Period:
    """One slot of a job: the key that is unique in the database, and when it falls due (UTC)."""

    key: str
    due_at: datetime


class Schedule(Protocol):
    """A regular row of periods; `moved` goes to the neighbours."""

    def latest(self, now: datetime) -> Period:
        """The newest period that is due at `now`."""
        ...

    def moved(self, period: Period, steps: int) -> Period:
        """The period so many steps later (earlier when negative)."""
        ...


@dataclass(frozen=True)
class Weekly:
    """Once in each ISO week, at a weekday (Monday is 0) and a time of China's wall clock."""

    weekday: int
    hour: int
    minute: int

    def latest(self, now: datetime) -> Period:
        """The newest week whose day and hour have come."""
        today = clock.local(now).date()
        found = self._week_of(today)
        return found if found.due_at <= now else self._week_of(today - WEEK)

    def moved(self, period: Period, steps: int) -> Period:
        """The week so many weeks later."""
        return self._week_of(clock.local(period.due_at).date() + steps * WEEK)

    def _week_of(self, day: date) -> Period:
        year, week, _ = day.isocalendar()
        due_on = date.fromisocalendar(year, week, self.weekday + 1)
        return Period(f"{year}-W{week:02d}", clock.at(due_on, self.hour, self.minute))


@dataclass(frozen=True)
class Daily:
    """Once a day, at a time of China's wall clock."""

    hour: int
    minute: int

    def latest(self, now: datetime) -> Period:
        """The newest day whose hour has come."""
        today = clock.local(now).date()
        found = self._on(today)
        return found if found.due_at <= now else self._on(today - DAY)

    def moved(self, period: Period, steps: int) -> Period:
        """The day so many days later."""
        return self._on(clock.local(period.due_at).date() + steps * DAY)

    def _on(self, day: date) -> Period:
        return Period(day.isoformat(), clock.at(day, self.hour, self.minute))


def due_periods(schedule: Schedule, now: datetime, known: Mapping[str, datetime]) -> list[Period]:
    """Periods that are due and not in `known` (key → due time of a job's rows), oldest first.

    The last one is to be run; it covers the others, which were missed. Without any row only
    the latest is due: an installation has no history before its first run. Nothing is due that
    lies before a known period, so a clock that is put back repeats nothing.
    """
    period = schedule.latest(now)
    if not known:
        return [period]
    newest = max(known.values())
    due: list[Period] = []
    while period.due_at > newest and period.key not in known and len(due) < MOST_MISSED:
        due.append(period)
        period = schedule.moved(period, -1)
    return due[::-1]
