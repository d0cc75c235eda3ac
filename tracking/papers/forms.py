"""What is written for a paper, how it was delivered, why it is void; templates and prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from models.organisation import Organisation
from models.paper import Paper
from models.vocabulary.papers import DeliveryMethod, PaperInput, PaperKind, PaperState
from tracking.cases.purposes import PURPOSES
from tracking.kernel import clock
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import NO_DAY, DayField, trimmed
from tracking.papers.given import Delivery, Written, scan_of
from tracking.papers.kinds import Kind, issuable
from tracking.papers.queries import Filters
from tracking.proofs.sent import Sent

TOO_LONG = _l("This is too long.")
FILL = _l("Fill this in.")
BETWEEN = _l("Write between %(min)d and %(max)d characters.")
LINE, TEXT = 120, 4000
LONG = {PaperInput.FACTS, PaperInput.MEASURES, PaperInput.REQUEST}
FIELD_MARKS = re.compile(r"\{\{|\}\}|\{%|%\}")
ANY = ("", _l("All"))


class FilterForm(Form):
    """Which papers the register shows; what is not understood narrows nothing."""

    office = SelectField(_l("Office"), validate_choice=False)
    year = SelectField(_l("Year"), validate_choice=False)
    kind = SelectField(_l("Paper"), validate_choice=False)
    state = SelectField(_l("Status"), choices=options_of(PaperState, ANY), validate_choice=False)

    def offer(self, offices: Iterable[Organisation], years: Iterable[int]) -> None:
        """Fill the choices with what the reader may choose."""
        self.office.choices = options([ANY, *((o.code, o.name) for o in offices)])
        self.year.choices = options([ANY, *((str(y), str(y)) for y in years)])
        self.kind.choices = options_of(issuable(), ANY)

    def filters(self) -> Filters:
        """As the queries take them."""
        year, kinds = self.year.data or "", {kind.value: kind for kind in issuable()}
        states = {state.value: state for state in PaperState}
        is_year = year.isascii() and year.isdigit() and len(year) == 4
        return Filters(
            office=self.office.data or "",
            year=int(year) if is_year else None,
            kind=kinds.get(self.kind.data or ""),
            state=states.get(self.state.data or ""),
        )


class PaperForm(FlaskForm):
    """What a person writes for a paper; which of it is asked depends on the kind."""

    receiver = StringField(
        PaperInput.RECEIVER.label, filters=[trimmed], validators=[Length(max=LINE)]
    )
    address = StringField(PaperInput.ADDRESS.label, filters=[trimmed], validators=[Length(max=200)])
    court = StringField(PaperInput.COURT.label, filters=[trimmed], validators=[Length(max=LINE)])
    starts_on = DayField(PaperInput.STARTS_ON.label, validators=[Optional()])
    ends_on = DayField(PaperInput.ENDS_ON.label, validators=[Optional()])
    facts = TextAreaField(PaperInput.FACTS.label, filters=[trimmed], validators=[Length(max=TEXT)])
    measures = TextAreaField(
        PaperInput.MEASURES.label, filters=[trimmed], validators=[Length(max=TEXT)]
    )
    request = TextAreaField(
        PaperInput.REQUEST.label, filters=[trimmed], validators=[Length(max=TEXT)]
    )
    days = IntegerField(
        PaperInput.DAYS.label,
        validators=[
            InputRequired(FILL),
            NumberRange(1, 90, _l("A whole number between %(min)d and %(max)d.")),
        ],
    )
    contact = StringField(
        PaperInput.CONTACT.label, filters=[trimmed], validators=[Length(max=LINE)]
    )
    version = IntegerField(validators=[Optional()])

    def __init__(self, kind: Kind, guardian: str, **given: Any) -> None:
        """Ask what the kind asks; `guardian` is the receiver on file, "" for none."""
        super().__init__(**given)
        self.of, self.guardian = kind, guardian
        asked = {ask.value for ask in kind.asks} | ({"days"} if kind.has_days else set())
        for name in [field.name for field in self if field.name in set(PaperInput)]:
            if name not in asked:
                del self[name]
            else:
                self[name].flags.required = name == "days" or self.is_needed(PaperInput(name))

    def is_needed(self, ask: PaperInput) -> bool:
        """Whether it may not be left blank; the receiver may where a guardian is on file."""
        is_known = ask is PaperInput.RECEIVER and self.guardian
        return ask not in self.of.optional and not is_known

    def asked(self) -> list[Field]:
        """The fields to be shown, in their order."""
        return [field for field in self if field.name in set(PaperInput)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything that the kind needs is there, and nothing could pass for a field."""
        fine = bool(super().validate(extra_validators))
        for field in self.asked():
            fine = self._check(field) and fine
        starts, ends = (self.data.get(name) for name in ("starts_on", "ends_on"))
        if starts and ends and ends < starts:
            self._refuse(self["ends_on"], _l("The end lies before the beginning."))
            fine = False
        return fine

    def _check(self, field: Field) -> bool:
        ask = PaperInput(field.name)
        if ask is PaperInput.RECEIVER and not field.data and not self.guardian:
            self._refuse(field, _l("No guardian is on file: name the receiver."))
            return False
        if self.is_needed(ask) and not field.data and not field.errors:
            self._refuse(field, FILL)
        elif isinstance(field.data, str) and FIELD_MARKS.search(field.data):
            self._refuse(field, _l("Leave out double braces: they mark fields of templates."))
        return not field.errors

    def _refuse(self, field: Field, words: Any) -> None:
        field.errors = [*field.errors, words]

    def written(self) -> Written:
        """As the value that the service takes."""
        texts = {PaperInput(f.name): str(f.data or "") for f in self.asked()
                 if f.name not in {"days", "starts_on", "ends_on"}}  # fmt: skip
        given = self.data
        return Written(texts, given.get("starts_on"), given.get("ends_on"), given.get("days"))


