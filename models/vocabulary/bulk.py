"""Acts that are done on many children at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class BulkKind(Term):
    """What was done."""

    ASSIGN = "assign", _l("Assign")  # 派发
    REMIND = "remind", _l("Remind the owner")  # 催办
    AT_SCHOOL = "at_school", _l("Submit “still at school”")  # 提交仍在本校就读
