"""R-11: lawfully deferred enrolment (延缓入学) that has ended, and the child is on no roster."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.outcomes import OutcomeCode
from tracking.rules._files import by_any_number, one_per_file
from tracking.rules._kit import Frame, from_ledger, rule


@rule(
    "DEFERRAL_EXPIRED",
    number="R-11",
    title=_l("Deferred enrolment ended, child not enrolled"),
    sentence=_l(
        "Enrolment was lawfully deferred until %(ended_on)s; on %(as_of)s the child is on no "
        "roster, and no longer deferral is on record."
    ),
    needs=("cases", "current"),
    severity=Severity.HIGH,
    basis=_l("Compulsory Education Law, art. 11: deferral is granted for a time by township or "
             "county bureau; after it the child enrols or the deferral is asked for anew."),
    version=1,
    evidence=("case_id", "ended_on"),
    proof=("case_id", "ended_on"),
)  # fmt: skip
def deferral_expired(cases: Frame, current: Frame, *, as_of: date) -> Frame:
    """One row per file; one without a school is given to the bureau that had it."""
    ended = cases.filter(
        nw.col("outcome") == OutcomeCode.V06.value,
        ~nw.col("is_open"),
        nw.col("valid_until") < as_of,
    )
    enrolled = ended.join(by_any_number(current), on="person", how="inner").select("case_id")
    away = ended.join(enrolled.unique(), on="case_id", how="anti")
    told = from_ledger(one_per_file(away).with_columns(ended_on=nw.col("valid_until")))
    return told.with_columns(
        region=nw.col("owner_code").fill_null(""), school_code=nw.col("school_code").fill_null("")
    )