class DeliveryForm(FlaskForm):
    """How a paper reached its receiver."""

    delivered_on = DayField(_l("Day of delivery"), validators=[InputRequired(NO_DAY)])
    method = SelectField(
        _l("Way of delivery"),
        choices=options_of(DeliveryMethod, ("", _l("Choose"))),
        validators=[InputRequired(_l("Choose how it was delivered."))],
    )
    taken_by = StringField(_l("Who took it"), filters=[trimmed], validators=[Length(max=LINE)])
    relation = StringField(
        _l("Relation to the receiver"), filters=[trimmed], validators=[Length(max=60)]
    )
    refused = BooleanField(_l("The receiver refused to take or sign it"))
    place = StringField(_l("Place of delivery"), filters=[trimmed], validators=[Length(max=200)])
    witness = StringField(_l("Witness"), filters=[trimmed], validators=[Length(max=LINE)])
    scan = FileField(_l("Scan of the signed receipt"))

    def __init__(self, paper: Paper, **given: Any) -> None:
        """Take the paper that was delivered."""
        super().__init__(**given)
        self.paper = paper

    def validate_delivered_on(self, field: Field) -> None:
        """Not before it was issued, and not in the future."""
        if field.data and field.data > clock.today():
            raise ValidationError(_l("This day has not come yet."))
        if field.data and field.data < self.paper.issued_on:
            raise ValidationError(_l("The paper was not issued yet on this day."))

    def validate_taken_by(self, field: Field) -> None:
        """Who took it is known where it was handed over."""
        handed = {DeliveryMethod.DIRECT.value, DeliveryMethod.ELECTRONIC.value}
        if not field.data and self.method.data in handed and not self.refused.data:
            raise ValidationError(_l("Name who took it."))

    def validate_witness(self, field: Field) -> None:
        """What was left behind, or refused, needs somebody who saw it."""
        is_left = self.method.data == DeliveryMethod.LEFT.value
        if not field.data and (is_left or self.refused.data):
            raise ValidationError(_l("Name the witness who saw it left behind or refused."))

    def delivery(self) -> Delivery:
        """As the value that the service takes."""
        return Delivery(
            delivered_on=cast("Any", self.delivered_on.data),  # validated: it is there
            method=DeliveryMethod(self.method.data),
            taken_by=self.taken_by.data or "",
            relation=self.relation.data or "",
            place=self.place.data or "",
            witness=self.witness.data or "",
            refused=bool(self.refused.data),
        )

    def chosen(self) -> Sent | None:
        """The scan, if one was chosen."""
        return sent(self.scan.data)


class ScanForm(FlaskForm):
    """The scan of a receipt that came later."""

    scan = FileField(_l("Scan of the signed receipt"))

    def validate_scan(self, field: Field) -> None:
        """Something has to be chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_l("Choose a file, or take a photo."))

    def chosen(self) -> Sent:
        """The scan."""
        return scan_of(self.scan.data.filename, self.scan.data.read())


class VoidForm(FlaskForm):
    """Why a paper counts no more."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[InputRequired(_l("Say why.")), Length(4, 500, message=BETWEEN)],
    )
    version = IntegerField(validators=[Optional()])


class PrefixForm(FlaskForm):
    """How the numbers of an office begin."""

    begins_with = StringField(
        _l("Our numbers begin with"),
        filters=[trimmed],
        validators=[InputRequired(FILL), Length(1, 40, message=BETWEEN)],
    )

    def validate_begins_with(self, field: Field) -> None:
        """Nothing that could pass for a field of a template."""
        if FIELD_MARKS.search(field.data or "") or not (field.data or "").isprintable():
            raise ValidationError(_l("Leave out double braces: they mark fields of templates."))


class TemplateForm(FlaskForm):
    """A Word file as template."""

    file = FileField(_l("Word file (.docx)"), validators=[InputRequired(_l("Choose a Word file."))])

    def validate_file(self, field: Field) -> None:
        """Something has to be chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_l("Choose a Word file."))


class PurposeForm(FlaskForm):
    """For what the whole file is wanted with names and numbers in full."""

    purpose = SelectField(
        _l("What for"),
        choices=options([("", _l("Choose")), *PURPOSES.items()]),
        validators=[InputRequired(_l("Choose what it is needed for."))],
    )


def sent(file: Any) -> Sent | None:
    """A file as documents take it; None when none was chosen."""
    if not getattr(file, "filename", ""):
        return None
    return scan_of(file.filename, file.read())


def kind_of(code: str) -> PaperKind | None:
    """A kind by its code in an address."""
    return {kind.value: kind for kind in PaperKind}.get(code)
