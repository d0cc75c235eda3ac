"""R-10: a leave (休学) that needs a second look.

It began within `after_days` days of a flag for absence; or in the last term of grade 9, where no
leave is granted; or after a return from an earlier leave; or no approval is on record
`approval_days` days after it began, although the school or its file names approvals of others;
or neither its beginning nor its end is known, although the file names them for others.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.doubts import Doubt
from models.vocabulary.flags import FlagStatus, Severity
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import COMPULSORY, Frame, from_roll, in_compulsory_grades, rule, without

ABSENCES = ["ABSENT", "NOT_REPORTED", "NEVER_PRESENT"]
ONE, NONE = nw.lit(1), nw.lit(0)


@rule(
    "SUSPENSION_SUSPECT",
    number="R-10",
    title=_l("Leave that needs a second look"),
    sentence=_l("On leave from %(school_code)s since %(began_on)s: %(why)s."),
    needs=("current", "movements", "known"),
    severity=Severity.MEDIUM,
    basis=_l(
        "Leave is granted on proof, for one school year, and not in the last term before "
        "graduation."
    ),
    version=1,
    evidence=("why", "began_on", "leave_until", "grade", "class_no", "seen_on"),
    proof=("why", "began_on"),
    thresholds={
        "after_days": _l(
            "A leave is doubted when it begins within %(after_days)s days of a flag for absence."
        ),
        "approval_days": _l(
            "A leave must have an approval on record %(approval_days)s days after it began."
        ),
    },
)
def suspension_suspect(
    current: Frame,
    movements: Frame,
    known: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    after_days: int = 30,
    approval_days: int = 30,
) -> Frame:
    """One row per child on leave, with the first doubt that applies."""
    attending = current.filter(nw.col("status") == EnrolStatus.STUDYING.value)
    has_dates = ~(nw.col("leave_from").is_null() & nw.col("leave_until").is_null())
    dated = nw.when(has_dates).then(ONE).otherwise(NONE)
    on_leave = current.filter(
        nw.col("status") == EnrolStatus.SUSPENDED.value, in_compulsory_grades()
    ).with_columns(has_dates=dated, dates_given=dated.max().over("snapshot_id"))
    done = movements.filter(nw.col("moved_on") <= as_of)
    facts = (
        without(on_leave, attending)
        .join(last_leaves(done), on="person", how="left")
        .join(after_absence(known, on_leave, done, after_days), on="person", how="left")
        .join(recorded_schools(done), on="school_code", how="left")
        .with_columns(began_on=nw.coalesce(nw.col("started_on"), nw.col("leave_from")))
    )
    limit = as_of - timedelta(days=approval_days)
    in_last_term = (
        nw.lit(value=year.is_spring)
        & (nw.col("grade") == COMPULSORY[1])
        & (nw.col("began_on") >= year.term_starts)
    )
    unapproved = (nw.col("is_approved") == 0) & (nw.col("approvals_given") == 1)
    unrecorded = nw.col("started_on").is_null() & (nw.col("leave_from") >= nw.col("covered_from"))
    undated = (
        nw.col("started_on").is_null() & (nw.col("has_dates") == 0) & (nw.col("dates_given") == 1)
    )
    why = nw.coalesce(
        _when(~nw.col("absent").is_null(), Doubt.AFTER_ABSENCE),
        _when(in_last_term, Doubt.LAST_TERM),
        _when(nw.col("returned_on") < nw.col("started_on"), Doubt.AGAIN),
        _when((unapproved | unrecorded) & (nw.col("began_on") <= limit), Doubt.NO_APPROVAL),
        _when(undated, Doubt.NO_DATES),
    )
    return from_roll(facts.with_columns(why=why).filter(~nw.col("why").is_null()))


def _when(condition: nw.Expr, doubt: Doubt) -> nw.Expr:
    return nw.when(condition.fill_null(value=False)).then(nw.lit(doubt.value))


def last_leaves(done: Frame) -> Frame:
    """Per child: when its last leave began, whether it is approved, and a return before it.

    `approvals_given`: the school, or the file that tells of the leave, names approvals.
    """
    approved = nw.col("has_approval").fill_null(value=False) | ~nw.col("approved_on").is_null()
    leaves = done.filter(nw.col("kind") == MovementKind.SUSPEND.value).with_columns(
        is_approved=nw.when(approved).then(ONE).otherwise(NONE)
    )
    leaves = leaves.with_columns(
        in_file=nw.col("is_approved").max().over("snapshot_id"),
        in_school=nw.col("is_approved").max().over("from_school"),
        started_on=nw.col("moved_on").max().over("person"),
        first_on=nw.col("moved_on").min().over("person"),
    )
    last = leaves.filter(nw.col("moved_on") == nw.col("started_on"))
    last = last.group_by("person", "started_on", "first_on").agg(
        nw.col("is_approved").max().alias("is_approved"),
        nw.max_horizontal("in_file", "in_school").max().alias("approvals_given"),
    )
    back = done.filter(nw.col("kind") == MovementKind.RESUME.value).select("person", "moved_on")
    between = (
        last.join(back, on="person", how="inner")
        .filter(nw.col("moved_on") >= nw.col("first_on"), nw.col("moved_on") < nw.col("started_on"))
        .group_by("person")
        .agg(nw.col("moved_on").max().alias("returned_on"))
    )
    return last.drop("first_on").join(between, on="person", how="left")


def after_absence(known: Frame, on_leave: Frame, done: Frame, days: int) -> Frame:
    """Children whose leave began while, or soon after, they were flagged as absent."""
    flags = known.filter(
        nw.col("rule").is_in(ABSENCES), nw.col("status") != FlagStatus.WRONG.value
    ).select("person", "as_of", until=nw.col("last_as_of").dt.offset_by(f"{days}d").cast(nw.Date))
    begun = nw.concat(
        [
            on_leave.select("person", began=nw.col("leave_from")),
            done.filter(nw.col("kind") == MovementKind.SUSPEND.value).select(
                "person", began=nw.col("moved_on")
            ),
        ]
    )
    both = begun.join(flags, on="person", how="inner")
    soon = both.filter(nw.col("began") >= nw.col("as_of"), nw.col("began") <= nw.col("until"))
    return soon.select("person").unique().with_columns(absent=ONE)


def recorded_schools(done: Frame) -> Frame:
    """Per school with a leave on record: the first day of which any movement is known."""
    leave = nw.when(nw.col("kind") == MovementKind.SUSPEND.value).then(ONE).otherwise(NONE)
    schools = done.filter(nw.col("from_school") != "").with_columns(leave=leave)
    return (
        schools.group_by("from_school")
        .agg(
            nw.col("moved_on").min().alias("covered_from"),
            nw.col("leave").max().alias("leaves"),
        )
        .filter(nw.col("leaves") == 1)
        .select("covered_from", school_code=nw.col("from_school"))
    )
