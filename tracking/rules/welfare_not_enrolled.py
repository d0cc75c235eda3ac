"""R-15: an orphan, a child without care, in hardship or left behind, that does not attend school.

Flagged when a child of the welfare lists in these categories is on no roll and nothing accounts
for it, or when this scan finds it absent, not back after the holidays, marked as having left or
never present. Benefits that have ended are passed over.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import WelfareKind
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    WAITING,
    Books,
    Day,
    due,
    goes_on,
    missing,
    says,
    unaccounted,
)
from tracking.rules._kit import Frame, Keep, from_list, rule, without
from tracking.rules._words import BENEFIT_OVER
from tracking.rules.poverty_not_enrolled import ABSENCES

CARED_FOR = [
    kind.value
    for kind in (
        WelfareKind.ORPHAN,
        WelfareKind.UNATTENDED,
        WelfareKind.DESTITUTE,
        WelfareKind.HARDSHIP,
        WelfareKind.LEFT_BEHIND,
    )
]


@rule(
    "WELFARE_NOT_ENROLLED",
    number="R-15",
    title=_l("Child on a welfare list, not at school"),
    sentence=_l(
        "In the welfare list of %(listed_on)s (%(category_text)s); by %(as_of)s the child is on "
        "no roster, or on one and found not to attend."
    ),
    needs=("welfare", "found", *BOOKS),
    severity=Severity.HIGH,
    basis=_l(
        "Orphans, children without care, in hardship or left behind are looked after first; lists "
        "of the civil affairs department are compared with the registry."
    ),
    version=1,
    evidence=("listed_on", "category", "category_text"),
    proof=("school_code",),
    uses=DEATHS,
    thresholds=WAITING,
)
def welfare_not_enrolled(
    welfare: Frame,
    found: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    entry_days: int = 29,
    transfer_days: int = 120,
) -> Frame:
    """One row per entry of a list; who is found absent goes to the school that was found."""
    against, day = Books(*books), Day(as_of, year, entry_days, transfer_days, keep)
    until = nw.col("valid_until")
    rows = welfare.filter(
        nw.col("category").is_in(CARED_FOR),
        until.is_null() | (until >= as_of),
        ~says("benefit_state", BENEFIT_OVER),
    ).with_columns(listed_on=nw.col("seen_on"))
    rows = keep(rows)
    absent = keep(without(missing(rows, against, day), rows.filter(goes_on())))
    noticed = (
        found.filter(nw.col("rule").is_in(ABSENCES))
        .group_by("person")
        .agg(nw.col("school_code").max().alias("found_at"))
    )
    present = due(rows, against, day).join(noticed, on="person", how="inner")
    present = unaccounted(without(present, absent), against, day)
    present = present.with_columns(school_code=nw.col("found_at"))
    columns = (
        "person", "snapshot_id", "row_no", "school_code", "household_region", "residence_region",
        "listed_on", "category", "category_text",
    )  # fmt: skip
    return from_list(nw.concat([absent.select(*columns), present.select(*columns)]), "welfare")
