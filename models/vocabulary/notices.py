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
    ENDED = "ended", _l("Result has ended")  # 结果到期
    SCANNED = "scanned", _l("Scan finished")  # 扫描完成
    SET_ASIDE = "set_aside", _l("Roster wanted again")  # 请重报名册
    REFUSED = "refused", _l("File refused")  # 文件未通过
    ALARM = "alarm", _l("Reminder")  # 预警
    REMINDED = "reminded", _l("Reminder of the bureau")  # 催办
    PROPOSED = "proposed", _l("Closing proposed")  # 提请销号
    CONTESTED = "contested", _l("Contested")  # 提出异议
    CONTEST_DECIDED = "contest_decided", _l("Contest decided")  # 异议处理
    NAMED = "named", _l("Named on a line")  # 列入双线责任
    LINE_SILENT = "line_silent", _l("Line is silent")  # 责任线未响应
    PERSON_LEFT = "person_left", _l("Responsible person left")  # 责任人变动
    WORK_GIVEN = "work_given", _l("Work handed over to you")  # 工作交接
    INQUIRY = "inquiry", _l("Inquiry to answer")  # 收到协查
    INQUIRY_DUE = "inquiry_due", _l("Inquiry without a reply")  # 协查待回复
    ANSWERED = "answered", _l("Department replied")  # 协查回复
    HANDOVER = "handover", _l("Child handed over to you")  # 收到移交
    HANDOVER_ANSWERED = "handover_answered", _l("Hand-over answered")  # 移交答复
    LADDER = "ladder", _l("Step of the ladder due")  # 控辍阶梯到期
    IDLE = "idle", _l("Nothing done on a case")  # 个案无进展
    UNREPORTED = "unreported", _l("Monthly report missing")  # 月报未报
    NO_OWNER = "no_owner", _l("Case without an active owner")  # 责任单位缺位
    SILENT = "silent", _l("No scan for 8 days")  # 连续8天未扫描
    ARCHIVE = "archive", _l("Archive damaged")  # 档案损坏
