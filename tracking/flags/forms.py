"""What stands in the address of the lists, and what people send about a data task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Form, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Makes, Severity, TaskStatus
from tracking.flags.queries import FlagFilter
from tracking.flags.sentences import grade_words, source_labels
from tracking.flags.task_queries import TaskFilter
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import trimmed
from tracking.rules._kit import all_rules

JUDGED = "judged"  # whatever a person said of them
ALL = "all"  # every status: without one, the queue shows what is still to be checked
ANY = ("", _l("All"))


class FilterForm(Form):
    """The filters of the queue; what is not understood narrows nothing."""

    status = SelectField(
        _l("Status"),
        choices=options_of(FlagStatus, (ALL, _l("All")), (JUDGED, _l("judged"))),
        default=FlagStatus.OPEN,
    )
    rule = SelectField(_l("Rule"))
    school = SelectField(_l("School"))
    grade = SelectField(_l("Grade"))
    severity = SelectField(_l("Urgency"), choices=options_of(Severity, ANY))
    state = SelectField(_l("State of the case"), choices=options_of(CaseState, ANY))
    source = SelectField(_l("Source"))
    day = DateField(_l("First found on"), validators=[Optional()])

    def offer(self, schools: Mapping[str, str]) -> None:
        """Fill the choices with what the reader may see."""
        self.rule.choices = options([ANY, *((r.code, r.title) for r in all_rules().values())])
        self.school.choices = options([ANY, *schools.items()])
        self.grade.choices = options([ANY, *((str(g), grade_words(g)) for g in range(1, 10))])
        self.source.choices = options([ANY, *source_labels().items()])

    def wanted(self) -> FlagFilter:
        """The filters as plain values."""
        self.validate()
        status, severity, state = (
            known(field) for field in (self.status, self.severity, self.state)
        )
        grade = known(self.grade)
        return FlagFilter(
            rule=known(self.rule) or None,
            school=known(self.school) or None,
            state=CaseState(state) if state else None,
            severity=Severity(severity) if severity else None,
            status=FlagStatus(status) if status and status not in (ALL, JUDGED) else None,
            is_judged=status == JUDGED,
            source=known(self.source) or None,
            as_of=self.day.data,
            grade=int(grade) if grade else None,
        )


class TaskFilterForm(Form):
    """The filters of the data tasks; what is not understood narrows nothing."""

    status = SelectField(
        _l("Status"), choices=options_of(TaskStatus, (ALL, _l("All"))), default=TaskStatus.OPEN
    )
    rule = SelectField(_l("Rule"))
    school = SelectField(_l("School"))
    grade = SelectField(_l("Grade"))

    def offer(self, schools: Mapping[str, str]) -> None:
        """Fill the choices with what the reader may see."""
        making = (r for r in all_rules().values() if r.makes is Makes.TASK)
        self.rule.choices = options([ANY, *((r.code, r.title) for r in making)])
        self.school.choices = options([ANY, *schools.items()])
        self.grade.choices = options([ANY, *((str(g), grade_words(g)) for g in range(1, 10))])

    def wanted(self) -> TaskFilter:
        """The filters as plain values."""
        status, grade = known(self.status), known(self.grade)
        return TaskFilter(
            rule=known(self.rule) or None,
            school=known(self.school) or None,
            status=TaskStatus(status) if status and status != ALL else None,
            grade=int(grade) if grade else None,
        )


class ExplainForm(FlaskForm):
    """Why the data are right as they are, and which task the page showed."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Say why.")),
            Length(min=4, max=500, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
    version = IntegerField(validators=[Optional()])


class TrialForm(FlaskForm):
    """Over how many of the last scans a value is tried."""

    scans = SelectField(
        _l("Tried on"),
        choices=options([("1", _l("the last scan")), ("4", _l("the last four scans"))]),
        default="1",
        validators=[InputRequired()],
    )

    @property
    def count(self) -> int:
        """So many scans; the last one for anything else."""
        return int(known(self.scans) or 1)


def known(field: SelectField) -> str:
    """What was chosen, if it was offered."""
    offered: Iterable[Any] = field.choices or []
    codes = {str(choice.value) for choice in offered}
    return str(field.data) if str(field.data) in codes else ""
