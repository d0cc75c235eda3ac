"""A contact as it is written down at the door or after a call."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind
from tracking.followups.contact import Contact
from tracking.kernel.web.choices import options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed

SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 10, 4000
TOO_LONG = _l("This is too long.")
CHOOSE = InputRequired(_l("Choose one."))


class ContactForm(FlaskForm):
    """One call, visit or talk."""

    kind = RadioField(
        _l("Way of the contact"), choices=options_of(FollowUpKind), validators=[CHOOSE]
    )
    happened_on = DayField(_l("Date"), validators=[InputRequired(NO_DAY)])
    participants = StringField(
        _l("Who went or called"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Name who went or called.")),
            Length(max=200, message=TOO_LONG),
        ],
    )
    met_with = StringField(
        _l("Who was met or spoken with"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Name who was met, or write that nobody was.")),
            Length(max=200, message=TOO_LONG),
        ],
    )
    account = TextAreaField(
        _l("What was found and said"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down what was found and said.")),
            Length(
                min=SHORTEST_ACCOUNT,
                max=LONGEST_ACCOUNT,
                message=_l("Write between %(min)d and %(max)d characters."),
            ),
        ],
    )
    result = RadioField(_l("Finding"), choices=options_of(ContactResult), validators=[CHOOSE])
    attitude = RadioField(
        _l("Attitude of child and family"),
        choices=options_of(Attitude),
        validators=[CHOOSE],
    )
    next_step = StringField(
        _l("Next step"), filters=[trimmed], validators=[Length(max=500, message=TOO_LONG)]
    )
    next_on = DayField(_l("Next step on"), validators=[Optional()])

    def __init__(self, born: date | None, **given: Any) -> None:
        super().__init__(**given)
        self.born = born

    def validate_happened_on(self, field: Field) -> None:
        """A contact lies in the child's life, and in the past."""
        check_happened(field.data, self.born)

    def validate_next_on(self, field: Field) -> None:
        """What comes next comes after the contact."""
        if field.data and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(_l("The next step cannot lie before the contact."))

    def contact(self) -> Contact:
        """As the value that the service takes."""
        return Contact(
            kind=FollowUpKind(self.kind.data),
            happened_on=cast("date", self.happened_on.data),  # validated: it is there
            participants=self.participants.data or "",
            met_with=self.met_with.data or "",
            account=self.account.data or "",
            attitude=Attitude(self.attitude.data),
            result=ContactResult(self.result.data),
            next_step=self.next_step.data or "",
            next_on=self.next_on.data,
        )
