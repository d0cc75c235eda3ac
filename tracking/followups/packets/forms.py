"""A filled workbook as it is sent, and what is decided about its rows."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from models.vocabulary.packets import RowChoice


class ReturnForm(FlaskForm):
    """The workbook."""

    file = FileField(_l("Filled workbook"), validators=[FileRequired(_l("Choose the workbook."))])

    @property
    def name(self) -> str:
        """The file's name without the folders that some browsers send along."""
        return (self.file.data.filename or "file").replace("\\", "/").rsplit("/", 1)[-1]


class DecideForm(FlaskForm):
    """Which preview was looked at."""

    seen = HiddenField()

    def chosen(self, sent: Mapping[str, str]) -> dict[str, RowChoice]:
        """Field of a row → what is to be done with it."""
        known = {choice.value: choice for choice in RowChoice}
        return {n: known[v] for n, v in sent.items() if n.startswith("row-") and v in known}
