"""A child on its way to another bureau: where to, and how it ended (移交)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class HandoverState(Term):
    """How a hand-over stands."""

    SENT = "sent", _l("waits for a receipt")  # 待回执
    ACCEPTED = "accepted", _l("taken over")  # 已接收
    REFUSED = "refused", _l("sent back")  # 退回
    CONFIRMED = "confirmed", _l("receipt recorded")  # 已收回执
    LAPSED = "lapsed", _l("no receipt in time")  # 逾期未回执
    WITHDRAWN = "withdrawn", _l("taken back")  # 已撤回
    ENDED = "ended", _l("ended after the receipt")  # 凭回执办结
