"""R-31: an open file whose deadline has passed.

Whoever has the turn is told, the file's timeline says so, and the levels above are told in
their time.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from tracking.rules._files import one_per_file
from tracking.rules._kit import Frame, from_ledger, rule


@rule(
    "OVERDUE",
    number="R-31",
    title=_l("Deadline of a file passed"),
    sentence=_l("The step of this file was due on %(due_on)s and is still open."),
    needs=("cases",),
    severity=Severity.MEDIUM,
    basis=_l("Dropout control notice of the Ministry of Education of April 2024: suspected "
             "dropouts are verified promptly. Each step has its day."),
    version=1,
    evidence=("case_id", "due_on"),
    proof=("case_id", "due_on"),
    makes=Makes.ALARM,
)  # fmt: skip
def overdue(cases: Frame, *, as_of: date) -> Frame:
    """One row per file."""
    late = cases.filter(nw.col("is_open"), nw.col("due_on") < as_of)
    return from_ledger(one_per_file(late))
