"""A note as it is written: its text, who may read it, and the entry it corrects."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracking.cases.story import Entry
from tracking.kernel.web.choices import options
from tracking.kernel.web.fields import trimmed
from tracking.notes.written import Written

LONGEST = 4000


class NoteForm(FlaskForm):
    """One note."""

    text = TextAreaField(
        _l("Note"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("Write the note.")),
            Length(max=LONGEST, message=_l("This is too long.")),
        ],
    )
    corrects = SelectField(_l("Corrects an entry"), choices=[])
    is_restricted = BooleanField(_l("Restricted"))

    def offer(self, entries: Iterable[Entry]) -> None:
        """The entries that may be corrected, newest first."""
        pairs = ((str(e.number), f"{e.when_text} · {e.title}") for e in entries)
        self.corrects.choices = options([("", _l("No: a note of its own")), *pairs])

    def written(self) -> Written:
        """As the value that the service takes."""
        return Written(
            text=self.text.data or "",
            is_restricted=bool(self.is_restricted.data),
            corrects_id=int(self.corrects.data) if self.corrects.data else None,
        )
