"""R-07: on the last good roll of a school that sent a new one, on no roll now, no exit on record.

Standing on any school's roll under any key is not vanished, nor is an exit from the school
where the child was last seen (transfer out, graduation, death, going abroad, registration
removed) within `exit_days` before that day, unless a later return to the same school is on
record; nor is a child on the list of deaths. A row marked as graduated counts as standing on a
roll in a grade that ends a school only. A transfer that goes nowhere, recorded or only marked on
the roll, is the business of TRANSFER_OPEN; a child that does not go on to junior school that of
JUNIOR_NO_SHOW.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import RegisterEnd
from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState
from tracking.rules._kit import Frame, from_roll, in_compulsory_grades, rule, without

GONE = [
    s.value
    for s in (
        EnrolStatus.GRADUATED,
        EnrolStatus.TRANSFERRED,
        EnrolStatus.DEAD,
        EnrolStatus.ABROAD,
    )
]
EXITS = [
    k.value
    for k in (
        MovementKind.TRANSFER_OUT,
        MovementKind.GRADUATE,
        MovementKind.DEATH,
        MovementKind.ABROAD,
        MovementKind.DELETE,
        MovementKind.LEAVE,
    )
]
ENDS = [k.value for k in (MovementKind.DEATH, MovementKind.ABROAD, MovementKind.GRADUATE)]
MIDDLE = [1, 2, 3, 4, 7, 8]  # grades from which nobody graduates (primary schools have 5 or 6)
RETURNS = [MovementKind.TRANSFER_IN.value, MovementKind.RESUME.value]


@rule(
    "VANISHED",
    number="R-07",
    title=_l("Left the roll without a record"),
    sentence=_l(
        "On the roster of %(school_code)s on %(seen_on)s, on no roster on %(as_of)s; "
        "no transfer, graduation, death or move abroad is recorded."
    ),
    needs=("previous", "current", "movements"),
    severity=Severity.HIGH,
    basis=_l("Dynamic monitoring of the registry; pupils must not leave it without a record."),
    version=1,
    evidence=("seen_on", "grade", "class_no", "status"),
    proof=("school_code", "seen_on"),
    uses={
        "deaths": _l("Without a list of deaths only registry movements tell who died."),
    },
    thresholds={
        "exit_days": _l("An exit on record explains a missing child for %(exit_days)s days."),
    },
)
def vanished(
    previous: Frame,
    current: Frame,
    movements: Frame,
    deaths: Frame,
    *,
    as_of: date,
    exit_days: int = 120,
) -> Frame:
    """One row per child and school where it was last seen."""
    midway = (nw.col("status") == EnrolStatus.GRADUATED.value) & nw.col("grade").is_in(MIDDLE)
    there = current.filter(~midway.fill_null(value=False))
    dead = deaths.filter(
        nw.col("category").is_null() | (nw.col("category") == RegisterEnd.DEATH.value)
    )
    lost = previous.filter(in_compulsory_grades(), ~nw.col("status").is_in(GONE))
    missing = without(without(lost, there), dead)
    earliest = as_of - timedelta(days=exit_days)
    known = movements.filter(nw.col("moved_on") <= as_of, ~is_unproved_end())
    unexplained = missing.join(exits(known, earliest), on=["person", "school_code"], how="anti")
    nameless = known.filter(
        nw.col("kind").is_in(EXITS), nw.col("from_school") == "", nw.col("moved_on") >= earliest
    )
    return from_roll(unexplained.join(nameless.select("person").unique(), on="person", how="anti"))


def is_unproved_end() -> nw.Expr:
    """Death, emigration or graduation that is only asked for: it explains nothing yet."""
    ends: nw.Expr = nw.col("kind").is_in(ENDS) & (nw.col("state") != MovementState.DONE.value)
    return ends


def exits(movements: Frame, earliest: date) -> Frame:
    """Persons and the schools they left on record, without those who came back later."""
    left = (
        movements.filter(nw.col("kind").is_in(EXITS), nw.col("moved_on") >= earliest)
        .group_by("person", "from_school")
        .agg(nw.col("moved_on").max().alias("left_on"))
        .rename({"from_school": "school_code"})
    )
    back = (
        movements.filter(nw.col("kind").is_in(RETURNS))
        .group_by("person", "to_school")
        .agg(nw.col("moved_on").max().alias("back_on"))
        .rename({"to_school": "school_code"})
    )
    both = left.join(back, on=["person", "school_code"], how="left")
    stayed_away = nw.col("back_on").is_null() | (nw.col("back_on") <= nw.col("left_on"))
    return both.filter(stayed_away).select("person", "school_code")
