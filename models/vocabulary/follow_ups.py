"""How a contact was made, what it found, and how the family stands to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class FollowUpKind(Term):
    """Form of a contact (家访形式)."""

    CALL = "call", _l("Telephone call")  # 电话
    VIDEO = "video", _l("Video call")  # 视频
    HOME_VISIT = "home_visit", _l("Home visit")  # 入户家访
    WORKPLACE = "workplace", _l("Visit at the place of work")  # 到务工地
    OTHER = "other", _l("Other contact")  # 其他


class ContactResult(Term):
    """What the contact found."""

    AT_SCHOOL = "at_school", _l("The child is at school")  # 已在校
    WILL_RETURN = "will_return", _l("Promised to return")  # 同意返校
    REFUSES = "refuses", _l("Does not want to return")  # 不愿返校
    ELSEWHERE = "elsewhere", _l("Said to be at school elsewhere")  # 称在外地就读
    NOT_REACHED = "not_reached", _l("Nobody was reached")  # 未联系上
    OTHER = "other", _l("Other finding")  # 其他


class Attitude(Term):
    """How child and family stand to school (学生及家长态度)."""

    WILLING = "willing", _l("willing")  # 配合
    HESITANT = "hesitant", _l("hesitant")  # 犹豫
    UNWILLING = "unwilling", _l("unwilling")  # 抵触
    NOT_KNOWN = "not_known", _l("not known")  # 不详
