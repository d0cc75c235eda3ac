"""What a day is: the bureau's own rows first, then the terms, then the public source. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from models.vocabulary.calendar import DayKind, DaySource, PublicHoliday, TermPart
from tracking.kernel.public_days import SATURDAY, public_day

FIRST_MONTH = (
    8  # a picture of a school year begins in August: some schools begin before 1 September
)
WORKED = frozenset({DayKind.SCHOOL, DayKind.MAKE_UP})


@dataclass(frozen=True)
class OwnDay:
    """What the bureau says of a day; `is_school_day` None gives it back to the public source."""

    is_school_day: bool | None
    name: str = ""


@dataclass(frozen=True)
class Term:
    """A term of a school year; without days it is none (any more)."""

    year: int
    part: TermPart
    first_on: date | None
    last_on: date | None
    is_proposal: bool = False

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return bool(self.first_on and self.last_on and self.first_on <= day <= self.last_on)


@dataclass(frozen=True)
class Seen:
    """One day as the calendar shows it: a name of the bureau's, or a public holiday."""

    day: date
    kind: DayKind
    source: DaySource
    name: str = ""
    holiday: PublicHoliday | None = None

    @property
    def label(self) -> Any:
        """What the day is called; "" when it has no name."""
        return self.name or (self.holiday.label if self.holiday else "")


@dataclass(frozen=True)
class Plan:
    """What somebody wants to put in force."""

    days: Mapping[date, OwnDay] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()

    @property
    def mark(self) -> str:
        """The same for the same plan: what was previewed is what is put in force."""
        facts = repr((sorted(self.days.items()), self.terms))
        return hashlib.sha256(facts.encode()).hexdigest()[:16]


def school_year_of(day: date) -> int:
    """2026 for a day of 2026/27."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def days_of_year(year: int) -> Iterator[date]:
    """Every day of the picture of a school year, August to July."""
    day = date(year, FIRST_MONTH, 1)
    while day < date(year + 1, FIRST_MONTH, 1):
        yield day
        day += timedelta(days=1)


def days_from(first: date, last: date) -> list[date]:
    """Every day of a range."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True)
class Calendar:
    """A school calendar; `version` names the rows that it was read from."""

    days: Mapping[date, OwnDay] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    version: str = "0.0"

    def terms_of(self, year: int) -> dict[TermPart, Term]:
        """The terms of a school year."""
        return {t.part: t for t in self.terms if t.year == year and t.first_on and t.last_on}

    def is_school_day(self, day: date) -> bool:
        """Whether schools work on a day."""
        own = self.days.get(day)
        if own is not None and own.is_school_day is not None:
            return own.is_school_day
        return not self.is_break(day) and public_day(day).is_work

    def is_break(self, day: date) -> bool:
        """Whether a day lies outside the terms, where those of its school year are known.

        Before the first and after the last known term that is only so when no other may lie there.
        """
        known = self.terms_of(school_year_of(day))
        if not known or any(term.holds(day) for term in self.terms):
            return False
        autumn, spring = known.get(TermPart.AUTUMN), known.get(TermPart.SPRING)
        if spring is None and autumn and autumn.last_on and day > autumn.last_on:
            return False
        return not (autumn is None and spring and spring.first_on and day < spring.first_on)

    def seen(self, day: date) -> Seen:
        """What a day is, what it is called, and who says so."""
        public, own = public_day(day), self.days.get(day)
        name = own.name if own else ""
        if own is not None and own.is_school_day is not None:
            made_up = day.weekday() >= SATURDAY or public.holiday is not None
            at_school = DayKind.MAKE_UP if made_up else DayKind.SCHOOL
            kind = at_school if own.is_school_day else DayKind.HOLIDAY
            return Seen(day, kind, DaySource.BUREAU, name, None if name else public.holiday)
        if self.is_break(day):
            return Seen(day, DayKind.BREAK, DaySource.TERMS, "", public.holiday)
        if public.is_work:
            is_weekend = day.weekday() >= SATURDAY
            kind = DayKind.MAKE_UP if is_weekend else DayKind.SCHOOL
            return Seen(day, kind, public.source, "", public.holiday if is_weekend else None)
        kind = DayKind.HOLIDAY if public.holiday else DayKind.WEEKEND
        return Seen(day, kind, public.source, "", public.holiday)

    def with_plan(self, plan: Plan) -> Calendar:
        """The calendar as it would be."""
        new = {(term.year, term.part): term for term in plan.terms}
        kept = (term for term in self.terms if (term.year, term.part) not in new)
        return replace(self, days={**self.days, **plan.days}, terms=(*kept, *new.values()))

    def changes(self, plan: Plan) -> list[date]:
        """The days of a plan, and of the school years of its terms, that would be otherwise."""
        after = self.with_plan(plan)
        looked_at = set(plan.days)
        for term in plan.terms:
            looked_at.update(days_of_year(term.year))
        return sorted(d for d in looked_at if self.is_school_day(d) != after.is_school_day(d))


# What is usual in Inner Mongolia: no text fixes the days, each bureau publishes its own.
PRESETS: dict[int, Plan] = {
    2026: Plan(
        terms=(
            Term(2026, TermPart.AUTUMN, date(2026, 9, 1), date(2027, 1, 15), is_proposal=True),
            Term(2026, TermPart.SPRING, date(2027, 3, 1), date(2027, 7, 16), is_proposal=True),
        )
    )
}
