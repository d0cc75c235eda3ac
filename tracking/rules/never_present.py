"""R-25: on the roll as attending, and at no roll call of this term present or excused.

The child's class was called on two days or more, the last one at least `days` days after the
first and after the child came to the school. A child that no call names counts if the calls name
those who are there and at least `named` of its class.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import Presence
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import Frame, from_roll, in_compulsory_grades, rule, without

THERE = [
    p.value for p in (Presence.PRESENT, Presence.EXCUSED, Presence.HOME_TAUGHT, Presence.ELSEWHERE)
]
ARRIVALS = [MovementKind.TRANSFER_IN.value, MovementKind.RESUME.value]
CLASS = ("school_code", "grade", "class_no")


@rule(
    "NEVER_PRESENT",
    number="R-25",
    title=_l("Never seen at school this term"),
    sentence=_l(
        "Attending %(school_code)s according to the roster, but at no roll call between "
        "%(first_on)s and %(last_on)s present or excused."
    ),
    needs=("current", "roll_call", "movements"),
    severity=Severity.HIGH,
    basis=_l("Registrations without a pupil behind them are dealt with strictly (2025 rules)."),
    version=1,
    evidence=("first_on", "last_on", "grade", "class_no", "seen_on"),
    proof=("school_code", "first_on"),
    thresholds={
        "days": _l("At least %(days)s days lie between the first roll call and the last."),
        "named": _l(
            "A child that no roll call names is told if at least %(named)s %% of its class are "
            "named."
        ),
    },
)
def never_present(
    current: Frame,
    roll_call: Frame,
    movements: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    days: int = 14,
    named: float = 0.8,
) -> Frame:
    """One row per child and school."""
    pupils = current.filter(
        nw.col("status") == EnrolStatus.STUDYING.value, in_compulsory_grades()
    ).with_columns(class_no=nw.col("class_no").fill_null(""), grade=nw.col("grade").fill_null(0))
    calls = roll_call.with_columns(
        called_on=nw.coalesce(nw.col("called_on"), nw.col("seen_on"))
    ).filter(~nw.col("presence").is_null(), nw.col("called_on") <= as_of)
    calls = calls.filter(nw.col("called_on") >= year.term_starts)
    calls = calls.select("person", "called_on", "presence")
    classes = of_classes(pupils, calls)
    own = calls.group_by("person").agg(nw.col("called_on").n_unique().alias("own_days"))
    arrived = (
        movements.filter(nw.col("kind").is_in(ARRIVALS), nw.col("moved_on") <= as_of)
        .group_by("person")
        .agg(nw.col("moved_on").max().alias("arrived_on"))
    )
    unseen = without(pupils, calls.filter(nw.col("presence").is_in(THERE)))
    known = (
        unseen.join(classes, on=list(CLASS), how="inner")
        .join(own, on="person", how="left")
        .join(arrived, on="person", how="left")
    )
    start = latest(latest(nw.col("first_on"), nw.col("arrived_on")), nw.col("entered_on"))
    is_long = nw.col("last_on") >= start.dt.offset_by(f"{days}d").cast(nw.Date)
    is_named = ~nw.col("own_days").is_null()
    is_missed = (nw.col("there") > 0) & (nw.col("called") >= nw.col("pupils") * named)
    return from_roll(known.filter(nw.col("days_called") >= 2, is_long, is_named | is_missed))


def of_classes(pupils: Frame, calls: Frame) -> Frame:
    """Per class: first and last day called, days, pupils, how many were named, and were there."""
    members = pupils.select("person", *CLASS).unique()
    marks = members.join(calls, on="person", how="inner").with_columns(
        is_there=nw.when(nw.col("presence").is_in(THERE)).then(nw.lit(1)).otherwise(nw.lit(0))
    )
    called = marks.group_by(*CLASS).agg(
        nw.col("called_on").min().alias("first_on"),
        nw.col("called_on").max().alias("last_on"),
        nw.col("called_on").n_unique().alias("days_called"),
        nw.col("person").n_unique().alias("called"),
        nw.col("is_there").max().alias("there"),
    )
    sizes = members.group_by(*CLASS).agg(nw.len().alias("pupils"))
    return called.join(sizes, on=list(CLASS), how="inner")


def latest(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """The later of two days, or the one that is known."""
    return nw.when((other > one).fill_null(value=False)).then(other).otherwise(one)
