"""R-23: identity number, name, sex or date of birth differ from the last roster, without a record.

The same child (by student number, or linked by the program) stands with another value; a change
of key data (关键数据变更) within `record_days` days explains it. A value that was blank before, or
is blank now, is no change.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.doubts import Doubt
from models.vocabulary.flags import Makes, Severity
from models.vocabulary.registry import MovementKind
from tracking.rules._kit import Frame, from_roll, rule, without

FIELDS = {
    "id_key": Doubt.ID_CHANGED,
    "name_key": Doubt.NAME_CHANGED,
    "sex": Doubt.SEX_CHANGED,
    "birth_date": Doubt.BIRTH_CHANGED,
}


@rule(
    "IDENTITY_CHANGED",
    number="R-23",
    title=_l("Key data changed without a record"),
    sentence=_l(
        "On the roster of %(school_code)s of %(seen_on)s, %(why)s is not the one of "
        "%(before_on)s; no change of key data is recorded."
    ),
    needs=("previous", "current", "movements"),
    severity=Severity.MEDIUM,
    basis=_l("Key data of a pupil change by a procedure of the registry, with proof."),
    version=1,
    makes=Makes.TASK,
    evidence=("why", "before_on", "seen_on", "grade", "class_no"),
    proof=("school_code", "why", "seen_on"),
    thresholds={
        "record_days": _l("A record of the change counts for %(record_days)s days."),
    },
)
def identity_changed(
    previous: Frame, current: Frame, movements: Frame, *, as_of: date, record_days: int = 180
) -> Frame:
    """One row per child, with the first of the fields that differ."""
    then = previous.select(
        "person", *(nw.col(f).alias(f"was_{f}") for f in FIELDS), before_on=nw.col("seen_on")
    )
    both = current.join(then, on="person", how="inner").filter(
        nw.col("before_on") <= nw.col("seen_on")
    )
    why = nw.coalesce(
        *(nw.when(_differs(f)).then(nw.lit(doubt.value)) for f, doubt in FIELDS.items())
    )
    judged = both.with_columns(why=why)
    recorded = movements.filter(
        nw.col("kind") == MovementKind.CORRECTION.value,
        nw.col("moved_on") >= as_of - timedelta(days=record_days),
    )
    same = judged.filter(nw.col("why").is_null())
    changed = without(without(judged.filter(~nw.col("why").is_null()), same), recorded)
    order = ["snapshot_id", "row_no", "before_on", "why"]
    first = nw.col("row_no").alias("nth").cum_count().over("person", order_by=order)
    return from_roll(changed.with_columns(place=first).filter(nw.col("place") == 1))


def _differs(field: str) -> nw.Expr:
    return (nw.col(field) != nw.col(f"was_{field}")).fill_null(value=False)
