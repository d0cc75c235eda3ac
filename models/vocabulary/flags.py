"""Severity and life of a flag; what a finding leads to; life of a data task."""

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


class Makes(Term):
    """What a finding of a rule leads to."""

    CASE = "case", _l("opens the child's file or joins it")  # 立案或并入个案
    TASK = "task", _l("gives the school's registry clerk a data task")  # 学籍数据任务
    ALARM = "alarm", _l("reminds on the child's open file, one level up")  # 个案预警
    PROPOSAL = "proposal", _l("proposes closing; a person decides")  # 提请销号


class TaskStatus(Term):
    """What became of a data task."""

    OPEN = "open", _l("to be settled")  # 待处理
    SETTLED = "settled", _l("no longer found in the data")  # 数据已更正
    EXPLAINED = "explained", _l("explained by a person")  # 已说明
