"""A result with its proof, and the bureau's decision on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from models.vocabulary.cases import CaseState as S
from models.vocabulary.outcomes import OutcomeCode
from tracking.cases.policy import AFTER_OUTCOME
from tracking.kernel import clock
from tracking.kernel.web.choices import options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed
from tracking.outcomes.policy import LIMITED, PROPOSABLE, SHORTEST_PROOF, latest_end
from tracking.outcomes.result import Result, Verdict

LONGEST_PROOF = 4000
LONGEST_REASON = 500
SHORTEST_REASON = 4
# Where results lead, in the order a school hopes for, and what they have in common.
GROUPS = {
    S.RETURNED: _l("Back at school"),
    S.EXCLUDED: _l("Explained: the child need not be looked for"),
    S.HANDED_OVER: _l("At school elsewhere, registration not moved yet"),
    S.PLACED: _l("Placed otherwise"),
    S.CONFIRMED: _l("Not at school"),
    S.DROPOUT: _l("Not at school, persuasion without success"),
    S.MISSING: _l("Not found"),
}


def check_end(form: FlaskForm, field: Field) -> None:
    """A result that holds for a time says until when, within the limits of its kind."""
    codes = {code.value: code for code in LIMITED}
    code = codes.get(form.code.data or "")
    typed = "".join(field.raw_data or []).strip()
    if code is None or not typed:
        field.errors, field.data = [], None  # for another result nothing is asked
        raise StopValidation(_l("Say until which day this holds.") if code else "")
    today = clock.today()
    last = latest_end(code, today)
    if field.data and field.data < today:
        raise ValidationError(_l("This day lies in the past."))
    if field.data and last and field.data > last:
        words = _l("At the latest %(day)s; after that it is asked for anew.")
        raise ValidationError(words % {"day": last.isoformat()})


class ResultForm(FlaskForm):
    """What the verification found, since when, and what proves it."""

    code = RadioField(
        _l("Finding"),
        choices=options_of(PROPOSABLE),
        validators=[InputRequired(_l("Choose what was found."))],
    )
    happened_on = DayField(_l("Date of the finding"), validators=[InputRequired(NO_DAY)])
    valid_until = DayField(_l("Holds until"), validators=[check_end])
    proof = TextAreaField(
        _l("Proof"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write down what proves it.")),
            Length(
                min=SHORTEST_PROOF,
                max=LONGEST_PROOF,
                message=_l("Write between %(min)d and %(max)d characters."),
            ),
        ],
    )
    version = HiddenField()

    def __init__(self, born: date | None, **given: Any) -> None:
        super().__init__(**given)
        self.born = born

    def validate_happened_on(self, field: Field) -> None:
        """A finding lies in the child's life, and in the past."""
        check_happened(field.data, self.born)

    def groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """The choices by where they lead when the bureau approves them."""
        choices = list(self.code)
        for state, title in GROUPS.items():
            yield title, [c for c in choices if AFTER_OUTCOME[OutcomeCode(c.data)] is state]

    def result(self) -> Result:
        """As the value that the service takes."""
        return Result(
            code=OutcomeCode(self.code.data),
            happened_on=cast("date", self.happened_on.data),  # validated: it is there
            proof=self.proof.data or "",
            valid_until=self.valid_until.data,
        )

    @property
    def asked_version(self) -> int:
        """The version of the case that the page was made from; 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0


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
