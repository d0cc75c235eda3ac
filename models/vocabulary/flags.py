"""Severity and life of a flag."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Severity(Term):
    """How urgently a finding wants a person to look."""

    HIGH = "high", _l("high")  # 高
    MEDIUM = "medium", _l("medium")  # 中
    LOW = "low", _l("low")  # 低


class FlagStatus(Term):
    """What became of a flag."""

    OPEN = "open", _l("to be checked")  # 待核实
    CONFIRMED = "confirmed", _l("proved true")  # 属实
    EXCUSED = "excused", _l("explained")  # 已排除
    WRONG = "wrong", _l("marked wrong")  # 误报
