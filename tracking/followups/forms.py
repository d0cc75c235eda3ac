"""A contact as it is written down at the door or after a call."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from models.vocabulary.follow_ups import (
    AbsenceCause,
    Attitude,
    ContactPurpose,
    ContactResult,
    Counterpart,
    FollowUpKind,
    PartySide,
)
from tracking.cases.purposes import PURPOSES
from tracking.followups.contact import Contact
from tracking.followups.policy import SHORTEST_ACCOUNT, TEXTS
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed

LONGEST_ACCOUNT = 4000
LONGEST_TEXT = 1000
TOO_LONG = _l("This is too long.")
BETWEEN = _l("Write between %(min)d and %(max)d characters.")
CHOOSE = InputRequired(_l("Choose one."))
NOT_SAID = ("", _l("not said"))


def text_field(label: Any, longest: int = LONGEST_TEXT) -> TextAreaField:
    """A text that only some contacts have."""
    return TextAreaField(
        label, filters=[trimmed], validators=[Length(max=longest, message=TOO_LONG)]
    )


def line_field(label: Any, *needed: Any, longest: int = 200) -> StringField:
    """A line of text."""
    return StringField(
        label, filters=[trimmed], validators=[*needed, Length(max=longest, message=TOO_LONG)]
    )


class ContactForm(FlaskForm):
    """One call, visit or talk: what every contact has comes first, the rest may stay blank."""

    kind = RadioField(
        _l("Way of the contact"), choices=options_of(FollowUpKind), validators=[CHOOSE]
    )
    happened_on = DayField(_l("Date"), validators=[InputRequired(NO_DAY)])
    happened_at = TimeField(_l("Time"), validators=[Optional()])
    participants = line_field(
        _l("Who went or called"), DataRequired(_l("Name who went or called."))
    )
    counterpart = RadioField(_l("With whom"), choices=options_of(Counterpart), validators=[CHOOSE])
    met_with = line_field(_l("Who it was"))
    account = TextAreaField(
        _l("What was found and said"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down what was found and said.")),
            Length(min=SHORTEST_ACCOUNT, max=LONGEST_ACCOUNT, message=BETWEEN),
        ],
    )
    result = RadioField(_l("Finding"), choices=options_of(ContactResult), validators=[CHOOSE])
    next_step = line_field(_l("Next step"), longest=500)
    next_on = DayField(_l("Next step on"), validators=[Optional()])
    purpose = SelectField(_l("What it was for"), choices=options_of(ContactPurpose))
    place = line_field(_l("Place"))
    school = line_field(PartySide.SCHOOL.label)
    township = line_field(PartySide.TOWNSHIP.label)
    village = line_field(PartySide.VILLAGE.label)
    police = line_field(PartySide.POLICE.label)
    justice = line_field(PartySide.JUSTICE.label)
    others = line_field(PartySide.OTHERS.label)
    family = text_field(_l("Family: members, who is in charge, livelihood"))
    at_school = text_field(_l("How the child was at school"))
    at_home = text_field(_l("How the child is at home"))
    cause = SelectField(
        _l("Why the child does not attend"),
        choices=options_of(AbsenceCause, NOT_SAID),
        default="",
    )
    attitude = SelectField(_l("Attitude of the child"), choices=options_of(Attitude))
    parents_attitude = SelectField(_l("Attitude of the parents"), choices=options_of(Attitude))
    opinion = text_field(_l("What the parents think"))
    problems = text_field(_l("Problems found"))
    measures = text_field(_l("Measures and advice"))

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

    def validate_result(self, field: Field) -> None:
        """Who was not there promised nothing."""
        told = {ContactResult.WILL_RETURN.value, ContactResult.REFUSES.value}
        if self.counterpart.data == Counterpart.NOBODY.value and field.data in told:
            raise ValidationError(_l("Nobody was met, so nobody said this."))

    def fill(self, contact: Contact) -> None:
        """Start from what was said before, as a correction does."""
        for name, value in vars(contact).items():
            if name in self._fields:
                self[name].data = getattr(value, "value", value)
        parties = contact.details.get("parties", {})
        for name in (*TEXTS, "cause"):
            self[name].data = contact.details.get(name, "")
        for side in PartySide:
            self[side.value].data = parties.get(side.value, "")

    def contact(self) -> Contact:
        """As the value that the service takes."""
        details: dict[str, Any] = {n: self[n].data for n in (*TEXTS, "cause") if self[n].data}
        parties = {s.value: self[s.value].data for s in PartySide if self[s.value].data}
        return Contact(
            kind=FollowUpKind(self.kind.data),
            happened_on=cast("date", self.happened_on.data),  # validated: it is there
            happened_at=self.happened_at.data,
            participants=self.participants.data or "",
            counterpart=Counterpart(self.counterpart.data),
            met_with=self.met_with.data or "",
            account=self.account.data or "",
            attitude=Attitude(self.attitude.data),
            parents_attitude=Attitude(self.parents_attitude.data),
            result=ContactResult(self.result.data),
            next_step=self.next_step.data or "",
            next_on=self.next_on.data,
            purpose=ContactPurpose(self.purpose.data),
            details=details | ({"parties": parties} if parties else {}),
        )


class WordingForm(FlaskForm):
    """A text to start from."""

    purpose = SelectField(_l("For"), choices=options_of(ContactPurpose))
    text = TextAreaField(
        _l("Text"),
        filters=[trimmed],
        validators=[InputRequired(_l("Write the text.")), Length(4, 500, message=BETWEEN)],
    )


class NumbersForm(FlaskForm):
    """What the telephone numbers of a list are needed for."""

    purpose = SelectField(
        _l("What do you need them for?"),
        choices=options([("", _l("Choose")), *PURPOSES.items()]),
        validators=[InputRequired(_l("Choose what you need them for."))],
    )
