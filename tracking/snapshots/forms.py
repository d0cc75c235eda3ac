"""What people send about files: the file itself, its columns, a reason to believe a roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import clock
from tracking.kernel.web.choices import options_of
from tracking.snapshots.columns import COLUMNS
from tracking.snapshots.intakes import Upload

FIELD = "field-"  # what the name of a column's selection begins with


def trimmed(text: str | None) -> str:
    """A text without blanks around it."""
    return (text or "").strip()


class UploadForm(FlaskForm):
    """A file, what it is, and the day it describes."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
    as_of = DateField(
        _l("Day that the file describes"),
        validators=[InputRequired(_l("Enter the day, such as 2026-11-16."))],
    )
    kind = SelectField(
        _l("Kind of list"), choices=options_of(SnapshotKind, ("", _l("Tell by its headers")))
    )

    def validate_as_of(self, field: DateField) -> None:
        """Refuse a day that has not come."""
        if isinstance(field.data, date) and field.data > clock.today():
            raise ValidationError(_l("This day lies in the future."))

    @property
    def upload(self) -> Upload:
        """What was handed in; without a kind the headers tell it."""
        sent, day = self.file.data, self.as_of.data
        kind = SnapshotKind(self.kind.data) if self.kind.data else None
        return Upload(sent.read(), plain_name(sent.filename), kind, day or clock.today())


def plain_name(name: str | None) -> str:
    """A file's name without the folders that some browsers send along."""
    return (name or "").replace("\\", "/").rsplit("/", 1)[-1] or "file"


class ColumnsForm(FlaskForm):
    """Which column of the file is which field."""

    kind = SelectField(_l("Kind of list"), choices=options_of(SnapshotKind))
    version = IntegerField(validators=[Optional()])

    def mapping(self, sent: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
        """Field → header of the file as chosen; "" where a field is left out."""
        chosen = {
            c.field: sent.get(FIELD + c.field, "") for c in COLUMNS[SnapshotKind(self.kind.data)]
        }
        return {field: header if header in headers else "" for field, header in chosen.items()}


class DecisionForm(FlaskForm):
    """A decision about an upload; the version tells whether the page is still true."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that the page was made from."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


class ReleaseForm(FlaskForm):
    """Why a roster that was set aside is right after all."""

    reason = TextAreaField(
        _l("Why is this roster right?"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Say why.")),
            Length(min=4, max=500, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
