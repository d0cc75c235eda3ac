"""The comparisons of the funnel (四查三比对) and the boxes that everybody they compare falls into.

Source: 教基厅函〔2024〕15号: household register with registry, registry with pupils at school,
dropouts with the list of households lifted out of poverty. The weekly comparison of the rolls
stands before them.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Compared(Term):
    """What is compared with what."""

    WEEK = "week", _l("Roll as last compared → present roll")  # 上次比对名册→本次名册
    HOUSEHOLD = "household", _l("Household register → roll")  # 比对1 户籍→学籍
    ROLL_CALL = "roll_call", _l("Roll → present at school")  # 比对2 学籍→在校
    FILES = "files", _l("Open files → poverty list")  # 比对3 疑似辍学/辍学→脱贫户
    POVERTY = "poverty", _l("Poverty list → roll")  # 脱贫户→学籍


class Box(Term):
    """Where a person ends up in a comparison; `meaning` says it in one line."""

    meaning: Any

    def __init__(self, _code: str, _label: Any = None, meaning: Any = None) -> None:
        super().__init__()
        self.meaning = meaning

    # Of every list
    AGAIN = (  # 同一人的其他行
        "again",
        _l("Further rows of the same child"),
        _l("The child stands on another row already and is counted there."),
    )
    NAMELESS = (  # 无法识别
        "nameless",
        _l("Cannot be recognised"),
        _l("The row bears neither a number nor a name with birth date."),
    )
    # Week: how it is now with those of the last roll
    STAYED = (  # 仍在原校
        "stayed",
        _l("At the same school"),
        _l("On the present roster of the school where the child was before."),
    )
    MOVED = (  # 已在他校
        "moved",
        _l("At another school"),
        _l("On the present roster of another school of the rolls."),
    )
    RENUMBERED = (  # 号码已变更
        "renumbered",
        _l("Under a new number"),
        _l("On a roster under another number; the data or a person prove that it is one child."),
    )
    LIKELY = (  # 疑似同一人,待确认
        "likely",
        _l("Probably under a new number"),
        _l("Probably the same child as one on a roster; a person has to confirm it."),
    )
    NOT_COMPARED = (  # 未比对
        "not_compared",
        _l("Not compared"),
        _l("The school sent no newer roster, or it was set aside: looked at with the next one."),
    )
    TRANSFERRED = (  # 转出有记录
        "transferred",
        _l("Transferred out"),
        _l("On no roster; a transfer out is on record, and its arrival is watched."),
    )
    GRADUATED = (  # 毕业
        "graduated",
        _l("Graduated"),
        _l("On no roster; graduation is on record."),
    )
    DIED = (  # 死亡
        "died",
        _l("Died"),
        _l("On no roster; death is on record."),
    )
    ABROAD = (  # 出国(境)
        "abroad",
        _l("Went abroad"),
        _l("On no roster; the move abroad is on record."),
    )
    REMOVED = (  # 学籍删除
        "removed",
        _l("Registration removed"),
        _l("On no roster; the removal of the registration is on record."),
    )
    LEFT = (  # 离校有记录
        "left",
        _l("Left school on record"),
        _l("On no roster; the registry records that the child left school."),
    )
    BEYOND = (  # 非义务教育年级
        "beyond",
        _l("Not of compulsory grades"),
        _l("On no roster, and last in a grade outside 1 to 9."),
    )
    VANISHED = (  # 去向不明
        "vanished",
        _l("Left the roll without a record"),
        _l("On no roster, and nothing on record explains it."),
    )
    # Week: where those come from who were not on the last roll
    ENTERED = (  # 新生入学
        "entered",
        _l("Entered a first grade"),
        _l("New in grade 1 or 7 of a school year that has just begun."),
    )
    RETURNED = (  # 复学
        "returned",
        _l("Came back"),
        _l("New on the roll; a return from leave is on record."),
    )
    ARRIVED = (  # 转入有记录
        "arrived",
        _l("Moved in on record"),
        _l("New on the roll; a transfer is on record."),
    )
    FIRST = (  # 学校首次比对
        "first",
        _l("First roster of the school"),
        _l("The school's first roster: there is nothing yet to compare it with."),
    )
    UNRECORDED = (  # 新增无记录
        "unrecorded",
        _l("New without a record"),
        _l("New on the roll, and nothing on record explains it."),
    )
    # Balance of a school and grade only
    REGRADED_IN = (  # 留级、跳级转入本年级
        "regraded_in",
        _l("From another grade on record"),
        _l("Repeating or skipping a grade, or a change of key data, is on record."),
    )
    REGRADED_OUT = (  # 留级、跳级离开本年级
        "regraded_out",
        _l("To another grade on record"),
        _l("Repeating or skipping a grade, or a change of key data, is on record."),
    )
    PROMOTED = (  # 升学离校
        "promoted",
        _l("Left the highest grade"),
        _l("Was in the school's highest grade before the promotion of the summer."),
    )
    GONE = (  # 减少无记录
        "gone",
        _l("Gone without a record"),
        _l("Not on the school's new roster, and nothing on record explains it."),
    )
    # Lists of other departments against the roll
    YOUNGER = (  # 未到入学年龄
        "younger",
        _l("Younger than school age"),
        _l("Born after the youngest year of compulsory-school age."),
    )
    OLDER = (  # 已超义务教育年龄
        "older",
        _l("Older than school age"),
        _l("Born before the oldest year of compulsory-school age."),
    )
    BIRTH_UNKNOWN = (  # 出生日期不明
        "birth_unknown",
        _l("Birth date unknown"),
        _l("Without a legible birth date nobody can say whether the child is of school age."),
    )
    ENDED = (  # 户籍已注销
        "ended",
        _l("Register entry ended"),
        _l("Died, moved away, or the entry of the household register was cancelled."),
    )
    ATTENDING = (  # 已注册在读
        "attending",
        _l("Registered and attending"),
        _l("On a roster by a number, with the status attending."),
    )
    OTHER_STATUS = (  # 已注册,休学等
        "other_status",
        _l("Registered with another status"),
        _l("On a roster by a number, on leave or with a status other than attending."),
    )
    BY_NAME = (  # 仅姓名相符
        "by_name",
        _l("Registered by name only"),
        _l("Only name, birth date and sex agree with a roster; to be confirmed."),
    )
    HAS_FILE = (  # 已立案
        "has_file",
        _l("Has an open file"),
        _l("On no roster; the child's file is open already."),
    )
    WHEREABOUTS = (  # 合法去向在案
        "whereabouts",
        _l("Lawful whereabouts on record"),
        _l("On no roster; an approved result (V05 to V14) in force tells where the child is."),
    )
    EXPLAINED = (  # 其他记录可说明
        "explained",
        _l("Explained by other records"),
        _l("On no roster; a departure, a transfer under way or the time of year explains it."),
    )
    NOT_REGISTERED = (  # 疑似失学
        "not_registered",
        _l("Not registered"),
        _l("Of school age, on no roster, without a file or an explanation."),
    )
    # Roll against roll call
    PRESENT = (  # 在校
        "present",
        _l("Present"),
        _l("Present in the newest roll call."),
    )
    EXCUSED = (  # 请假
        "excused",
        _l("Absent with leave"),
        _l("Excused in the newest roll call."),
    )
    ON_LEAVE = (  # 休学
        "on_leave",
        _l("On leave of absence"),
        _l("On leave by the roll or by the newest roll call."),
    )
    HOME_TAUGHT = (  # 送教上门
        "home_taught",
        _l("Taught at home"),
        _l("Taught at home by the newest roll call."),
    )
    ELSEWHERE = (  # 在他校就读
        "elsewhere",
        _l("Attends elsewhere"),
        _l("Attends another school by the newest roll call."),
    )
    BELOW = (  # 缺勤未达预警天数
        "below",
        _l("Absent for a short time"),
        _l("Absent without leave for fewer days than the rule on absence asks."),
    )
    ABSENT = (  # 疑似辍学(缺勤)
        "absent",
        _l("Absent, left or not reached"),
        _l("Absent without leave for longer, has left, or cannot be reached."),
    )
    NOT_CALLED = (  # 未列入在校核实
        "not_called",
        _l("Not in the roll call"),
        _l("The school sent a roll call that says nothing legible about the child."),
    )
    NO_ROLL_CALL = (  # 学校未报在校核实
        "no_roll_call",
        _l("School sent no roll call"),
        _l("No roll call of the school is in force."),
    )
    NOT_ATTENDING = (  # 名册注明不在读
        "not_attending",
        _l("Not attending by the roll"),
        _l("The roster itself gives a status that is neither attending nor on leave."),
    )
    # Files against the poverty list
    POOR_DROPOUT = (  # 脱贫户辍学学生
        "poor_dropout",
        _l("Confirmed dropout on the poverty list"),
        _l("The dropout is confirmed, and the family is on the poverty list."),
    )
    POOR_SUSPECTED = (  # 脱贫户疑似辍学
        "poor_suspected",
        _l("Suspected, on the poverty list"),
        _l("The file is open, and the family is on the poverty list."),
    )
    OTHER_DROPOUT = (  # 其他辍学学生
        "other_dropout",
        _l("Confirmed dropout, not on the list"),
        _l("The dropout is confirmed; the family is not on the poverty list."),
    )
    OTHER_SUSPECTED = (  # 其他疑似
        "other_suspected",
        _l("Suspected, not on the list"),
        _l("The file is open; the family is not on the poverty list."),
    )
