"""Which days are worked in China, from kept sources: exact, provisional, or Monday to Friday.

`chinesecalendar` repeats the yearly notice of the State Council with its make-up days, and knows
only years that were announced. For later years `holidays` counts the festivals; which weekends
are worked instead nobody knows yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import chinese_calendar
from chinese_calendar import Holiday
from holidays.countries.china import China

from models.vocabulary.calendar import DaySource, PublicHoliday

SATURDAY = 5
LAST_COUNTED = 2099  # the lunar tables of `holidays` end here
ANNOUNCED = {
    Holiday.new_years_day.value: PublicHoliday.NEW_YEAR,
    Holiday.spring_festival.value: PublicHoliday.SPRING,
    Holiday.tomb_sweeping_day.value: PublicHoliday.TOMBS,
    Holiday.labour_day.value: PublicHoliday.LABOUR,
    Holiday.dragon_boat_festival.value: PublicHoliday.DRAGON_BOAT,
    Holiday.national_day.value: PublicHoliday.NATIONAL,
    Holiday.mid_autumn_festival.value: PublicHoliday.MID_AUTUMN,
    Holiday.anti_fascist_70th_day.value: PublicHoliday.VICTORY,
}
COUNTED = {
    "New Year's Day": PublicHoliday.NEW_YEAR,
    "Chinese New Year": PublicHoliday.SPRING,
    "Tomb-Sweeping Day": PublicHoliday.TOMBS,
    "Labor Day": PublicHoliday.LABOUR,
    "Dragon Boat Festival": PublicHoliday.DRAGON_BOAT,
    "Mid-Autumn Festival": PublicHoliday.MID_AUTUMN,
    "National Day": PublicHoliday.NATIONAL,
}


@dataclass(frozen=True)
class PublicDay:
    """Whether a day is worked, the holiday it belongs to, and who says so."""

    is_work: bool
    holiday: PublicHoliday | None
    source: DaySource


@lru_cache(maxsize=8192)
def public_day(day: date) -> PublicDay:
    """What the best source that knows the year says of a day."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return _counted(day)
    return PublicDay(not is_off, ANNOUNCED.get(name or ""), DaySource.NOTICE)


def is_public_work_day(day: date) -> bool:
    """Whether people work on a day, holidays and make-up days counted in."""
    return public_day(day).is_work


def _counted(day: date) -> PublicDay:
    is_weekday = day.weekday() < SATURDAY
    if not 2000 <= day.year <= LAST_COUNTED:
        return PublicDay(is_weekday, None, DaySource.WEEKDAYS)
    name = _festivals(day.year).get(day, "")
    found = (holiday for words, holiday in COUNTED.items() if name.startswith(words))
    holiday = next(found, None)
    return PublicDay(is_weekday and holiday is None, holiday, DaySource.PROVISIONAL)


@lru_cache(maxsize=16)
def _festivals(year: int) -> dict[date, str]:
    festivals: Mapping[date, str] = China(years=year, language="en_US")  # type: ignore[no-untyped-call]
    return dict(festivals.items())
