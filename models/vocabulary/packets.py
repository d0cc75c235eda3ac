"""What can be said of a row of a field packet, and what somebody decides about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class RowState(Term):
    """How a row stands to what is on file."""

    NEW = "new", _l("will be recorded")  # 将登记
    KNOWN = "known", _l("already on file")  # 已登记
    WRONG = "wrong", _l("cannot be read")  # 有误
    CONFLICT = "conflict", _l("to be decided")  # 需确认
    SHUT = "shut", _l("cannot be recorded any more")  # 无法登记


class RowChoice(Term):
    """What is done with a row that is to be decided."""

    RECORD = "record", _l("Record it as a contact of its own")  # 另行登记
    CORRECT = "correct", _l("Record it as a correction of what is on file")  # 作为更正登记
    LEAVE = "leave", _l("Leave it out")  # 不登记
