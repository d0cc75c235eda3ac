"""What people put into the calendar: days, terms, a table of days; each with its basis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from models.vocabulary.calendar import TermPart
from tracking.calendar.columns import AT_SCHOOL, DATE, EXAMPLE, NAME
from tracking.calendar.day_file import decoded, read_days
from tracking.calendar.policy import OwnDay, Plan, Term, days_from, school_year_of
from tracking.kernel import clock
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import DayField, trimmed

LONGEST_RANGE = timedelta(days=366)
LONGEST_TERM = timedelta(days=250)
MOST_PROBLEMS = 20
SCHOOL, OFF, SOURCE = "school", "off", "source"
SAYS = {SCHOOL: True, OFF: False, SOURCE: None}
FILL = _l("Fill this in.")
BOTH_DAYS = _l("Write both days, or none to take the term out.")


class ChangeForm(FlaskForm):
    """A change with its basis; `mark` and `seen` name the plan and the calendar last shown."""

    basis = TextAreaField(
        _l("Basis"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Say which notice or decision it rests on.")),
            Length(min=4, max=500, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
    mark = StringField(validators=[Optional()])
    seen = StringField(validators=[Optional()])

    def plan(self) -> Plan:
        """What is to be put in force, once the form is valid."""
        raise NotImplementedError


class DaysForm(ChangeForm):
    """A day or a range of days."""

    first_on = DayField(_l("First day"), validators=[InputRequired(FILL)])
    last_on = DayField(_l("Last day"), validators=[Optional()])
    what = RadioField(
        _l("What these days are"),
        choices=options(
            [
                (SCHOOL, _l("School days")),
                (OFF, _l("Days off")),
                (SOURCE, _l("As the public source and the terms say")),
            ]
        ),
        validators=[InputRequired(_l("Choose one."))],
    )
    name = StringField(
        _l("Name"),
        filters=[trimmed],
        validators=[Length(max=60, message=_l("This is too long."))],
    )

    def validate_last_on(self, field: Field) -> None:
        """A range ends after it begins, and holds a year at most."""
        first = self.first_on.data
        if field.data and first and not first <= field.data <= first + LONGEST_RANGE:
            raise ValidationError(
                _l("The last day lies after the first one, and no more than a year after it.")
            )

    def plan(self) -> Plan:
        """The days of the range."""
        first = self.first_on.data or clock.today()
        own = OwnDay(SAYS[self.what.data], self.name.data or "")
        return Plan(dict.fromkeys(days_from(first, self.last_on.data or first), own))


class TermForm(ChangeForm):
    """First and last day of a term; without them it is taken out."""

    year = SelectField(_l("School year"), coerce=int, validate_choice=True)
    part = SelectField(_l("Term"), choices=options_of(TermPart))
    first_on = DayField(_l("First school day"), validators=[Optional()])
    last_on = DayField(_l("Last school day"), validators=[Optional()])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        now = school_year_of(clock.today())
        years = range(now - 1, now + 4)
        self.year.choices = options((str(y), f"{y}/{(y + 1) % 100:02d}") for y in years)

    def validate_first_on(self, _field: Field) -> None:
        """A first day wants a last day."""
        if self.last_on.data is None:
            raise ValidationError(BOTH_DAYS)

    def validate_last_on(self, field: Field) -> None:
        """A last day wants a first day before it, both within their school year."""
        first, last = self.first_on.data, field.data
        if first is None:
            raise ValidationError(BOTH_DAYS)
        if last and not first < last <= first + LONGEST_TERM:
            raise ValidationError(
                _l("The last day lies after the first one, and no more than 250 days after it.")
            )
        if last and {school_year_of(first), school_year_of(last)} != {self.year.data}:
            raise ValidationError(_l("The term lies outside the school year that you chose."))

    def plan(self) -> Plan:
        """The term."""
        part, year = TermPart(self.part.data), self.year.data
        return Plan(terms=(Term(year, part, self.first_on.data, self.last_on.data),))


class ImportForm(ChangeForm):
    """A table of days, as a file or as pasted text; what was read of a file stays as text."""

    columns = (DATE, AT_SCHOOL, NAME)
    example = EXAMPLE
    file = FileField(_l("CSV file"))
    rows = TextAreaField(
        _l("Or the rows themselves"),
        validators=[Length(max=100_000, message=_l("This is too long."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the file first, so that its rows are checked and kept."""
        if self.file.data:
            self.rows.data = decoded(self.file.data.read()).replace("\r\n", "\n")
        return bool(super().validate(extra_validators))

    def validate_rows(self, field: Field) -> None:
        """Say of every row what is wrong."""
        if not (field.data or "").strip():
            raise ValidationError(_l("Choose a file, or paste its rows."))
        _days, problems = read_days(field.data)
        if problems:
            self.form_errors += [str(problem) for problem in problems[:MOST_PROBLEMS]]
            raise ValidationError(
                _l("%(count)s cells cannot be used: see above.") % {"count": len(problems)}
            )

    def plan(self) -> Plan:
        """The days of the table."""
        return Plan(read_days(self.rows.data or "")[0])


class PresetForm(FlaskForm):
    """Which school year's preset, and the calendar that the page showed."""

    year = StringField(validators=[InputRequired()])
    seen = StringField(validators=[Optional()])
