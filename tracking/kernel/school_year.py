"""The school year and its terms as of a day, and which births are of compulsory-school age. Pure.

Source: the school year begins on 1 September; who is six by 31 August enters grade 1 (Compulsory
Education Law, art. 11), and the ages of nine grades follow from it. The first days of terms are
settings of the bureau.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AGES = (6, 15)  # completed by 31 August of the first year; born before 15 years ago is over age
Day = tuple[int, int]  # month, day
AUTUMN: Day = (9, 1)
SPRING: Day = (3, 1)
PROMOTION: tuple[Day, Day] = ((7, 1), (10, 31))  # pupils go up between these days, at no other time


@dataclass(frozen=True)
class SchoolYear:
    """The school year a day lies in: `first` is 2026 for 2026/27.

    `term_starts` is the first day of the term that the day lies in, `term_before` the first day
    of the one before.
    """

    first: int
    starts: date
    term_starts: date
    term_before: date

    @property
    def is_spring(self) -> bool:
        """Whether the day lies in the second term."""
        return self.term_starts != self.starts

    @property
    def cohort(self) -> tuple[date, date]:
        """First and last birth date of children of compulsory-school age."""
        return date(self.first - AGES[1], 9, 1), date(self.first - AGES[0], 8, 31)

    @property
    def entering(self) -> tuple[date, date]:
        """First and last birth date of the children who enter grade 1 in this school year."""
        return date(self.first - AGES[0] - 1, 9, 1), date(self.first - AGES[0], 8, 31)


def school_year(as_of: date, autumn: Day = AUTUMN, spring: Day = SPRING) -> SchoolYear:
    """The school year of a day, with terms that begin on the given days (month, day)."""
    first = as_of.year if as_of >= date(as_of.year, *autumn) else as_of.year - 1
    starts, second = date(first, *autumn), date(first + 1, *spring)
    if as_of >= second:
        return SchoolYear(first, starts, second, starts)
    return SchoolYear(first, starts, starts, date(first, *spring))


def last_promotion(as_of: date) -> tuple[date, date]:
    """First and last day of the latest time of promotion that had begun by a day."""
    begin, end = PROMOTION
    year = as_of.year if as_of >= date(as_of.year, *begin) else as_of.year - 1
    return date(year, *begin), date(year, *end)
