"""R-14: a child of a household lifted from or at risk of poverty that does not attend school.

Flagged when it is on no roll and nothing accounts for it; when the roll says it has left; when
the list itself, of this school year, says that it is out of school or gives a cause, and the roll
says neither leave nor a placement; when a rule of this scan finds it absent, or when its open
file holds a confirmed dropout. A school of a higher stage named in the list is believed.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import Severity
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    GONE,
    WAITING,
    Books,
    Day,
    attending,
    due,
    goes_on,
    missing,
    registered,
    says,
    unaccounted,
)
from tracking.rules._kit import Frame, Keep, among, from_list, rule, without
from tracking.rules._words import NO_CAUSE, NOT_OUT, OUT
from tracking.rules.disabled_not_placed import PLACED
from tracking.rules.left_school import LEFT

ABSENCES = ("ABSENT", "NOT_REPORTED", "LEFT_SCHOOL", "NEVER_PRESENT")
CONFIRMED = [
    state.value
    for state in (
        CaseState.CONFIRMED,
        CaseState.PERSUADING,
        CaseState.REPORTED,
        CaseState.DROPOUT,
        CaseState.LEGAL,
        CaseState.MISSING,
    )
]


@rule(
    "POVERTY_NOT_ENROLLED",
    number="R-14",
    title=_l("Child of a household at risk of poverty, not at school"),
    sentence=_l(
        "In the list of households lifted from or at risk of poverty of %(listed_on)s; attendance "
        "there: %(schooling)s, reason for not attending: %(unschooled_cause)s; status on the "
        "rosters by %(as_of)s: %(status)s."
    ),
    needs=("poverty", "found", *BOOKS),
    severity=Severity.HIGH,
    basis=_l(
        "No child of a household lifted from or at risk of poverty may be out of school; lists of "
        "the rural department are compared with the registry."
    ),
    version=1,
    evidence=("listed_on", "schooling", "unschooled_cause", "education", "health", "status"),
    proof=("school_code",),
    uses=DEATHS,
    thresholds=WAITING,
)
def poverty_not_enrolled(
    poverty: Frame,
    found: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    entry_days: int = 29,
    transfer_days: int = 120,
) -> Frame:
    """One row per child of the list."""
    against, day = Books(*books), Day(as_of, year, entry_days, transfer_days, keep)
    higher = poverty.filter(goes_on())
    absent = without(missing(poverty, against, day), higher)
    on_roll = keep(among(due(poverty, against, day), registered(against.current)))
    confirmed = against.cases.filter(nw.col("is_open"), nw.col("state").is_in(CONFIRMED))
    left = without(against.current.filter(nw.col("status").is_in(LEFT)), attending(against.current))
    noticed = nw.concat(
        [
            f.select("person")
            for f in (found.filter(nw.col("rule").is_in(ABSENCES)), confirmed, left)
        ]
    )
    said = without(on_roll.filter(says_out(year)), explained(against.current))
    present = nw.concat([among(on_roll, noticed), without(said, noticed)])
    rows = nw.concat([absent, unaccounted(present, against, day)])
    status = against.current.group_by("person").agg(
        nw.col("status").max().alias("status"), nw.col("school_code").max().alias("now_at")
    )
    known = rows.join(status, on="person", how="left").with_columns(
        listed_on=nw.col("seen_on"),
        school_code=nw.coalesce(nw.col("now_at"), nw.col("school_code")),
    )
    return from_list(known, "poverty")


def says_out(year: SchoolYear) -> nw.Expr:
    """Whether a row of this school year says that the child is out of school."""
    cause = ~says("unschooled_cause", NO_CAUSE)
    words = says("schooling", OUT) & ~says("schooling", NOT_OUT)
    is_out = nw.col("out_of_school").fill_null(value=False)
    return (nw.col("seen_on") >= year.starts) & (is_out | cause | words)


def explained(current: Frame) -> Frame:
    """Rows of the roll that say why a child is not in its class: leave, a placement, gone."""
    away = [EnrolStatus.SUSPENDED.value, *GONE]
    return current.filter(
        nw.col("status").is_in(away).fill_null(value=False)
        | nw.col("placement").is_in(PLACED).fill_null(value=False)
    )
