"""What people write down of a tip, and the reasons for what they do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from models.organisation import Organisation
from models.vocabulary.registry import Sex
from models.vocabulary.tips import TipChannel, TipState
from tracking.kernel import clock
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import DayField, check_happened, trimmed
from tracking.tips.purposes import CHILD, SOURCE
from tracking.tips.told import Told

LONGEST_AGO = timedelta(days=365)
OLDEST = 20  # years: nobody older is of an age that this is about
NOT_KNOWN = ("", _l("not known"))
ANY = ("all", _l("All"))
BETWEEN = _l("Write between %(min)d and %(max)d characters.")


class FilterForm(Form):
    """Which tips the list shows; what is not understood narrows nothing."""

    state = SelectField(
        _l("Status"), choices=options_of(TipState, ANY), default=TipState.OPEN.value
    )

    def wanted(self) -> TipState | None:
        """The state, or None for all."""
        return TipState(self.state.data) if self.state.data in {s.value for s in TipState} else None


class TipForm(FlaskForm):
    """What was told, and apart from it who told it."""

    channel = SelectField(
        _l("How it came"),
        choices=options_of(TipChannel, ("", _l("Choose"))),
        validators=[InputRequired(_l("Choose how the tip came."))],
    )
    received_on = DayField(_l("Received on"), validators=[InputRequired(_l("Fill this in."))])
    child_name = StringField(
        _l("Name of the child"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write the name, or what the child is called.")), Length(max=60)
        ],
    )  # fmt: skip
    sex = SelectField(_l("Sex"), choices=options_of(Sex, NOT_KNOWN))
    birth_date = DayField(_l("Date of birth"), validators=[Optional()])
    school = SelectField(_l("School"), validate_choice=True)
    place = StringField(_l("Where the child is"), filters=[trimmed], validators=[Length(max=200)])
    account = TextAreaField(
        _l("What was told"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down what was told.")), Length(4, 4000, message=BETWEEN)
        ],
    )  # fmt: skip
    handled_by = SelectField(
        _l("Who decides about it"), validators=[InputRequired(_l("Choose who decides."))]
    )
    reporter_name = StringField(_l("Who told it"), filters=[trimmed], validators=[Length(max=60)])
    reporter_contact = StringField(
        _l("How to reach the person"), filters=[trimmed], validators=[Length(max=200)]
    )

    def offer(self, schools: Mapping[str, Organisation], handling: Iterable[Organisation]) -> None:
        """Fill the choices with what the reader may choose."""
        self.schools = schools
        self.handling = {o.code: o for o in handling}
        self.school.choices = options([NOT_KNOWN, *((c, o.name) for c, o in schools.items())])
        self.handled_by.choices = options((c, o.name) for c, o in self.handling.items())

    def validate_received_on(self, field: Field) -> None:
        """Refuse a day to come, and one so long ago that the child has to be looked for anew."""
        check_happened(field.data, None)
        if field.data and field.data < clock.today() - LONGEST_AGO:
            raise ValidationError(_l("This day is more than a year ago: ask again how things are."))

    def validate_birth_date(self, field: Field) -> None:
        """Refuse a day to come, or of somebody grown up."""
        check_happened(field.data, None)
        if field.data and field.data.year < clock.today().year - OLDEST:
            raise ValidationError(_l("This is not the date of birth of a child."))

    def told(self) -> Told:
        """The tip as plain values, once the form is valid."""
        return Told(
            channel=TipChannel(self.channel.data),
            received_on=self.received_on.data or clock.today(),
            child_name=self.child_name.data or "",
            sex=Sex(self.sex.data) if self.sex.data else None,
            birth_date=self.birth_date.data,
            school=self.schools.get(self.school.data or ""),
            place=self.place.data or "",
            account=self.account.data or "",
            reporter_name=self.reporter_name.data or "",
            reporter_contact=self.reporter_contact.data or "",
            handled_by=self.handling[self.handled_by.data],
        )


class DecisionForm(FlaskForm):
    """Which state of the tip the page showed."""

    version = IntegerField(validators=[Optional()])


class DeclineForm(DecisionForm):
    """Why a tip leads to nothing."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[InputRequired(_l("Say why.")), Length(4, 500, message=BETWEEN)],
    )


class ChildForm(FlaskForm):
    """What the child's name is needed for."""

    purpose = SelectField(
        _l("What do you need it for?"),
        choices=options([("", _l("Choose")), *CHILD.items()]),
        validators=[InputRequired(_l("Choose what you need it for."))],
    )


class SourceForm(FlaskForm):
    """What the source is needed for."""

    source_purpose = SelectField(
        _l("What do you need it for?"),
        choices=options([("", _l("Choose")), *SOURCE.items()]),
        validators=[InputRequired(_l("Choose what you need it for."))],
    )
