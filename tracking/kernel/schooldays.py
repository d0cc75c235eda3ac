"""Counting in school days: deadlines fall on days when a school can act.

Public holidays and make-up days come from the yearly notice of the State Council as packaged
in `chinesecalendar`; for a year that it does not know yet, Monday to Friday count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

SATURDAY = 5


@lru_cache(maxsize=4096)
def is_school_day(day: date) -> bool:
    """Whether schools and bureaus work on that day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def add_school_days(day: date, count: int) -> date:
    """The school day that lies `count` school days after `day` (before it when negative)."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_school_day(day)
    return day


def school_days_between(start: date, end: date) -> int:
    """School days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -school_days_between(end, start)
    days = (end - start).days
    return sum(is_school_day(start + timedelta(days=n)) for n in range(1, days + 1))
