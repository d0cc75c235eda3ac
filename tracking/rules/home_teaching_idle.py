"""R-13: placed with teaching at home (送教上门), and no lesson on record for more than `idle_days`.

A visit counts when a lesson was given and written down. It is told to the open file; children on
the roll as taught at home without a file are not.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import Makes, Severity
from models.vocabulary.outcomes import OutcomeCode
from tracking.rules._files import one_per_file
from tracking.rules._kit import Frame, from_ledger, rule


@rule(
    "HOME_TEACHING_IDLE",
    number="R-13",
    title=_l("Taught at home without lessons"),
    sentence=_l(
        "The child is to be taught at home; no lesson is on record between %(idle_on)s and "
        "%(as_of)s."
    ),
    needs=("cases",),
    severity=Severity.MEDIUM,
    basis=_l("Regulations on the Education of Persons with Disabilities, art. 17: teaching at home "
             "is schooling. The number of days is proposed by this product."),
    version=2,
    evidence=("case_id", "idle_on"),
    proof=("case_id", "idle_on"),
    makes=Makes.TASK,
    thresholds={
        "idle_days": _l("It is told when no lesson was given for more than %(idle_days)s days."),
    },
)  # fmt: skip
def home_teaching_idle(cases: Frame, *, as_of: date, idle_days: int = 14) -> Frame:
    """One row per file; a lesson before the placement does not count."""
    taught, since = nw.col("last_lesson_on"), nw.col("state_since")
    last = nw.when(taught > since).then(taught).otherwise(since)
    placed = cases.filter(
        nw.col("state") == CaseState.PLACED.value, nw.col("outcome") == OutcomeCode.V07.value
    ).with_columns(idle_on=last)
    idle = placed.filter(nw.col("idle_on") < as_of - timedelta(days=idle_days))
    return from_ledger(one_per_file(idle))
