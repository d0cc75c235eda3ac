"""Where a child is handed over to, the answer, and the receipt of a bureau outside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from models.organisation import Organisation
from models.vocabulary.handovers import HandoverState
from tracking.handovers.queries import IN, OUT
from tracking.handovers.sending import Receipt, Sending
from tracking.kernel.web.choices import grouped, options, options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed

BETWEEN = _l("Write between %(min)d and %(max)d characters.")
TOO_LONG = _l("This is too long.")
OUTSIDE = "outside"
SAY_WHY = [DataRequired(_l("Say why.")), Length(4, 500, message=BETWEEN)]


class FilterForm(Form):
    """Which hand-overs the list shows; what is not understood narrows nothing."""

    side = SelectField(
        _l("Direction"),
        choices=options([(IN, _l("To us")), (OUT, _l("From us"))]),
        default=IN,
    )
    state = SelectField(_l("Status"), choices=options_of(HandoverState, ("", _l("All"))))

    def wanted_side(self) -> str:
        """The direction."""
        return OUT if self.side.data == OUT else IN

    def wanted_state(self) -> HandoverState | None:
        """The state, or None for all."""
        known = {state.value: state for state in HandoverState}
        return known.get(self.state.data or "")


class SendingForm(FlaskForm):
    """Where a child moved, and why it is handed over."""

    receiver = SelectField(_l("Receiver"), validators=[InputRequired(_l("Choose where to."))])
    place = StringField(
        _l("Bureau outside the city"),
        filters=[trimmed],
        validators=[Length(max=200, message=TOO_LONG)],
    )
    whereabouts = TextAreaField(
        _l("Where the child is"), filters=[trimmed], validators=[Length(max=500, message=BETWEEN)]
    )
    reason = TextAreaField(_l("Reason"), filters=[trimmed], validators=SAY_WHY)
    version = HiddenField()

    def offer(self, bureaus: Iterable[Organisation]) -> None:
        """Offer the bureaus of the city, and the way outside."""
        self.bureaus = {o.code: o for o in bureaus}
        self.receiver.choices = options(
            [
                ("", _l("Choose")),
                *((o.code, o.name) for o in self.bureaus.values()),
                (OUTSIDE, _l("Outside the city: named below")),
            ]
        )

    def validate_place(self, field: Field) -> None:
        """Who hands over to a bureau outside names it."""
        if self.receiver.data == OUTSIDE and not field.data:
            raise ValidationError(_l("Name the bureau that takes the child over."))

    def sending(self) -> Sending:
        """As the value that the service takes."""
        return Sending(
            self.bureaus.get(self.receiver.data or ""),
            self.place.data or "",
            self.whereabouts.data or "",
            self.reason.data or "",
        )

    @property
    def asked_version(self) -> int:
        """The version of the case that the page was made from; 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0


class ReceivingForm(FlaskForm):
    """Who looks for a child that is taken over."""

    owner = SelectField(
        _l("Who looks for the child now"), validators=[InputRequired(_l("Choose the new owner."))]
    )

    def offer(self, owners: Iterable[Organisation]) -> None:
        """Offer the own bureau, its townships and schools."""
        self.owners = {o.code: o for o in owners}
        self.owner.choices = [
            *options([("", _l("Choose"))]),
            *grouped((o.level.label, o.code, o.name) for o in self.owners.values()),
        ]

    def chosen(self) -> Organisation:
        """The new owner."""
        return self.owners[self.owner.data]


class ReasonForm(FlaskForm):
    """Why a child is sent back, a hand-over taken back, or a file ended."""

    reason = TextAreaField(_l("Reason"), filters=[trimmed], validators=SAY_WHY)


class ReceiptForm(FlaskForm):
    """The receipt of a bureau outside."""

    receipt_on = DayField(_l("Date of the receipt"), validators=[InputRequired(NO_DAY)])
    school = StringField(
        _l("School that the child attends there"), filters=[trimmed],
        validators=[Length(max=200, message=TOO_LONG)],
    )  # fmt: skip
    contact = StringField(
        _l("Who confirmed it, and how to reach them"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Name who confirmed it.")), Length(max=200, message=TOO_LONG)
        ],
    )  # fmt: skip
    document = StringField(
        _l("Document"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Name the document: number, or what was received.")),
            Length(max=200, message=TOO_LONG),
        ],
    )

    def __init__(self, sent_on: date, **given: Any) -> None:
        super().__init__(**given)
        self.sent_on = sent_on

    def validate_receipt_on(self, field: Field) -> None:
        """A receipt comes after the hand-over, and has come."""
        check_happened(field.data, None)
        if field.data and field.data < self.sent_on:
            raise ValidationError(_l("The child was handed over after this day."))

    def receipt(self) -> Receipt:
        """As the value that the service takes."""
        return Receipt(
            cast("date", self.receipt_on.data),  # validated: it is there
            self.school.data or "",
            self.contact.data or "",
            self.document.data or "",
        )
