"""R-06: a transfer out was requested or completed, and no receiving school has the child.

Each side has 10 working days, so it is told after `working_days` (20). A completed transfer
to a school that is not one of the bureau's is believed, one that names no school is not. One to
a school whose roster is missing or set aside waits for the next good one, `wait_days` at most.
The same is told of a child that two rosters in a row call “transferred” or “transfer in progress”
and that no record of a transfer and no other roster knows, where movements bring transfers at all.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState
from tracking.kernel.schooldays import add_school_days
from tracking.rules._kit import (
    Frame,
    from_movements,
    from_roll,
    in_compulsory_grades,
    rule,
    without,
)

MARKS = [EnrolStatus.TRANSFERRED.value, EnrolStatus.TRANSFERRING.value]
COLUMNS = (
    *("person", "snapshot_id", "row_no", "school_code"),
    *("moved_on", "to_school", "to_school_name", "state"),
)
ENDS = [k.value for k in (MovementKind.DEATH, MovementKind.ABROAD, MovementKind.GRADUATE)]


@rule(
    "TRANSFER_OPEN",
    number="R-06",
    title=_l("Transfer that never arrived"),
    sentence=_l(
        "Transfer out of %(school_code)s, recorded on: %(moved_on)s, to: %(to_school)s; by "
        "%(as_of)s the child is on no receiving school's roster."
    ),
    needs=("current", "movements", "schools", "previous"),
    severity=Severity.HIGH,
    basis=_l("Each side of a transfer has 10 working days to complete it."),
    version=1,
    evidence=("moved_on", "to_school", "to_school_name", "state"),
    proof=("school_code", "moved_on"),
    thresholds={
        "working_days": _l(
            "It is told when the child has not arrived %(working_days)s working days after the "
            "transfer was recorded."
        ),
        "wait_days": _l(
            "A receiving school that sends no roster is waited for until %(wait_days)s days after "
            "the transfer."
        ),
        "within_days": _l("A transfer is followed for %(within_days)s days."),
    },
)
def transfer_open(
    current: Frame,
    movements: Frame,
    schools: Frame,
    previous: Frame,
    *,
    as_of: date,
    working_days: int = 20,
    wait_days: int = 60,
    within_days: int = 365,
) -> Frame:
    """One row per child: its last transfer out, or its row on the roll without a record."""
    limit = add_school_days(as_of, -working_days)
    earliest = as_of - timedelta(days=within_days)
    asked = movements.filter(
        nw.col("kind") == MovementKind.TRANSFER_OUT.value,
        nw.col("moved_on") >= earliest,
        nw.col("moved_on") <= as_of,
    )
    last = (
        asked.with_columns(
            place=nw.col("row_no")
            .alias("nth")
            .cum_count()
            .over("person", order_by=["moved_on", "snapshot_id", "row_no"]),
            last=nw.len().over("person"),
        )
        .filter(nw.col("place") == nw.col("last"), nw.col("moved_on") < limit)
        .with_columns(school_code=nw.col("from_school"))
    )
    ended = movements.filter(nw.col("kind").is_in(ENDS))
    open_ones = without(without(last, ended), arrived_elsewhere(current, last))
    target = schools.select(nw.col("school_code").alias("to_school"), "is_fresh")
    known = open_ones.join(target, on="to_school", how="left")
    inside = ~nw.col("is_fresh").is_null()
    is_open = nw.col("state") == MovementState.OPEN.value
    nameless = (nw.col("to_school") == "") & (nw.col("to_school_name").fill_null("") == "")
    waited = nw.col("moved_on") < as_of - timedelta(days=wait_days)
    told = known.filter(
        inside | is_open | nameless, nw.col("is_fresh").fill_null(value=True) | waited
    )
    marked = without(only_marked(current, previous, movements), ended)
    return nw.concat([from_movements(told.select(*COLUMNS)), from_roll(marked.select(*COLUMNS))])


def only_marked(current: Frame, previous: Frame, movements: Frame) -> Frame:
    """Rows that call a child transferred on two rosters, without a record and any other row."""
    transfers = movements.filter(nw.col("kind") == MovementKind.TRANSFER_OUT.value)
    are_told = transfers.with_columns(are_told=nw.lit(1)).select("are_told").unique()
    is_marked = nw.col("status").is_in(MARKS)
    before = previous.filter(is_marked).select("person", "school_code").unique()
    twice = current.filter(is_marked, in_compulsory_grades()).join(
        before, on=["person", "school_code"], how="semi"
    )
    alone = without(without(twice, current.filter(~is_marked)), transfers)
    in_progress = nw.col("status") == EnrolStatus.TRANSFERRING.value
    return alone.with_columns(
        are_told=nw.lit(1),
        moved_on=nw.lit(None).cast(nw.Date),
        to_school=nw.lit(""),
        to_school_name=nw.lit(""),
        state=nw.when(in_progress)
        .then(nw.lit(MovementState.OPEN.value))
        .otherwise(nw.lit(MovementState.DONE.value)),
    ).join(are_told, on="are_told", how="semi")


def arrived_elsewhere(current: Frame, last: Frame) -> Frame:
    """Persons on the present roll of a school other than the one they leave."""
    places = current.select("person", nw.col("school_code").alias("now_at"))
    both = last.select("person", "from_school").join(places, on="person", how="inner")
    elsewhere = nw.col("now_at").is_null() | (nw.col("now_at") != nw.col("from_school"))
    return both.filter(elsewhere).select("person").unique()
