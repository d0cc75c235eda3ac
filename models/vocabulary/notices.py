"""Kinds of messages to an organisation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class NoticeKind(Term):
    """Why a message is sent; the label is its heading."""

    ASSIGNED = "assigned", _l("New cases")  # 新派发个案
    DUE = "due", _l("Due soon")  # 即将到期
    OVERDUE = "overdue", _l("Overdue")  # 已超期
    ESCALATED = "escalated", _l("Escalated")  # 升级督办
    SUBMITTED = "submitted", _l("Result to review")  # 待复核
    DECIDED = "decided", _l("Result decided")  # 审核结果
    SCANNED = "scanned", _l("Scan finished")  # 扫描完成
    SET_ASIDE = "set_aside", _l("Roster wanted again")  # 请重报名册
    REFUSED = "refused", _l("File refused")  # 文件未通过
    ALARM = "alarm", _l("Reminder")  # 预警
    PROPOSED = "proposed", _l("Closing proposed")  # 提请销号
    NO_OWNER = "no_owner", _l("Case without an active owner")  # 责任单位缺位
    SILENT = "silent", _l("No scan for 8 days")  # 连续8天未扫描
    ARCHIVE = "archive", _l("Archive damaged")  # 档案损坏
