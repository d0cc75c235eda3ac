"""How values are written on every page: days, moments, masked personal data."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, gettext, ngettext

from tracking.kernel import clock
from tracking.kernel.masking import masked_id, masked_name, masked_phone
from tracking.kernel.schooldays import school_days_between


def day(value: date | None) -> str:
    """A day with its weekday: 2026-11-02 周一."""
    return "" if value is None else f"{value:%Y-%m-%d} {format_date(value, 'EEE')}"


def weekday(value: date) -> str:
    """The weekday alone: 周一."""
    return str(format_date(value, "EEE"))


def moment(value: datetime | None) -> str:
    """A moment on China's wall clock: 2026-11-02 周一 08:30."""
    if value is None:
        return ""
    shown = clock.local(value)
    return f"{day(shown.date())} {shown:%H:%M}"


def due(value: date | None) -> str:
    """A deadline with the distance in school days: 2026-11-02 周一（3 个上课日后）."""
    return "" if value is None else f"{day(value)}{distance(value)}"


def distance(value: date) -> str:
    """The distance of a deadline from today in school days, in brackets."""
    days = school_days_between(clock.today(), value)
    if value == clock.today():
        return str(gettext(" (today)"))
    if days >= 0 and value > clock.today():
        return str(ngettext(" (in %(num)d school day)", " (in %(num)d school days)", days))
    return str(ngettext(" (%(num)d school day ago)", " (%(num)d school days ago)", -days))


def due_tone(value: date | None) -> str:
    """overdue, due (today or the next school day) or neutral, for the colour of a deadline."""
    if value is None:
        return "neutral"
    if value < clock.today():
        return "overdue"
    return "due" if school_days_between(clock.today(), value) <= 1 else "neutral"


FILTERS = {
    "day": day,
    "weekday": weekday,
    "moment": moment,
    "due": due,
    "due_tone": due_tone,
    "masked_id": masked_id,
    "masked_phone": masked_phone,
    "masked_name": masked_name,
}
