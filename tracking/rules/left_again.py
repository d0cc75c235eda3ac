"""R-28: back at school less than `within_days` ago, and newly found absent or gone (复辍).

New is a finding that the last scan did not have: a mark that nobody has taken out of the roll
since the child came back says nothing new.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import Severity
from tracking.rules._files import one_per_file
from tracking.rules._kit import Frame, from_ledger, rule

BACK = [CaseState.RETURNED.value, CaseState.CLOSED.value]
GONE = ["ABSENT", "VANISHED", "LEFT_SCHOOL"]


@rule(
    "LEFT_AGAIN",
    number="R-28",
    title=_l("Left school again after a return"),
    sentence=_l(
        "The return to school was recorded on %(recorded_on)s; by %(as_of)s the child is missing "
        "from %(school_code)s again."
    ),
    needs=("cases", "known", "found"),
    severity=Severity.HIGH,
    basis=_l("Who came back is at the greatest risk to leave again; each new episode of a file is "
             "counted. The number of days is proposed by this product."),
    version=1,
    evidence=("case_id", "recorded_on"),
    proof=("case_id", "recorded_on"),
    thresholds={
        "within_days": _l("A return to school is followed for %(within_days)s days."),
    },
)  # fmt: skip
def left_again(
    cases: Frame, known: Frame, found: Frame, *, as_of: date, within_days: int = 180
) -> Frame:
    """One row per file."""
    standing = known.filter(nw.col("is_standing"), nw.col("rule").is_in(GONE))
    new = found.filter(nw.col("rule").is_in(GONE)).join(
        standing.select("person", "rule").unique(), on=["person", "rule"], how="anti"
    )
    earliest = as_of - timedelta(days=within_days)
    back = cases.filter(nw.col("state").is_in(BACK), nw.col("state_since") >= earliest)
    again = back.select("case_id", "person", recorded_on=nw.col("state_since")).join(
        new.group_by("person").agg(nw.col("school_code").min().alias("school_code")),
        on="person",
        how="inner",
    )
    return from_ledger(one_per_file(again))
