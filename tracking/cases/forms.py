"""What people send about cases: filters of the list, reasons, a new owner, a purpose."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Form,
    HiddenField,
    IntegerField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from models.organisation import Organisation
from models.vocabulary.cases import CaseState
from models.vocabulary.organisations import Level
from tracking.cases.purposes import PURPOSES
from tracking.cases.queries import Filters
from tracking.flags.sentences import grade_words
from tracking.kernel.web.choices import grouped, options, options_of
from tracking.kernel.web.fields import trimmed
from tracking.rules._kit import all_rules

SHORTEST_REASON = 4
LONGEST_REASON = 500
ANY = ("", _l("All"))
GROUP_LABELS = {
    "open": _l("In progress"),
    "due": _l("Due today or next school day"),
    "overdue": _l("Overdue"),
    "waiting": _l("Awaiting review"),
    "observed": _l("Back at school, observed"),
    "closed": _l("Ended"),
}
TURN_LABELS = {"owner": _l("School or township"), "bureau": _l("Bureau")}
REASON = [
    InputRequired(_l("Say why.")),
    Length(
        min=SHORTEST_REASON,
        max=LONGEST_REASON,
        message=_l("Write between %(min)d and %(max)d characters."),
    ),
]


def first_error(form: FlaskForm) -> str:
    """The first thing that is wrong with a form, in words."""
    return str(next(iter(form.errors.values()))[0]) if form.errors else ""


class FilterForm(Form):
    """The filters of the list, from the URL; what is not understood narrows nothing."""

    group = SelectField(_l("Group"), choices=options([ANY, *GROUP_LABELS.items()]))
    turn = SelectField(_l("Waits for"), choices=options([ANY, *TURN_LABELS.items()]))
    state = SelectField(_l("State"), choices=options_of(CaseState, ANY))
    school = SelectField(_l("School"))
    owner = SelectField(_l("Responsible"))
    rule = SelectField(_l("Rule"))
    grade = SelectField(_l("Grade"))
    due_before = DateField(_l("Due before"), validators=[Optional()])
    q = SearchField(_l("Case number, full name or number"), filters=[trimmed])

    def offer(self, schools: Iterable[Organisation], owners: Iterable[Organisation]) -> None:
        """Fill the choices with what the reader may see."""
        self.school.choices = options([ANY, *((o.code, o.name) for o in schools)])
        bureaus = [o for o in owners if o.level is not Level.SCHOOL]
        self.owner.choices = options([ANY, *((o.code, o.name) for o in bureaus)])
        self.rule.choices = options([ANY, *((r.code, r.title) for r in all_rules().values())])
        self.grade.choices = options([ANY, *((str(g), grade_words(g)) for g in range(1, 10))])

    def filters(self) -> Filters:
        """The filters as plain values."""
        self.validate()
        state, grade = self._known(self.state), self._known(self.grade)
        return Filters(
            group=self._known(self.group),
            turn=self._known(self.turn),
            state=CaseState(state) if state else None,
            school=self.school.data or "",
            owner=self.owner.data or "",
            rule=self._known(self.rule),
            grade=int(grade) if grade else None,
            due_before=self.due_before.data,
            text=(self.q.data or "")[:100],
        )

    def _known(self, field: SelectField) -> str:
        known = {value for value, *_more in field.iter_choices()}
        return field.data if field.data in known else ""


class ReasonForm(FlaskForm):
    """An act of the case page that needs a reason."""

    reason = TextAreaField(_l("Reason"), filters=[trimmed], validators=REASON)
    version = IntegerField(validators=[Optional()])
    flag_id = IntegerField(validators=[Optional()])


class AssignForm(FlaskForm):
    """Which owner a clue goes to; empty is the last school of record."""

    owner = StringField(filters=[trimmed])
    version = IntegerField(validators=[Optional()])
    reason = StringField(filters=[trimmed], validators=[Length(max=LONGEST_REASON)])
    next = HiddenField()


class ReassignForm(FlaskForm):
    """Another owner for a case, and why."""

    owner = SelectField(_l("New owner"), validators=[InputRequired(_l("Choose the new owner."))])
    reason = TextAreaField(_l("Reason"), filters=[trimmed], validators=REASON)
    version = HiddenField()

    def offer(self, owners: Iterable[Organisation], present: int) -> None:
        """Offer organisations by level, without the present owner."""
        others = [owner for owner in owners if owner.id != present]
        self.owner.choices = [
            *options([("", _l("Choose"))]),
            *grouped((owner.level.label, owner.code, owner.name) for owner in others),
        ]


class RevealForm(FlaskForm):
    """What the full numbers are needed for."""

    purpose = SelectField(
        _l("What do you need them for?"),
        choices=options(PURPOSES.items()),
        validators=[InputRequired(_l("Choose what you need them for."))],
    )
