"""R-08: marked as having left (其他离校, 流失, 退学, 停学, 下落不明, 辍学 …) in grades 1–9.

The mark stands in the roll's status or in a movement of the last `record_days` days; a child
that attends on another row of the present roll is not flagged.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.rules._kit import Frame, from_movements, from_roll, in_compulsory_grades, rule

LEFT = [
    s.value
    for s in (
        EnrolStatus.LEFT_OTHERWISE,
        EnrolStatus.DRIFTED,
        EnrolStatus.WITHDRAWN,
        EnrolStatus.STOPPED,
        EnrolStatus.EXPELLED,
        EnrolStatus.DROPPED_OUT,
        EnrolStatus.WHEREABOUTS_UNKNOWN,
    )
]


@rule(
    "LEFT_SCHOOL",
    number="R-08",
    title=_l("Marked as having left school"),
    sentence=_l(
        "%(school_code)s reports “%(mark)s” on %(marked_on)s, although the child is of "
        "compulsory-school age and on no other roster as attending."
    ),
    needs=("current", "movements"),
    severity=Severity.HIGH,
    basis=_l("No pupil of compulsory-school age may leave school; each such mark is checked."),
    version=1,
    evidence=("mark", "marked_on", "seen_on"),
    proof=("mark",),
    thresholds={
        "record_days": _l("A record of leaving counts for %(record_days)s days."),
    },
)
def left_school(current: Frame, movements: Frame, *, as_of: date, record_days: int = 120) -> Frame:
    """One row per child, from the roll if it stands there, else from the movements."""
    attending = (
        current.filter(nw.col("status") == EnrolStatus.STUDYING.value).select("person").unique()
    )
    marked = (
        current.filter(nw.col("status").is_in(LEFT), in_compulsory_grades())
        .join(attending, on="person", how="anti")
        .with_columns(mark=nw.col("status_text"), marked_on=nw.col("seen_on"))
    )
    earliest = as_of - timedelta(days=record_days)
    recorded = (
        movements.filter(nw.col("kind") == MovementKind.LEAVE.value, nw.col("moved_on") >= earliest)
        .join(attending, on="person", how="anti")
        .join(marked.select("person").unique(), on="person", how="anti")
        .with_columns(
            mark=nw.col("kind_text"),
            marked_on=nw.col("moved_on"),
            school_code=nw.col("from_school"),
        )
    )
    columns = ("person", "snapshot_id", "row_no", "school_code", "mark", "marked_on", "seen_on")
    found = [from_roll(marked.select(*columns)), from_movements(recorded.select(*columns))]
    return nw.concat(found)
