"""Questions to other departments, and what came back (部门协查)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Department(Term):
    """What a department is about, as its name tells."""

    POLICE = "police", _l("Police")  # 公安
    CIVIL_AFFAIRS = "civil_affairs", _l("Civil affairs")  # 民政
    DISABLED = "disabled", _l("Disabled persons' federation")  # 残联
    LABOUR = "labour", _l("Human resources and social security")  # 人社
    JUSTICE = "justice", _l("Justice")  # 司法
    HEALTH = "health", _l("Health")  # 卫健
    COUNTRYSIDE = "countryside", _l("Rural revitalisation")  # 乡村振兴
    OTHER = "other", _l("Other department")  # 其他部门


class InquiryState(Term):
    """How an inquiry stands."""

    SENT = "sent", _l("waits for a reply")  # 待回复
    ANSWERED = "answered", _l("replied")  # 已回复
    REFUSED = "refused", _l("not replied to, with reason")  # 不予回复
    WITHDRAWN = "withdrawn", _l("taken back")  # 已撤回


class Reply(Term):
    """What a department found."""

    FOUND = "found", _l("The child was found")  # 查到
    NOT_FOUND = "not_found", _l("Nothing was found")  # 未查到
    OTHER = "other", _l("Something else")  # 其他情况
