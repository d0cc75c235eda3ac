"""R-29: handed over to another place, and no receipt for more than `working_days`."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import Makes, Severity
from tracking.kernel.schooldays import add_school_days
from tracking.rules._files import one_per_file
from tracking.rules._kit import Frame, from_ledger, rule


@rule(
    "HANDOVER_SILENT",
    number="R-29",
    title=_l("Handed over without a receipt"),
    sentence=_l(
        "Handed over on %(handed_over_on)s; by %(as_of)s no receipt and no registration at the "
        "other school is on record."
    ),
    needs=("cases",),
    severity=Severity.MEDIUM,
    basis=_l("A handed-over child stays with the office that handed it over until the other "
             "side confirms. The number of days is proposed by this product."),
    version=1,
    evidence=("case_id", "handed_over_on"),
    proof=("case_id", "handed_over_on"),
    makes=Makes.ALARM,
    thresholds={
        "working_days": _l(
            "It is told when no receipt came within %(working_days)s working days of the handover."
        ),
    },
)  # fmt: skip
def handover_silent(cases: Frame, *, as_of: date, working_days: int = 15) -> Frame:
    """One row per file."""
    limit = add_school_days(as_of, -working_days)
    silent = cases.filter(
        nw.col("state") == CaseState.HANDED_OVER.value, nw.col("state_since") < limit
    )
    return from_ledger(one_per_file(silent).with_columns(handed_over_on=nw.col("state_since")))
