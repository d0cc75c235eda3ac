"""Fields that forms of several chapters share."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import ValidationError

from tracking.kernel import clock

NO_DAY = _l("Write a day such as 2026-11-02.")


class DayField(DateField):
    """A day; what is none is refused in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day that was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NO_DAY) from error


def check_happened(day: date | None, born: date | None) -> None:
    """Refuse a day that has not come yet, or on which the child was not born."""
    if day and day > clock.today():
        raise ValidationError(_l("This day has not come yet."))
    if day and born and day < born:
        raise ValidationError(_l("The child was not born on this day."))


def trimmed(text: str | None) -> str:
    """A text without blanks around it."""
    return (text or "").strip()
