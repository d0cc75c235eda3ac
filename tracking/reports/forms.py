"""What people send about reports: filters of the messages, the account of a demonstration."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired

from models.user import User
from models.vocabulary.notices import NoticeKind
from tracking.kernel.notices import kinds_read_by
from tracking.kernel.web.choices import options, options_of

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


class DemoSignInForm(FlaskForm):
    """Which account of the demonstration somebody wants to be."""

    login = StringField(validators=[InputRequired()])
