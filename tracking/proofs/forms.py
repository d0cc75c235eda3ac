"""Documents as they are chosen: what they are, and the files themselves."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FileField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from models.vocabulary.documents import DocumentKind
from tracking.kernel.web.choices import options_of
from tracking.kernel.web.fields import trimmed
from tracking.proofs.sent import Sent

MOST_AT_ONCE = 30
BETWEEN = _l("Write between %(min)d and %(max)d characters.")


class DocumentsForm(FlaskForm):
    """Some files of one kind; stands alone, or in a form that documents belong to."""

    document_kind = SelectField(
        _l("What it is"), choices=options_of(DocumentKind, ("", _l("Choose"))), default=""
    )
    files = MultipleFileField(_l("Photos and files"))
    photo = FileField(_l("Take a photo"))
    remark = StringField(
        _l("What it shows"),
        filters=[trimmed],
        validators=[Length(max=200, message=_l("This is too long."))],
    )

    @property
    def chosen(self) -> list[Any]:
        """The files that were chosen; a field left blank sends one without a name."""
        given = [*(self.files.data or []), self.photo.data]
        return [file for file in given if getattr(file, "filename", "")]

    def validate_document_kind(self, field: Field) -> None:
        """Nobody can tell later what a photo was meant to prove."""
        if self.chosen and not field.data:
            raise ValidationError(_l("Choose what the document is."))

    def validate_files(self, field: Field) -> None:
        """Not more at once than a person looks at."""
        if len(self.chosen) > MOST_AT_ONCE:
            words = _l("Choose at most %(most)d files at once.")
            raise ValidationError(words % {"most": MOST_AT_ONCE})

    def sent(self) -> list[Sent]:
        """As the values that the service takes, once the form is valid."""
        return [
            Sent(
                kind=DocumentKind(self.document_kind.data),
                name=file.filename or "",
                content=file.read(),
                remark=self.remark.data or "",
            )
            for file in self.chosen
        ]

    def tell(self, refused: list[tuple[str, Any]]) -> None:
        """Show at the field which files were not kept, and why."""
        words = [f"{name}{_l(': ')}{why}" for name, why in refused]
        self.files.errors = [*self.files.errors, *words]


class AddForm(DocumentsForm):
    """The same where nothing else is sent."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.document_kind.flags.required = True

    def validate_files(self, field: Field) -> None:
        """Something has to be chosen."""
        super().validate_files(field)
        if not self.chosen:
            raise ValidationError(_l("Choose a file, or take a photo."))

    def validate_document_kind(self, field: Field) -> None:
        """Asked for whether or not files are there, so that both are told at once."""
        if not field.data:
            raise ValidationError(_l("Choose what the document is."))


class WithdrawForm(FlaskForm):
    """Why a document counts no more."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[InputRequired(_l("Say why.")), Length(4, 500, message=BETWEEN)],
    )
