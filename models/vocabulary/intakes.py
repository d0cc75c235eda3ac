"""How far a file is on its way in, while a person watches over it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class IntakeState(Term):
    """State of an upload. The three working states are done by a process of their own."""

    READING = "reading", _l("being read")  # 正在读取
    MAPPING = "mapping", _l("columns to be confirmed")  # 待确认列
    CHECKING = "checking", _l("being checked")  # 正在检查
    CHECKED = "checked", _l("checked, waiting to be accepted")  # 待确认入库
    STORING = "storing", _l("being archived")  # 正在入库
    ACCEPTED = "accepted", _l("accepted")  # 已入库
    REFUSED = "refused", _l("refused")  # 未通过
    CANCELLED = "cancelled", _l("cancelled")  # 已取消


class IntakeStep(Term):
    """What the process of a working intake is doing now."""

    WAITING = "waiting", _l("Waiting for the file before it")  # 等待前一个文件
    READING = "reading", _l("Reading the rows")  # 读取行
    CHECKING = "checking", _l("Checking the rows")  # 逐行检查
    COMPARING = "comparing", _l("Comparing with the last rosters")  # 与上次名册比对
    STORING = "storing", _l("Archiving")  # 归档
