"""Tips from the public: how they came, and what became of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class TipChannel(Term):
    """How a tip reached the bureau (举报渠道)."""

    HOTLINE = "hotline", _l("Hotline")  # 热线电话
    WEBSITE = "website", _l("Website")  # 网站
    LETTER = "letter", _l("Letter")  # 来信
    VISIT = "visit", _l("Visit in person")  # 来访
    OTHER = "other", _l("Another way")  # 其他


class TipState(Term):
    """What became of a tip."""

    OPEN = "open", _l("to be decided")  # 待受理
    ACCEPTED = "accepted", _l("accepted")  # 已受理
    DECLINED = "declined", _l("not accepted")  # 不予受理
