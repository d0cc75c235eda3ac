"""Contests: who says that a flag or a record is wrong, and what became of it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class ContestedBy(Term):
    """Who contests (异议提出人)."""

    SCHOOL = "school", _l("The school")  # 学校
    GUARDIAN = "guardian", _l("A guardian")  # 监护人


class ContestState(Term):
    """What became of a contest."""

    OPEN = "open", _l("to be decided")  # 待处理
    UPHELD = "upheld", _l("found right")  # 异议成立
    DISMISSED = "dismissed", _l("not followed")  # 异议不成立
