"""R-20: the identity number is wrong: length, characters, date, check digit, sex or birth date.

A region code that is not known is no fault. A missing number is the business of ID_MISSING;
numbers of passports and the like follow no rule that is known here.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.lists import NumberCheck
from models.vocabulary.registry import EnrolStatus
from tracking.rules._kit import Frame, from_roll, rule

FAULTS = [
    c.value
    for c in (
        NumberCheck.LENGTH,
        NumberCheck.CHARACTER,
        NumberCheck.DATE,
        NumberCheck.CHECK,
        NumberCheck.SEX,
        NumberCheck.BIRTH,
    )
]
LEFT = [
    s.value
    for s in (
        EnrolStatus.TRANSFERRED,
        EnrolStatus.GRADUATED,
        EnrolStatus.DEAD,
        EnrolStatus.ABROAD,
    )
]


@rule(
    "ID_INVALID",
    number="R-20",
    title=_l("Wrong identity number"),
    sentence=_l("Identity number on the roster of %(school_code)s: %(id_check)s."),
    needs=("current",),
    severity=Severity.MEDIUM,
    basis=_l("Identity numbers follow GB 11643; wrong ones are “problem registrations”."),
    version=1,
    makes=Makes.TASK,
    evidence=("id_check", "grade", "class_no", "seen_on"),
    proof=("school_code", "id_check"),
)
def id_invalid(current: Frame) -> Frame:
    """One row per child and school."""
    return from_roll(
        current.filter(nw.col("id_check").is_in(FAULTS), ~nw.col("status").is_in(LEFT))
    )
