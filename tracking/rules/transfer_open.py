"""R-06: a transfer out was requested or completed, and no receiving school has the child.

Each side has 10 working days, so it is told after `working_days` (20). A completed transfer
to a school that is not one of the bureau's is believed; one to a school whose roster is
missing or set aside waits for the next good one.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.registry import MovementKind, MovementState
from tracking.kernel.schooldays import add_school_days
from tracking.rules._kit import Frame, from_movements, rule

ENDS = [k.value for k in (MovementKind.DEATH, MovementKind.ABROAD, MovementKind.GRADUATE)]


@rule(
    "TRANSFER_OPEN",
    number="R-06",
    title=_l("Transfer that never arrived"),
    sentence=_l(
        "A transfer out of %(school_code)s was recorded on %(moved_on)s; by %(as_of)s the child "
        "is on no receiving school's roster."
    ),
    needs=("current", "movements", "schools"),
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
        "within_days": _l("A transfer is followed for %(within_days)s days."),
    },
)
def transfer_open(
    current: Frame,
    movements: Frame,
    schools: Frame,
    *,
    as_of: date,
    working_days: int = 20,
    within_days: int = 365,
) -> Frame:
    """One row per child: its last transfer out."""
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
            .cum_count()
            .over("person", order_by=["moved_on", "snapshot_id", "row_no"]),
            last=nw.len().over("person"),
        )
        .filter(nw.col("place") == nw.col("last"), nw.col("moved_on") < limit)
        .with_columns(school_code=nw.col("from_school"))
    )
    ended = movements.filter(nw.col("kind").is_in(ENDS)).select("person").unique()
    open_ones = last.join(ended, on="person", how="anti").join(
        arrived_elsewhere(current, last), on="person", how="anti"
    )
    target = schools.select(nw.col("school_code").alias("to_school"), "is_fresh")
    known = open_ones.join(target, on="to_school", how="left")
    inside = ~nw.col("is_fresh").is_null()
    is_open = nw.col("state") == MovementState.OPEN.value
    waits = nw.col("is_fresh").fill_null(value=True)
    return from_movements(known.filter(inside | is_open, waits))


def arrived_elsewhere(current: Frame, last: Frame) -> Frame:
    """Persons on the present roll of a school other than the one they leave."""
    places = current.select("person", nw.col("school_code").alias("now_at"))
    both = last.select("person", "from_school").join(places, on="person", how="inner")
    elsewhere = nw.col("now_at").is_null() | (nw.col("now_at") != nw.col("from_school"))
    return both.filter(elsewhere).select("person").unique()
