"""A contest as a school writes it down, for itself or for a guardian, and the decision on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from models.vocabulary.contests import ContestedBy
from tracking.contests.contested import Contested, Ruling
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed

FLAG, ENTRY = "flag", "entry"
SHORTEST, LONGEST = 4, 2000
LENGTH = Length(
    min=SHORTEST, max=LONGEST, message=_l("Write between %(min)d and %(max)d characters.")
)


class ContestForm(FlaskForm):
    """What is contested, by whom, and why."""

    what = SelectField(_l("What is contested"), choices=[])
    contested_by = RadioField(
        _l("Who contests it"),
        choices=options_of(ContestedBy),
        validators=[InputRequired(_l("Choose one."))],
    )
    name = StringField(
        _l("Name"),
        filters=[trimmed],
        validators=[DataRequired(_l("Name who contests it.")), Length(max=60)],
    )
    contested_on = DayField(_l("Date"), validators=[InputRequired(NO_DAY)])
    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[DataRequired(_l("Say what is wrong.")), LENGTH],
    )

    def __init__(self, born: date | None, **given: Any) -> None:
        super().__init__(**given)
        self.born = born

    def offer(self, flags: Iterable[tuple[int, str]], entries: Iterable[tuple[int, str]]) -> None:
        """What may be contested: flags and entries by their ids, in words."""
        pairs = [(f"{FLAG}-{number}", words) for number, words in flags]
        pairs += [(f"{ENTRY}-{number}", words) for number, words in entries]
        self.what.choices = options(pairs)

    def validate_contested_on(self, field: Field) -> None:
        """It was said in the child's life, and in the past."""
        check_happened(field.data, self.born)

    def contested(self) -> Contested:
        """As the value that the service takes."""
        kind, _, number = (self.what.data or "").partition("-")
        return Contested(
            contested_by=ContestedBy(self.contested_by.data),
            contested_on=cast("date", self.contested_on.data),  # validated: it is there
            name=self.name.data or "",
            reason=self.reason.data or "",
            flag_id=int(number) if kind == FLAG else None,
            event_id=int(number) if kind == ENTRY else None,
        )


class RulingForm(FlaskForm):
    """The bureau's decision on a contest."""

    decision = HiddenField(validators=[InputRequired(_l("Choose one of the two buttons."))])
    ruling = TextAreaField(
        _l("Reason of the decision"),
        filters=[trimmed],
        validators=[DataRequired(_l("Say why; who contested it reads this.")), LENGTH],
    )
    version = IntegerField(validators=[Optional()])

    def validate_decision(self, field: Field) -> None:
        """One of the two buttons."""
        if field.data not in {"right", "not"}:
            raise ValidationError(_l("Choose one of the two buttons."))

    def verdict(self) -> Ruling:
        """As the value that the service takes."""
        return Ruling(is_right=self.decision.data == "right", reason=self.ruling.data or "")
