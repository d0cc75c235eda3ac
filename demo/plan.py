"""What a made-up city should be like, checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MOST_COUNTIES: Final = 9  # the region codes 150291-150299 that no real county has
FEWEST_SCHOOLS: Final = 6  # two schools are damaged; two sound ones must remain per stage
FEWEST_PER_SCHOOL: Final = 40  # smaller schools could not be cut short noticeably

Progress = Callable[[int, int], None]
"""Called with the steps done and the steps in all."""


@dataclass(frozen=True, kw_only=True)
class CityPlan:
    """Size, weeks and seed of a city; two equal plans give the same files byte for byte.

    `last_monday` is the date of the newest roster; the others lie 7, 14, … days before it.
    Raises ValueError if so small a city could not hold what is to happen in it.
    """

    last_monday: date
    students: int = 12_000
    schools: int = 30
    counties: int = 3
    weeks: int = 4
    seed: int = 2026

    def __post_init__(self) -> None:
        if self.last_monday.weekday() != 0:
            raise ValueError(f"{self.last_monday} is not a Monday")
        if not 1 <= self.counties <= MOST_COUNTIES:
            raise ValueError(f"a city has 1 to {MOST_COUNTIES} counties, not {self.counties}")
        if self.schools < FEWEST_SCHOOLS:
            raise ValueError(f"a city needs at least {FEWEST_SCHOOLS} schools")
        if self.students < self.schools * FEWEST_PER_SCHOOL:
            raise ValueError(
                f"{self.schools} schools need at least {self.schools * FEWEST_PER_SCHOOL} pupils"
            )
        if self.weeks < 1:
            raise ValueError("a city needs at least one week")

    @property
    def mondays(self) -> tuple[date, ...]:
        """The dates of the rosters, oldest first."""
        back = range(self.weeks - 1, -1, -1)
        return tuple(self.last_monday - timedelta(weeks=count) for count in back)

    @property
    def school_year(self) -> int:
        """The year in whose September the school year of the first roster began."""
        first = self.mondays[0]
        return first.year if first.month >= 9 else first.year - 1


def schools_for(students: int) -> int:
    """A plausible number of schools for a number of pupils, about 400 each."""
    return max(FEWEST_SCHOOLS, min(round(students / 400), students // FEWEST_PER_SCHOOL))
