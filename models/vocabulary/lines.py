"""The double line (双线): who answers for a child, how they acknowledged it, who shares a file."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Line(Term):
    """One of the two chains of responsible persons."""

    EDUCATION = "education", _l("Education line")  # 教育线
    GOVERNMENT = "government", _l("Government line")  # 政府线

    @property
    def other(self) -> Line:
        """The line beside it."""
        return Line.GOVERNMENT if self is Line.EDUCATION else Line.EDUCATION


class Post(Term):
    """A place on a line; one person holds it for a child at a time."""

    line: Line

    def __init__(self, _code: str, _label: Any = None, line: Line = Line.EDUCATION) -> None:
        super().__init__()
        self.line = line

    BUREAU = "bureau", _l("Education bureau"), Line.EDUCATION  # 教育局
    SCHOOL = "school", _l("School"), Line.EDUCATION  # 学校
    FORMER_SCHOOL = "former_school", _l("Primary school"), Line.EDUCATION  # 毕业小学
    CLASS_TEACHER = "class_teacher", _l("Class teacher"), Line.EDUCATION  # 班主任
    COUNTY = "county", _l("County government"), Line.GOVERNMENT  # 旗县区政府
    TOWNSHIP = "township", _l("Township or subdistrict"), Line.GOVERNMENT  # 苏木乡镇/街道
    VILLAGE = "village", _l("Village or community"), Line.GOVERNMENT  # 嘎查村/社区


class Way(Term):
    """How a person acknowledged that a child was entrusted to them (确认方式)."""

    SIGNED_IN = "signed_in", _l("signed in")  # 登录确认
    TELEPHONE = "telephone", _l("by telephone")  # 电话
    PAPER = "paper", _l("on paper")  # 书面签收
    MEETING = "meeting", _l("at a meeting")  # 会议


class Silence(Term):
    """Why a line counts as silent."""

    NOT_ACKNOWLEDGED = "not_acknowledged", _l("nobody has acknowledged the file")  # 无人确认收悉
    NO_ACTION = "no_action", _l("nothing has been done")  # 无工作记录


class GrantReason(Term):
    """Why another organisation sees a file that is not its own."""

    LINE = "line", _l("on a line of responsible persons")  # 双线责任
    OFFERED = "offered", _l("asked to take the child over")  # 待接收移交
    HANDED_OVER = "handed_over", _l("handed the child over")  # 已移出


class WorkOf(Term):
    """Whose work was given to somebody else."""

    PERSON = "person", _l("Person")  # 个人
    ORGANISATION = "organisation", _l("Organisation")  # 单位
