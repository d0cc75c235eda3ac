"""R-17: age and grade do not fit.

The grade expected by the date of birth (grade 1 at six by 31 August, one grade a year) differs
from the roster's by `behind` grades or more below, or `ahead` above; or a child of `old_age`
years is in grade 8 or lower. While pupils are promoted (July to October) one grade more is
tolerated; children with a disability may be behind.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear, last_promotion
from tracking.rules._kit import COMPULSORY, Frame, expected_grade, from_roll, rule


@rule(
    "AGE_GRADE",
    number="R-17",
    title=_l("Age does not fit the grade"),
    sentence=_l(
        "%(school_code)s has the child in %(grade)s; by its date of birth it would be in grade "
        "%(grade_by_age)s."
    ),
    needs=("current",),
    severity=Severity.LOW,
    basis=_l("Compulsory Education Law, art. 11: children enter school at six."),
    version=1,
    makes=Makes.TASK,
    evidence=("grade", "grade_by_age", "class_no", "seen_on"),
    proof=("school_code", "grade", "grade_by_age"),
    thresholds={
        "behind": _l("It is told when a child is %(behind)s grades or more below its age."),
        "ahead": _l("It is told when a child is %(ahead)s grades or more above its age."),
        "old_age": _l("It is told when a child of %(old_age)s is in grade 8 or lower."),
    },
)
def age_grade(
    current: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    behind: int = 2,
    ahead: int = 2,
    old_age: int = 16,
) -> Frame:
    """One row per child and school."""
    more = 1 if as_of <= last_promotion(as_of)[1] else 0
    pupils = current.filter(
        nw.col("status") == EnrolStatus.STUDYING.value,
        nw.col("grade") >= COMPULSORY[0],
        nw.col("grade") <= COMPULSORY[1],
        ~nw.col("birth_date").is_null(),
    ).with_columns(grade_by_age=expected_grade(year).cast(nw.Int32))
    gap = nw.col("grade_by_age") - nw.col("grade").cast(nw.Int32)
    old = (nw.col("birth_date") <= date(year.first - old_age, 8, 31)) & (
        nw.col("grade") < COMPULSORY[1] - more
    )
    late = ((gap >= behind + more) | old) & nw.col("disability").is_null()
    return from_roll(pupils.filter(late | (gap <= -(ahead + more))))
