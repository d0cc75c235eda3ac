"""What people send about reports: filters of the messages, the account of a demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.user import User
from models.vocabulary.notices import NoticeKind
from tracking.kernel.notices import kinds_read_by
from tracking.kernel.web.choices import options, options_of
from tracking.kernel.web.fields import trimmed
from tracking.reports.monthly import MonthlyReport

UNREAD = "unread"


class NoticeFilterForm(Form):
    """Which messages are shown, from the URL; what is not understood narrows nothing."""

    kind = SelectField(_l("About"), validate_choice=False)
    show = SelectField(
        _l("Show"),
        choices=options([("", _l("All")), (UNREAD, _l("Unread"))]),
        validate_choice=False,
    )

    def offer(self, user: User) -> None:
        """Offer the kinds of messages that a person reads."""
        mine = [kind for kind in NoticeKind if kind in kinds_read_by(user)]
        self.kind.choices = options_of(mine, ("", _l("All")))

    def kinds(self, user: User) -> frozenset[NoticeKind]:
        """The wanted kinds, of those the person may read."""
        mine = kinds_read_by(user)
        return frozenset(kind for kind in mine if kind.value == self.kind.data) or mine

    @property
    def unread_only(self) -> bool:
        """Whether messages that were read are left out."""
        return bool(self.show.data == UNREAD)


class MonthFilterForm(Form):
    """Which month of the schools' reports, from the URL; what is not understood narrows nothing."""

    month = SelectField(_l("Month"), validate_choice=False)
    standing = SelectField(
        _l("Show"),
        choices=options(
            [("", _l("All schools")), ("missing", _l("Not sent")), ("sent", _l("Reported"))]
        ),
        validate_choice=False,
    )

    def offer(self, months: Iterable[date]) -> None:
        """Offer the months that are looked back on."""
        self.month.choices = options((f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months)


class MonthlyReportForm(FlaskForm):
    """A remark to the report, and which report of the month the page showed."""

    remark = TextAreaField(
        _l("Remark"),
        filters=[trimmed],
        validators=[Length(max=1000, message=_l("This is too long."))],
    )
    number = StringField(validators=[Optional()])

    def report(self) -> MonthlyReport:
        """As the value that the service takes."""
        seen = self.number.data or ""
        return MonthlyReport(self.remark.data or "", int(seen) if seen.isdigit() else 0)


class DemoSignInForm(FlaskForm):
    """Which account of the demonstration somebody wants to be."""

    login = StringField(validators=[InputRequired()])
