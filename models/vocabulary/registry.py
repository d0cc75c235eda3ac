"""Codes of the student registry, mapped to a small closed list; raw text is kept beside them.

Source: JY/T 1001 family of code tables as seen in registry exports, GB/T 2261.1 for sex.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Sex(Term):
    """GB/T 2261.1, as far as a registry uses it."""

    MALE = "1", _l("male")  # 男
    FEMALE = "2", _l("female")  # 女


class KeyKind(Term):
    """Keys by which a child is known from file to file."""

    STUDENT = "student", _l("National student number")  # 学籍号
    ID = "id", _l("Identity number")  # 身份证件号
    LOCAL = "local", _l("Local student number")  # 学籍辅号
    PERSON = "person", _l("Name, birth date and sex")  # 姓名+出生日期+性别


class EnrolStatus(Term):
    """Status of a pupil on the roll (学籍状态)."""

    STUDYING = "studying", _l("attending")  # 在读
    SUSPENDED = "suspended", _l("on leave")  # 休学
    TRANSFERRING = "transferring", _l("transfer in progress")  # 转学办理中
    TRANSFERRED = "transferred", _l("transferred out")  # 已转出
    GRADUATED = "graduated", _l("graduated")  # 毕业/结业
    WITHDRAWN = "withdrawn", _l("withdrawn")  # 退学
    STOPPED = "stopped", _l("studies stopped")  # 停学
    DRIFTED = "drifted", _l("drifted away")  # 流失
    DROPPED_OUT = "dropped_out", _l("dropped out")  # 辍学
    EXPELLED = "expelled", _l("expelled")  # 开除
    WHEREABOUTS_UNKNOWN = "whereabouts_unknown", _l("whereabouts unknown")  # 下落不明
    LEFT_OTHERWISE = "left_otherwise", _l("left school for another reason")  # 其他离校
    DEAD = "dead", _l("died")  # 死亡
    ABROAD = "abroad", _l("went abroad")  # 出国(境)
    UNKNOWN = "unknown", _l("status not understood")  # 未识别


class MovementKind(Term):
    """Kinds of registry change (学籍异动类别)."""

    TRANSFER_OUT = "transfer_out", _l("transfer out")  # 转学(转出)
    TRANSFER_IN = "transfer_in", _l("transfer in")  # 转学(转入)
    SUSPEND = "suspend", _l("leave of absence")  # 休学
    RESUME = "resume", _l("return from leave")  # 复学
    GRADUATE = "graduate", _l("graduation")  # 毕业/结业
    DEATH = "death", _l("death")  # 死亡
    ABROAD = "abroad", _l("going abroad")  # 出国(境)
    LEAVE = "leave", _l("leaving school")  # 退学/停学/辍学/其他离校
    DELETE = "delete", _l("registration removed")  # 删除/取消学籍
    REPEAT = "repeat", _l("repeating a grade")  # 留级/降级
    SKIP = "skip", _l("skipping a grade")  # 跳级
    CORRECTION = "correction", _l("change of key data")  # 关键数据变更
    OTHER = "other", _l("other change")  # 其他


class MovementState(Term):
    """How far the handling of a movement is (办理状态)."""

    OPEN = "open", _l("in progress")  # 在办
    DONE = "done", _l("completed")  # 办结
    REFUSED = "refused", _l("refused or withdrawn")  # 退回/驳回/撤销
