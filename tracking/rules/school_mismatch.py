"""R-24: registered at one school, at school in another (人籍分离).

The child's last roll call names another school than the roster, or says “attends another school”;
or the roster calls it a guest (借读). Who stands on that other school's roster as well is the
business of DUPLICATE.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.lists import Presence
from models.vocabulary.registry import EnrolStatus
from tracking.rules._kit import Frame, from_roll, rule
from tracking.rules._words import GUEST


@rule(
    "SCHOOL_MISMATCH",
    number="R-24",
    title=_l("Registered at one school, taught at another"),
    sentence=_l(
        "Registered at %(school_code)s, taught elsewhere according to its roster or roll call; "
        "school named there: %(actual_school)s."
    ),
    needs=("current",),
    severity=Severity.MEDIUM,
    basis=_l("Pupil and registration belong to one school (2025 rules of the registry)."),
    version=1,
    makes=Makes.TASK,
    evidence=("actual_school", "actual_school_name", "grade", "class_no", "seen_on"),
    proof=("school_code", "actual_school"),
    uses={
        "roll_call": _l("Without roll calls only pupils whom the roster calls guests are found."),
    },
)
def school_mismatch(current: Frame, roll_call: Frame, *, as_of: date) -> Frame:
    """One row per child and school."""
    calls = roll_call.with_columns(
        called_on=nw.coalesce(nw.col("called_on"), nw.col("seen_on"))
    ).filter(nw.col("called_on") <= as_of, ~nw.col("person").is_null())
    order = ["called_on", "snapshot_id", "row_no"]
    last = (
        calls.with_columns(
            place=nw.col("row_no").alias("nth").cum_count().over("person", order_by=order),
            calls=nw.len().over("person"),
        )
        .filter(nw.col("place") == nw.col("calls"))
        .select("person", "presence", "actual_school", "actual_school_name")
        .with_columns(actual_school=nw.col("actual_school").fill_null(""))
    )
    places = current.select("person", actual_school=nw.col("school_code")).unique()
    named = last.filter(nw.col("actual_school") != "").join(
        places, on=["person", "actual_school"], how="anti"
    )
    unnamed = last.filter(
        nw.col("actual_school") == "", nw.col("presence") == Presence.ELSEWHERE.value
    )
    said = nw.concat([named, unnamed]).with_columns(is_said=nw.lit(1)).drop("presence")
    studying = current.filter(nw.col("status") == EnrolStatus.STUDYING.value)
    guest = nw.col("origin").str.contains(GUEST, literal=True).fill_null(value=False)
    found = studying.join(said, on="person", how="left").filter(
        guest | ~nw.col("is_said").is_null()
    )
    return from_roll(
        found.with_columns(
            actual_school=nw.col("actual_school").fill_null(""),
            actual_school_name=nw.col("actual_school_name").fill_null(""),
        )
    )
