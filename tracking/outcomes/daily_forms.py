"""What schools write down day by day: lessons at home, and who was at school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FileField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from models.vocabulary.placements import AttendanceMark
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed
from tracking.outcomes.result import Taught

MOST_LESSONS = 8  # of one visit
TOO_LONG = Length(max=2000, message=_l("This is too long."))
FULL_NAMES = Length(max=200, message=_l("This is too long."))


class LessonForm(FlaskForm):
    """One visit with lessons at home."""

    happened_on = DayField(_l("Date"), validators=[InputRequired(NO_DAY)])
    hours = StringField(
        _l("Lessons given"), filters=[trimmed], validators=[InputRequired(_l("Fill this in."))]
    )
    teachers = StringField(
        _l("Teachers"),
        filters=[trimmed],
        validators=[DataRequired(_l("Name who taught.")), FULL_NAMES],
    )
    subjects = TextAreaField(
        _l("What was taught"),
        filters=[trimmed],
        validators=[DataRequired(_l("Write down what was taught.")), TOO_LONG],
    )
    response = TextAreaField(
        _l("How the child took part"), filters=[trimmed], validators=[TOO_LONG]
    )
    is_signed = BooleanField(_l("Signed by a parent"))
    lesson_photo = FileField(_l("Photo of the lesson"))

    def __init__(self, born: date | None, **given: Any) -> None:
        super().__init__(**given)
        self.born = born

    def validate_happened_on(self, field: Field) -> None:
        """A lesson lies in the child's life, and in the past."""
        check_happened(field.data, self.born)

    def validate_hours(self, field: Field) -> None:
        """Whole or half lessons, as people count them."""
        if self.half_hours is None:
            words = _l("Write 1, 1.5, 2 … up to %(most)d.")
            raise ValidationError(words % {"most": MOST_LESSONS})

    @property
    def half_hours(self) -> int | None:
        """The lessons in halves, when they are a number that can be."""
        try:
            halves = 2 * float(self.hours.data or "")
        except ValueError:
            return None
        return int(halves) if halves in range(1, 2 * MOST_LESSONS + 1) else None

    def taught(self) -> Taught:
        """As the value that the service takes."""
        return Taught(
            happened_on=cast("date", self.happened_on.data),  # validated: it is there
            half_hours=cast("int", self.half_hours),
            teachers=self.teachers.data or "",
            content=self.subjects.data or "",
            response=self.response.data or "",
            is_signed=bool(self.is_signed.data),
        )


class StrikeForm(FlaskForm):
    """Why a record counts no more."""

    reason = StringField(
        _l("Reason"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Say why.")),
            Length(4, 500, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )


class AttendanceForm(FlaskForm):
    """A mark for each past day of the observation; fields are named after their days."""

    def marks(
        self, given: Mapping[str, str], days: Mapping[date, AttendanceMark | None]
    ) -> dict[date, AttendanceMark]:
        """What was chosen; days left open are left out, unless all of them are to be present."""
        known = {mark.value: mark for mark in AttendanceMark}
        fill = AttendanceMark.PRESENT if "all_present" in given else None
        chosen = {
            day: known.get(given.get(f"day-{day.isoformat()}", ""), mark or fill)
            for day, mark in days.items()
        }
        return {day: mark for day, mark in chosen.items() if mark is not None}
