"""What a bureau asks a department, and what the department replies."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from models.organisation import Organisation
from models.vocabulary.inquiries import InquiryState, Reply
from tracking.inquiries.policy import department_of
from tracking.inquiries.question import Answer, Question
from tracking.kernel.web.choices import grouped, options, options_of
from tracking.kernel.web.fields import trimmed

BETWEEN = _l("Write between %(min)d and %(max)d characters.")
REFUSES = "refuse"


class FilterForm(Form):
    """Which inquiries a list shows; what is not understood narrows nothing."""

    state = SelectField(
        _l("Status"),
        choices=options_of(InquiryState, ("all", _l("All"))),
        default=InquiryState.SENT.value,
    )

    def wanted(self) -> InquiryState | None:
        """The state, or None for all."""
        known = {state.value: state for state in InquiryState}
        return known.get(self.state.data or "")


class QuestionForm(FlaskForm):
    """A question to a department."""

    department = SelectField(
        _l("Department"), validators=[InputRequired(_l("Choose whom to ask."))]
    )
    question = TextAreaField(
        _l("Question"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write what you need to know.")), Length(4, 1000, message=BETWEEN)
        ],
    )  # fmt: skip
    wanted = TextAreaField(
        _l("What is asked for"), filters=[trimmed], validators=[Length(max=500, message=BETWEEN)]
    )
    version = HiddenField()

    def offer(self, departments: Iterable[Organisation]) -> None:
        """Offer the departments by what they are about."""
        self.departments = {o.code: o for o in departments}
        self.department.choices = [
            *options([("", _l("Choose"))]),
            *grouped(
                (department_of(o.name).label, o.code, o.name) for o in self.departments.values()
            ),
        ]

    def asked(self) -> Question:
        """As the value that the service takes."""
        return Question(
            self.departments[self.department.data],
            self.question.data or "",
            self.wanted.data or "",
        )

    @property
    def asked_version(self) -> int:
        """The version of the case that the page was made from; 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0


class AnswerForm(FlaskForm):
    """The reply of a department, or why it does not reply."""

    reply = RadioField(
        _l("Reply"),
        choices=options(
            [*((r.value, r.label) for r in Reply), (REFUSES, _l("No reply, for a reason"))]
        ),
        validators=[InputRequired(_l("Choose one."))],
    )
    account = TextAreaField(
        _l("What was found, or why there is no reply"),
        filters=[trimmed],
        validators=[DataRequired(_l("Fill this in.")), Length(4, 2000, message=BETWEEN)],
    )
    version = IntegerField(validators=[Optional()])

    def given(self) -> Answer:
        """As the value that the service takes."""
        reply = None if self.reply.data == REFUSES else Reply(self.reply.data)
        return Answer(reply, self.account.data or "")
