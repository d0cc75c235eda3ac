"""What time it is for a bureau: moments are aware UTC, days are those of China."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_shown: ContextVar[datetime | None] = ContextVar("shown", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _shown.get() or datetime.now(UTC)


@contextmanager
def as_if(moment: datetime) -> Iterator[None]:
    """Let it be another (aware) moment until the block ends, in this thread and task only.

    For demonstration cities and for taking over the history of an older system: what is
    written in the block bears that moment. Never used while people work.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is no moment")
    token = _shown.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _shown.reset(token)


def today() -> date:
    """The calendar day in China."""
    return now().astimezone(ZONE).date()


def local(moment: datetime) -> datetime:
    """A moment on the wall clock of China."""
    return moment.astimezone(ZONE)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The moment when a wall clock in China shows that day and time."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)
