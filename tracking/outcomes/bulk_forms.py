"""What is sent with a result of many children."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, TextAreaField
from wtforms.validators import InputRequired, Length

from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed
from tracking.outcomes.policy import SHORTEST_PROOF

BETWEEN = _l("Write between %(min)d and %(max)d characters.")


class AtSchoolForm(FlaskForm):
    """The day and the attendance list that shows the children."""

    happened_on = DayField(_l("Date of the finding"), validators=[InputRequired(NO_DAY)])
    file = FileField(
        _l("Attendance list"), validators=[FileRequired(_l("Choose the attendance list."))]
    )
    proof = TextAreaField(
        _l("What proves it"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Write down what proves it.")),
            Length(SHORTEST_PROOF, 4000, message=BETWEEN),
        ],
    )

    def validate_happened_on(self, field: Field) -> None:
        """Refuse a day that has not come yet."""
        check_happened(field.data, None)
