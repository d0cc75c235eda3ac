"""R-22: no identity number for more than one term.

The number is blank, or the kind of document is “other” (Z); the child came to the school before
this term, or stood on the roll without a number at the end of the last one. A roster that names
no identity number of anybody at the school tells nothing.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import Frame, from_roll, rule

OTHER_DOCUMENT = "Z"
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
    "ID_MISSING",
    number="R-22",
    title=_l("Identity number missing"),
    sentence=_l(
        "%(school_code)s has had the child for more than one term without an identity number "
        "(roster of %(seen_on)s)."
    ),
    needs=("current", "term_before"),
    severity=Severity.LOW,
    basis=_l("A pupil without an identity number needs the school's proof, and a number soon."),
    version=1,
    makes=Makes.TASK,
    evidence=("grade", "class_no", "seen_on"),
    proof=("school_code",),
)
def id_missing(current: Frame, term_before: Frame, *, year: SchoolYear) -> Frame:
    """One row per child and school."""
    then = term_before.filter(lacks()).select("person").unique().with_columns(lacked=nw.lit(1))
    told = nw.when(nw.col("id_key").is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
    rows = current.with_columns(told=told.max().over("snapshot_id", "school_code"))
    known = rows.filter(lacks(), ~nw.col("status").is_in(LEFT), nw.col("told") == 1)
    long = (nw.col("entered_on") < year.term_starts) | ~nw.col("lacked").is_null()
    return from_roll(known.join(then, on="person", how="left").filter(long.fill_null(value=False)))


def lacks() -> nw.Expr:
    """Whether a row names no identity number."""
    other = (nw.col("id_type") == OTHER_DOCUMENT).fill_null(value=False)
    return nw.col("id_key").is_null() | other
