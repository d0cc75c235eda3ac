"""R-21: the student number (学籍号) is in doubt.

It is missing or not one letter G, J or L with eighteen characters in order; or a G-number
contains another identity number than the child has (it may have been corrected since); or it is
still an L- or J-number after one term, unless the child has a document other than a resident
identity card.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.doubts import Doubt
from models.vocabulary.flags import Makes, Severity
from models.vocabulary.lists import NumberCheck
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import Frame, from_roll, rule

FORM = [
    c.value
    for c in (
        NumberCheck.MISSING,
        NumberCheck.LENGTH,
        NumberCheck.CHARACTER,
        NumberCheck.DATE,
        NumberCheck.CHECK,
    )
]
TEMPORARY = ["L", "J"]
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
    "STUDENT_NO_MISMATCH",
    number="R-21",
    title=_l("Student number in doubt"),
    sentence=_l("Student number on the roster of %(school_code)s: %(why)s."),
    needs=("current", "term_before"),
    severity=Severity.MEDIUM,
    basis=_l("The student number is G with the identity number, and stays for life."),
    version=1,
    makes=Makes.TASK,
    evidence=("why", "student_check", "student_kind", "grade", "class_no", "seen_on"),
    proof=("school_code", "why"),
)
def student_no_mismatch(current: Frame, term_before: Frame, *, year: SchoolYear) -> Frame:
    """One row per child and school."""
    before = (
        term_before.filter(nw.col("student_kind").is_in(TEMPORARY)).select("person").unique()
    ).with_columns(was_there=nw.lit(1))
    known = current.filter(~nw.col("status").is_in(LEFT)).join(before, on="person", how="left")
    a_term_ago = ~nw.col("was_there").is_null() | (nw.col("entered_on") < year.term_starts)
    foreign = nw.col("id_check") == NumberCheck.OTHER_KIND.value
    temporary = (
        nw.col("student_kind").is_in(TEMPORARY) & a_term_ago & ~foreign.fill_null(value=False)
    )
    why = nw.coalesce(
        _when(nw.col("student_check").is_in(FORM), Doubt.NUMBER_FORM),
        _when(nw.col("student_check") == NumberCheck.OTHER_ID.value, Doubt.OTHER_ID),
        _when(temporary, Doubt.TEMPORARY),
    )
    return from_roll(known.with_columns(why=why).filter(~nw.col("why").is_null()))


def _when(condition: nw.Expr, doubt: Doubt) -> nw.Expr:
    return nw.when(condition.fill_null(value=False)).then(nw.lit(doubt.value))
