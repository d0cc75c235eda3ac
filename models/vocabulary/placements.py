"""Where a child is schooled that is not back in its class, and who was there on a day."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class PlacementKind(Term):
    """How a child is placed (安置方式)."""

    INCLUSIVE = "inclusive", _l("Inclusive class of an ordinary school")  # 随班就读
    SPECIAL = "special", _l("Special-education school")  # 特教学校
    HOME = "home", _l("Taught at home")  # 送教上门
    REMOTE = "remote", _l("Taught remotely")  # 远程教育
    SPECIALISED = "specialised", _l("Specialised school or custody")  # 专门学校
    VOCATIONAL = "vocational", _l("General and vocational schooling combined")  # 普职融合
    LEAVE = "leave", _l("Leave of absence")  # 休学
    DEFERRAL = "deferral", _l("Deferred enrolment")  # 缓学


class AttendanceMark(Term):
    """Whether a child was at school on a day."""

    PRESENT = "present", _l("present")  # 到校
    EXCUSED = "excused", _l("absent with leave")  # 请假
    ABSENT = "absent", _l("absent without leave")  # 无故缺勤
