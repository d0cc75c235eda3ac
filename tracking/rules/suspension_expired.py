"""R-09: still on leave (休学) although the leave has ended, and no return on record.

The end is the later one of the roll's 休学止期 and that of the last leave in the movements; where
both are blank, the leave's start (in the movements, else 休学起期 of the roll) plus `usual_days`
(one year). `grace_days` may pass before it is told. A leave without any date is the business of
SUSPENSION_SUSPECT.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.rules._kit import Frame, from_roll, in_compulsory_grades, rule


@rule(
    "SUSPENSION_EXPIRED",
    number="R-09",
    title=_l("Leave ended, child not back"),
    sentence=_l(
        "On leave from %(school_code)s until %(ended_on)s; no return to school is recorded "
        "by %(as_of)s."
    ),
    needs=("current", "movements"),
    severity=Severity.HIGH,
    basis=_l("Leave is granted for one school year; the school must see the child back."),
    version=1,
    evidence=("ended_on", "grade", "class_no", "seen_on"),
    proof=("ended_on",),
    thresholds={
        "grace_days": _l("It is told when a leave ended more than %(grace_days)s days ago."),
        "usual_days": _l("A leave without an end on record lasts %(usual_days)s days."),
    },
)
def suspension_expired(
    current: Frame, movements: Frame, *, as_of: date, grace_days: int = 0, usual_days: int = 365
) -> Frame:
    """One row per child on leave beyond its end."""
    done = movements.filter(nw.col("moved_on") <= as_of)
    started = last_leave(done)
    returned = (
        done.filter(nw.col("kind") == MovementKind.RESUME.value)
        .group_by("person")
        .agg(nw.col("moved_on").max().alias("returned_on"))
    )
    on_leave = (
        current.filter(nw.col("status") == EnrolStatus.SUSPENDED.value, in_compulsory_grades())
        .join(started, on="person", how="left")
        .join(returned, on="person", how="left")
    )
    began = nw.coalesce(nw.col("started_on"), nw.col("leave_from"))
    usual = began.dt.offset_by(f"{usual_days}d")
    longer = (nw.col("until") > nw.col("leave_until")).fill_null(value=False)
    known = nw.when(longer).then(nw.col("until")).otherwise(nw.col("leave_until"))
    ended = on_leave.with_columns(ended_on=nw.coalesce(known, nw.col("until"), usual).cast(nw.Date))
    year_before = nw.col("ended_on").dt.offset_by(f"-{usual_days}d").cast(nw.Date)
    before_leave = nw.coalesce(nw.col("started_on"), nw.col("leave_from"), year_before)
    still_away = nw.col("returned_on").is_null() | (nw.col("returned_on") < before_leave)
    limit = as_of - timedelta(days=grace_days)
    return from_roll(ended.filter(nw.col("ended_on") < limit, still_away))


def last_leave(done: Frame) -> Frame:
    """Per child: when its last leave began, and until when that was granted."""
    leaves = done.filter(nw.col("kind") == MovementKind.SUSPEND.value).with_columns(
        started_on=nw.col("moved_on").max().over("person")
    )
    last = leaves.filter(nw.col("moved_on") == nw.col("started_on"))
    return last.group_by("person", "started_on").agg(nw.col("until").max().alias("until"))
