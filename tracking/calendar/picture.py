"""The picture of a school year: month by month, and its special days in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.vocabulary.calendar import DayKind, DaySource
from tracking.calendar.policy import FIRST_MONTH, WORKED, Calendar, Seen, days_of_year


@dataclass(frozen=True)
class Month:
    """One month in weeks of seven, Monday first; None stands for days of other months."""

    first: date
    weeks: list[list[Seen | None]]
    school_days: int


@dataclass(frozen=True)
class Special:
    """Days in a row that are not as the weekday says, for one and the same reason."""

    first: Seen
    last: Seen

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last.day - self.first.day).days + 1


@dataclass(frozen=True)
class Picture:
    """A school year to look at."""

    year: int
    months: list[Month]
    specials: list[Special]
    counts: Counter[DayKind]
    provisional_from: date | None

    @property
    def name(self) -> str:
        """2026/27."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def school_days(self) -> int:
        """Days on which schools work."""
        return sum(self.counts[kind] for kind in WORKED)


def picture_of(calendar: Calendar, year: int) -> Picture:
    """Draw a school year, August to July."""
    days = [calendar.seen(day) for day in days_of_year(year)]
    unsure = (seen.day for seen in days if seen.source is DaySource.PROVISIONAL)
    return Picture(
        year,
        months_of(days, year),
        specials_of(days),
        Counter(seen.kind for seen in days),
        next(unsure, None),
    )


def months_of(days: list[Seen], year: int) -> list[Month]:
    """The twelve months in their order."""
    months = []
    for number in range(FIRST_MONTH, FIRST_MONTH + 12):
        first = date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)
        mine = [seen for seen in days if seen.day.replace(day=1) == first]
        cells: list[Seen | None] = [*[None] * first.weekday(), *mine]
        cells += [None] * (-len(cells) % 7)
        weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
        months.append(Month(first, weeks, sum(seen.kind in WORKED for seen in mine)))
    return months


def specials_of(days: list[Seen]) -> list[Special]:
    """Days off, make-up days, breaks, and whatever the bureau said, those in a row together."""
    found: list[Special] = []
    for seen in days:
        if seen.source is not DaySource.BUREAU and seen.kind in (DayKind.SCHOOL, DayKind.WEEKEND):
            continue
        last = found[-1] if found else None
        if last and (seen.day - last.last.day).days == 1 and _reason(seen) == _reason(last.last):
            found[-1] = Special(last.first, seen)
        else:
            found.append(Special(seen, seen))
    return found


def _reason(seen: Seen) -> tuple[Any, ...]:
    in_break = seen.kind is DayKind.BREAK
    return seen.kind, seen.source, "" if in_break else seen.name, None if in_break else seen.holiday
