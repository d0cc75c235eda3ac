"""R-30: a child that was not found, and nobody has looked for it for more than `days`.

The last contact counts, or the day the file came to this state if there was none.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import Makes, Severity
from tracking.rules._files import one_per_file
from tracking.rules._kit import Frame, from_ledger, rule


@rule(
    "RECHECK_DUE",
    number="R-30",
    title=_l("Search for a missing child rests"),
    sentence=_l(
        "The child has not been found; the last attempt on record was on %(tried_on)s. "
        "The search has to go on."
    ),
    needs=("cases",),
    severity=Severity.MEDIUM,
    basis=_l("A child that cannot be found is looked for until it is found; its file is never "
             "closed. The number of days is proposed by this product."),
    version=1,
    evidence=("case_id", "tried_on"),
    proof=("case_id", "tried_on"),
    makes=Makes.ALARM,
    thresholds={
        "days": _l("It is told when the last attempt lies more than %(days)s days back."),
    },
)  # fmt: skip
def recheck_due(cases: Frame, *, as_of: date, days: int = 30) -> Frame:
    """One row per file."""
    tried = nw.coalesce(nw.col("last_contact_on"), nw.col("state_since"))
    missing = cases.filter(nw.col("state") == CaseState.MISSING.value).with_columns(tried_on=tried)
    limit = as_of - timedelta(days=days)
    return from_ledger(one_per_file(missing.filter(nw.col("tried_on") < limit)))
