"""States of a case and kinds of entries on its timeline.

Source of the states: the life cycle that product and regulations name 线索 → 核查 → 复核 →
劝返 → 销号; a child that cannot be found is never closed.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class CaseState(Term):
    """Where a case stands."""

    CLUE = "clue", _l("Clue to be checked")  # 线索待甄别
    ASSIGNED = "assigned", _l("Assigned")  # 已派发
    VERIFYING = "verifying", _l("Being verified")  # 核查中
    SUBMITTED = "submitted", _l("Awaiting review")  # 待复核
    EXCLUDED = "excluded", _l("Excluded")  # 排除销号
    CONFIRMED = "confirmed", _l("Suspected dropout confirmed")  # 确认疑似
    PERSUADING = "persuading", _l("Persuading to return")  # 劝返中
    REPORTED = "reported", _l("Reported in writing")  # 书面报告/乡镇介入
    DROPOUT = "dropout", _l("Dropout confirmed")  # 确认辍学
    LEGAL = "legal", _l("Legal steps")  # 依法控辍
    RETURNED = "returned", _l("Back at school, observed")  # 已复学(观察期)
    CLOSED = "closed", _l("Closed")  # 销号
    PLACED = "placed", _l("Placed otherwise")  # 替代安置
    HANDED_OVER = "handed_over", _l("Handed over")  # 移交
    MISSING = "missing", _l("Not found, search goes on")  # 失联


class EventKind(Term):
    """What an entry of the timeline records."""

    OPENED = "opened", _l("Case opened")  # 建档
    REOPENED = "reopened", _l("New episode")  # 再次立案
    FLAGGED = "flagged", _l("New flag joined")  # 新线索并入
    MOVED = "moved", _l("State changed")  # 状态变更
    ASSIGNED = "assigned", _l("Assigned")  # 派发
    FOLLOW_UP = "follow_up", _l("Contact recorded")  # 核查记录
    SUBMITTED = "submitted", _l("Result submitted")  # 提交结果
    APPROVED = "approved", _l("Result approved")  # 审核通过
    RETURNED = "returned", _l("Result returned")  # 退回
    FLAG_WRONG = "flag_wrong", _l("Flag marked wrong")  # 标为误报
    OVERDUE = "overdue", _l("Deadline passed")  # 超期
    ESCALATED = "escalated", _l("Escalated")  # 升级督办
    ALARM = "alarm", _l("Reminder")  # 预警
    PROPOSED = "proposed", _l("Closing proposed")  # 提请销号
    PROPOSAL_REFUSED = "proposal_refused", _l("Proposal refused")  # 不予采纳
    REVEALED = "revealed", _l("Personal data shown")  # 查看敏感信息
    NOTE = "note", _l("Note")  # 备注
    CORRECTED = "corrected", _l("Entry corrected")  # 更正
    ATTACHED = "attached", _l("Document added")  # 上传材料
    WITHDRAWN = "withdrawn", _l("Document withdrawn")  # 撤下材料
    DOWNLOADED = "downloaded", _l("Document opened")  # 查看材料
    NAMED = "named", _l("Responsible person named")  # 确定责任人
    ACKNOWLEDGED = "acknowledged", _l("Acknowledged")  # 确认收悉
    INQUIRED = "inquired", _l("Department asked")  # 发出协查
    ANSWERED = "answered", _l("Department replied")  # 协查回复
    PAPER = "paper", _l("Paper issued")  # 制发文书
    DELIVERED = "delivered", _l("Paper delivered")  # 文书送达
    ATTENDANCE = "attendance", _l("Attendance recorded")  # 登记出勤
    TAUGHT = "taught", _l("Lesson at home recorded")  # 登记送教
    SENT_OVER = "sent_over", _l("Handed over")  # 发出移交
    RECEIVED = "received", _l("Hand-over answered")  # 移交回执
    LADDER = "ladder", _l("Step of the ladder due")  # 控辍阶梯到期
    RESCHEDULED = "rescheduled", _l("Deadline moved")  # 期限调整
    REMINDED = "reminded", _l("Reminder sent")  # 催办
    CONTESTED = "contested", _l("Contested")  # 提出异议
    CONTEST_DECIDED = "contest_decided", _l("Contest decided")  # 异议处理
    UNDONE = "undone", _l("Taken back")  # 撤销
