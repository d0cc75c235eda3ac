"""R-18: in the grade of last school year, or lower, without a record of repeating.

It is told once promotion is over (31 October) about children who attended at the end of last
school year. A leave or a return from one within `record_days` days explains it as well.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.kernel.school_year import SchoolYear, last_promotion
from tracking.rules._kit import Frame, from_roll, in_compulsory_grades, rule, without

EXPLAINS = [k.value for k in (MovementKind.REPEAT, MovementKind.SUSPEND, MovementKind.RESUME)]


@rule(
    "NOT_PROMOTED",
    number="R-18",
    title=_l("Not promoted"),
    sentence=_l(
        "%(school_code)s still has the child in %(grade)s, where it was at the end of last school "
        "year or higher; no repeating of a grade is recorded."
    ),
    needs=("current", "year_before", "movements"),
    severity=Severity.LOW,
    basis=_l("Pupils are promoted every school year; exceptions are recorded in the registry."),
    version=1,
    makes=Makes.TASK,
    evidence=("grade", "class_no", "seen_on"),
    proof=("school_code", "grade"),
    thresholds={
        "record_days": _l("A record explains an unchanged grade for %(record_days)s days."),
    },
)
def not_promoted(
    current: Frame,
    year_before: Frame,
    movements: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    record_days: int = 730,
) -> Frame:
    """One row per child and school."""
    _, over = last_promotion(as_of)
    studying = nw.col("status") == EnrolStatus.STUDYING.value
    explained = movements.filter(
        nw.col("kind").is_in(EXPLAINS),
        nw.col("moved_on") >= as_of - timedelta(days=record_days),
    )
    then = (
        year_before.filter(studying, nw.col("seen_on") < year.starts)
        .group_by("person")
        .agg(nw.col("grade").min().alias("last_grade"))
    )
    now = current.filter(studying, in_compulsory_grades(), nw.col("seen_on") > over)
    stayed = now.join(then, on="person", how="inner").filter(
        nw.col("grade") <= nw.col("last_grade")
    )
    return from_roll(without(stayed if as_of > over else stayed.head(0), explained))
