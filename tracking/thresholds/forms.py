"""A new value of a threshold with its basis, checked against its bounds."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from tracking.kernel.web.choices import options
from tracking.kernel.web.fields import trimmed
from tracking.thresholds.policy import SWITCHED, Declaration, Unit, Value


class ThresholdForm(FlaskForm):
    """The value as it is typed, why it is right, and which value the page showed."""

    value: Field = StringField(
        _l("Value"), filters=[trimmed], validators=[DataRequired(_l("Fill this in."))]
    )
    basis = TextAreaField(
        _l("Basis"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Say which regulation or experience it rests on.")),
            Length(min=4, max=500, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
    version = IntegerField(validators=[Optional()])

    def __init__(self, declaration: Declaration, **given: Any) -> None:
        """Take what the value is checked against."""
        super().__init__(**given)
        self.declaration = declaration

    def validate_value(self, field: Field) -> None:
        """Refuse what is no such value, or is out of bounds."""
        try:
            self.declaration.read(field.data or "")
        except ValueError as error:
            raise ValidationError(self.bounds) from error

    @property
    def bounds(self) -> str:
        """What may be written, in the reader's language."""
        declared = self.declaration
        least, most = declared.shown(declared.least), declared.shown(declared.most)
        if declared.unit is Unit.SWITCH:
            return str(_("Choose on or off."))
        if declared.unit is Unit.PERCENT:
            return str(_("A number between %(least)s and %(most)s, in %%.", least=least, most=most))
        return str(_("A whole number between %(least)s and %(most)s.", least=least, most=most))

    @property
    def chosen(self) -> Value:
        """The value, once the form is valid."""
        return self.declaration.read(self.value.data or "")


class SwitchForm(ThresholdForm):
    """As ThresholdForm, for what is on or off."""

    value: Field = SelectField(
        _l("Value"),
        choices=options((str(int(on)), word) for on, word in SWITCHED.items()),
        validators=[DataRequired(_l("Fill this in."))],
    )


def form_for(declaration: Declaration, value: Value, version: int) -> ThresholdForm:
    """The form of a threshold, showing what is in force."""
    is_switch = declaration.unit is Unit.SWITCH
    given = str(int(value)) if is_switch else declaration.shown(value)
    return (SwitchForm if is_switch else ThresholdForm)(declaration, value=given, version=version)
