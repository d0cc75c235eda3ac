"""What people send about a link: the decision with its reason, and which one the page showed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracking.kernel.web.fields import trimmed

LONGEST = Length(max=500, message=_l("Write at most %(max)d characters."))


class AcceptForm(FlaskForm):
    """One child; what there is to say about it may be said."""

    reason = TextAreaField(_l("Reason"), filters=[trimmed], validators=[Optional(), LONGEST])
    version = IntegerField(validators=[Optional()])


class ReasonForm(FlaskForm):
    """A decision that needs its reason."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Say why.")),
            Length(min=4, max=500, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
    version = IntegerField(validators=[Optional()])
