"""Counting in school days: deadlines fall on days when a school can act.

Which days these are, the calendar in force says: a later stage has it, and is asked through the
one reader that it leaves here. Without one, the public working days of China count.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tracking.kernel.public_days import is_public_work_day

IsSchoolDay = Callable[[date], bool]
Reader = Callable[[], IsSchoolDay | None]

_readers: list[Reader] = []


def read_by(reader: Reader) -> None:
    """Ask this reader from now on; it answers None where it has no calendar to read."""
    _readers[:] = [reader]


def in_force() -> IsSchoolDay:
    """The calendar that counts now."""
    found = _readers[0]() if _readers else None
    return found or is_public_work_day


def is_school_day(day: date) -> bool:
    """Whether schools and bureaus work on that day."""
    return in_force()(day)


def add_school_days(day: date, count: int) -> date:
    """The school day that lies `count` school days after `day` (before it when negative)."""
    return counted_from(day, count, in_force())


def counted_from(day: date, count: int, is_school: IsSchoolDay) -> date:
    """As `add_school_days`, by a given calendar."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_school(day)
    return day


def school_days_between(start: date, end: date) -> int:
    """School days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -school_days_between(end, start)
    is_school, days = in_force(), (end - start).days
    return sum(is_school(start + timedelta(days=n)) for n in range(1, days + 1))
