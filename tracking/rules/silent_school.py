"""R-35: a school has not sent anything for long: silence is told as well.

No roster for `roster_days` days; or, where any school sends roll calls, none of this one for
`roll_call_days` days of the term.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.doubts import Doubt
from models.vocabulary.flags import Makes, Severity
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import NOBODY, Frame, from_ledger, rule


@rule(
    "SILENT_SCHOOL",
    number="R-35",
    title=_l("School that sends nothing"),
    sentence=_l("%(school_code)s, missing: %(why)s. The last one is of: %(last_on)s."),
    needs=("schools",),
    severity=Severity.LOW,
    basis=_l("Schools report every month, also when nobody is missing (zero report)."),
    version=1,
    makes=Makes.TASK,
    evidence=("why", "last_on"),
    proof=("school_code", "why", "last_on"),
    uses={
        "roll_call": _l("Without any roll call only rosters are waited for."),
    },
    thresholds={
        "roster_days": _l("A school is silent when its last roster is %(roster_days)s days old."),
        "roll_call_days": _l(
            "A school is silent when its last roll call is %(roll_call_days)s days old."
        ),
    },
)
def silent_school(
    schools: Frame,
    roll_call: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    roster_days: int = 14,
    roll_call_days: int = 35,
) -> Frame:
    """One row per school."""
    roster, call = (as_of - timedelta(days=n) for n in (roster_days, roll_call_days))
    no_roster = nw.col("last_roster_on").is_null() | (nw.col("last_roster_on") < roster)
    no_call = nw.col("last_roll_call_on").is_null() | (nw.col("last_roll_call_on") < call)
    come_in = roll_call.with_columns(comes=nw.lit(1)).select("comes").unique()
    known = (
        schools.with_columns(comes=nw.lit(1), person=nw.lit(NOBODY).cast(nw.Int64))
        .join(come_in.with_columns(has_calls=nw.lit(1)), on="comes", how="left")
        .with_columns(no_roster=no_roster)
    )
    waits = ~nw.col("has_calls").is_null() & nw.lit(value=call >= year.term_starts)
    silent = known.filter(nw.col("no_roster") | (no_call & waits)).with_columns(
        why=nw.when(nw.col("no_roster"))
        .then(nw.lit(Doubt.ROSTER.value))
        .otherwise(nw.lit(Doubt.ROLL_CALL.value)),
        last_on=nw.when(nw.col("no_roster"))
        .then(nw.col("last_roster_on"))
        .otherwise(nw.col("last_roll_call_on")),
    )
    return from_ledger(silent)
