"""The bureau's decisions: on a result, and on a scan's proposal that a child is back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracking.kernel.web.fields import trimmed
from tracking.outcomes.result import Verdict

SHORTEST_REASON, LONGEST_REASON = 4, 500


class RefusalForm(FlaskForm):
    """Why a child that a file reports as attending is not back."""

    reason = TextAreaField(filters=[trimmed])
    version = IntegerField(validators=[Optional()])

    def validate_reason(self, field: Field) -> None:
        """Whoever reads it later has to know what was found out."""
        if not SHORTEST_REASON <= len(field.data or "") <= LONGEST_REASON:
            raise ValidationError(
                _l("Write between %(min)d and %(max)d characters.")
                % {"min": SHORTEST_REASON, "max": LONGEST_REASON}
            )


class VersionForm(FlaskForm):
    """An act that needs nothing but the page it was decided on."""

    version = IntegerField(validators=[Optional()])


class DecisionForm(FlaskForm):
    """Approve a result, or return it with the reason."""

    decision = HiddenField(validators=[InputRequired(_l("Approve the result or return it."))])
    reason = TextAreaField(filters=[trimmed])
    version = IntegerField(validators=[Optional()])

    def validate_decision(self, field: Field) -> None:
        """One of the two buttons."""
        if field.data not in {"approve", "return"}:
            raise ValidationError(_l("Approve the result or return it."))

    def validate_reason(self, field: Field) -> None:
        """The school has to know what is missing; a remark to an approval is free."""
        length = len(field.data or "")
        if self.decision.data == "return" and length < SHORTEST_REASON:
            raise ValidationError(_l("Say what is missing, so that the school can mend it."))
        if length > LONGEST_REASON:
            raise ValidationError(_l("This is too long."))

    def verdict(self) -> Verdict:
        """As the value that the service takes."""
        return Verdict(approve=self.decision.data == "approve", reason=self.reason.data or "")
