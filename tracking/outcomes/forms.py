"""A result with its proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
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
from models.vocabulary.placements import PlacementKind
from tracking.cases.policy import AFTER_OUTCOME
from tracking.kernel import clock
from tracking.kernel.web.choices import options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed
from tracking.outcomes.policy import (
    LIMITED,
    MAY_END,
    PLACEMENTS,
    PROPOSABLE,
    SHORTEST_PROOF,
    WITH_HOURS,
    WITHOUT_PLACE,
    latest_end,
)
from tracking.outcomes.queries import NEW_NUMBER, NEW_SCHOOL
from tracking.outcomes.result import Placed, Result

LONGEST_PROOF = 4000
MOST_HOURS = 40  # lessons a week
SCHOOL_CODE = re.compile(r"\d{10}")
STUDENT_NO = re.compile(r"[GJL]\d{17}[\dX]")
TOO_LONG = _l("This is too long.")
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
    codes = {code.value: code for code in (*LIMITED, *MAY_END)}
    code = codes.get(form.code.data or "")
    typed = "".join(field.raw_data or []).strip()
    if code is None or not typed:
        field.errors, field.data = [], None  # for another result nothing is asked
        raise StopValidation(_l("Say until which day this holds.") if code in LIMITED else "")
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
    new_school = StringField(_l("Code of the new school"), filters=[trimmed])
    new_student_no = StringField(_l("Student number there"), filters=[trimmed])
    placement = SelectField(
        _l("Placement"), choices=options_of(PlacementKind, ("", _l("Choose"))), default=""
    )
    place = StringField(
        _l("School, centre or hospital"),
        filters=[trimmed],
        validators=[Length(max=200, message=TOO_LONG)],
    )
    starts_on = DayField(_l("Placed from"), validators=[Optional()])
    hours_a_week = StringField(_l("Planned lessons a week"), filters=[trimmed])
    version = HiddenField()

    def __init__(self, born: date | None, **given: Any) -> None:
        super().__init__(**given)
        self.born = born

    def validate_happened_on(self, field: Field) -> None:
        """A finding lies in the child's life, and in the past."""
        check_happened(field.data, self.born)

    @property
    def placements(self) -> tuple[PlacementKind, ...]:
        """The placements that the chosen result may mean; none for most."""
        chosen = {code.value: kinds for code, kinds in PLACEMENTS.items()}
        return chosen.get(self.code.data or "", ())

    def validate_new_school(self, field: Field) -> None:
        """A code of ten digits, with the number that goes with it."""
        if self.code.data != OutcomeCode.V02.value:
            return
        if field.data and not SCHOOL_CODE.fullmatch(field.data):
            raise ValidationError(_l("A school code has ten digits."))
        if self.new_student_no.data and not field.data:
            raise ValidationError(_l("Write both, the school's code and the student number."))

    def validate_new_student_no(self, field: Field) -> None:
        """A national student number, with the school that gave it."""
        if self.code.data != OutcomeCode.V02.value:
            return
        if field.data and not STUDENT_NO.fullmatch(field.data.upper()):
            raise ValidationError(_l("A student number is G, J or L with 18 characters."))
        if self.new_school.data and not field.data:
            raise ValidationError(_l("Write both, the school's code and the student number."))

    def validate_placement(self, field: Field) -> None:
        """One that the result may mean; where it means one only, nothing has to be chosen."""
        kinds = self.placements
        if len(kinds) == 1:
            field.data = kinds[0].value
        elif kinds and field.data not in kinds:
            names = _l(" or ").join(str(kind.label) for kind in kinds)
            raise ValidationError(_l("Choose the placement: %(names)s.") % {"names": names})

    def validate_place(self, field: Field) -> None:
        """Whoever checks the placement has to know where to go."""
        kinds = {kind.value for kind in self.placements if kind not in WITHOUT_PLACE}
        if not field.data and self.placement.data in kinds:
            raise ValidationError(_l("Write where the child is schooled."))

    def validate_starts_on(self, field: Field) -> None:
        """A placement lies in the child's life, and has begun."""
        if self.placements:
            check_happened(field.data, self.born)

    def validate_hours_a_week(self, field: Field) -> None:
        """Teaching at home without a plan cannot be checked."""
        kinds = {kind.value for kind in self.placements if kind in WITH_HOURS}
        if self.placement.data in kinds and self.hours is None:
            words = _l("Write how many lessons a week are planned, from 1 to %(most)d.")
            raise ValidationError(words % {"most": MOST_HOURS})

    @property
    def hours(self) -> int | None:
        """The planned lessons a week, when they are a number that can be."""
        text = self.hours_a_week.data or ""
        is_number = text.isascii() and text.isdigit() and len(text) < 3
        return int(text) if is_number and 1 <= int(text) <= MOST_HOURS else None

    def facts(self) -> dict[str, str]:
        """What was typed in place of a document."""
        if self.code.data != OutcomeCode.V02.value:
            return {}
        typed = {
            NEW_SCHOOL: self.new_school.data or "",
            NEW_NUMBER: (self.new_student_no.data or "").upper(),
        }
        return {name: text for name, text in typed.items() if text}

    def placed(self) -> Placed | None:
        """Where the result places the child, once the form is valid."""
        if not self.placements:
            return None
        kind = PlacementKind(self.placement.data)
        return Placed(
            kind=kind,
            place=self.place.data or "",
            starts_on=self.starts_on.data or cast("date", self.happened_on.data),
            hours_a_week=self.hours if kind in WITH_HOURS else None,
        )

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
            placed=self.placed(),
            facts=self.facts(),
        )

    @property
    def asked_version(self) -> int:
        """The version of the case that the page was made from; 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0
