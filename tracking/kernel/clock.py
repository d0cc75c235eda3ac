"""What time it is for a bureau: moments are aware UTC, days are those of China."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in China."""
    return now().astimezone(ZONE).date()


def local(moment: datetime) -> datetime:
    """A moment on the wall clock of China."""
    return moment.astimezone(ZONE)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The moment when a wall clock in China shows that day and time."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
