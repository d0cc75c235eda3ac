"""What stands in the address of the queue: which flags to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, SelectField
from wtforms.validators import Optional

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Severity
from tracking.flags.queries import FlagFilter
from tracking.flags.sentences import grade_words
from tracking.kernel.web.choices import options, options_of
from tracking.rules._kit import all_rules

ALL = "all"  # every status: without one, the queue shows what is still to be checked
ANY = ("", _l("All"))


class FilterForm(Form):
    """The filters of the queue; what is not understood narrows nothing."""

    status = SelectField(
        _l("Status"), choices=options_of(FlagStatus, (ALL, _l("All"))), default=FlagStatus.OPEN
    )
    rule = SelectField(_l("Rule"))
    school = SelectField(_l("School"))
    grade = SelectField(_l("Grade"))
    severity = SelectField(_l("Urgency"), choices=options_of(Severity, ANY))
    state = SelectField(_l("State of the case"), choices=options_of(CaseState, ANY))
    day = DateField(_l("First found on"), validators=[Optional()])

    def offer(self, schools: Mapping[str, str]) -> None:
        """Fill the choices with what the reader may see."""
        self.rule.choices = options([ANY, *((r.code, r.title) for r in all_rules().values())])
        self.school.choices = options([ANY, *schools.items()])
        self.grade.choices = options([ANY, *((str(g), grade_words(g)) for g in range(1, 10))])

    def wanted(self) -> FlagFilter:
        """The filters as plain values."""
        self.validate()
        status, severity, state = (
            self._known(field) for field in (self.status, self.severity, self.state)
        )
        grade = self._known(self.grade)
        return FlagFilter(
            rule=self._known(self.rule) or None,
            school=self._known(self.school) or None,
            state=CaseState(state) if state else None,
            severity=Severity(severity) if severity else None,
            status=FlagStatus(status) if status and status != ALL else None,
            as_of=self.day.data,
            grade=int(grade) if grade else None,
        )

    def _known(self, field: SelectField) -> str:
        offered: Iterable[Any] = field.choices or []
        known = {str(choice.value) for choice in offered}
        return str(field.data) if str(field.data) in known else ""
