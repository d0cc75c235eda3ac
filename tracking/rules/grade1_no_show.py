"""R-05: of the age to enter grade 1 this autumn and on no school's roll from 30 September.

Children come from the household register and from residence permits in force of people who live
in the city; one of the two lists is enough. “Enrolment deferred” in the list of disabled children
is believed, as are an approved deferral and everything else that accounts for a child.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import Placement
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    DEFERRALS,
    WAITING,
    Books,
    Day,
    missing,
)
from tracking.rules._kit import Frame, Keep, from_list, rule, without
from tracking.rules.not_registered import standing
from tracking.rules.resident_not_enrolled import living_here

PLACES = (
    "person", "snapshot_id", "row_no", "listed_on",
    "household_region", "residence_region", "township", "village",
)  # fmt: skip


@rule(
    "GRADE1_NO_SHOW",
    number="R-05",
    title=_l("Of the age for grade 1, not enrolled"),
    sentence=_l(
        "Six years old by the beginning of this school year (list of %(listed_on)s); by "
        "%(as_of)s the child is on no school's roster, and no deferral is on record."
    ),
    needs=(("household", "residence"), *BOOKS),
    severity=Severity.HIGH,
    basis=_l(
        "A child that is six by 31 August enters school; a deferral needs approval (Compulsory "
        "Education Law, art. 11)."
    ),
    version=1,
    evidence=("listed_on", "household_region", "residence_region", "township", "village"),
    proof=("school_code",),
    uses={**DEATHS, **DEFERRALS},
    thresholds={
        "entry_days": _l(
            "A child is expected in grade 1 by %(entry_days)s days after the beginning of the "
            "school year."
        ),
        "transfer_days": WAITING["transfer_days"],
    },
)
def grade1_no_show(
    household: Frame,
    residence: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    entry_days: int = 29,
    transfer_days: int = 120,
) -> Frame:
    """One row per entry of a list; the register's come first where a child is in both."""
    *known, disability = books
    against, day = Books(*known), Day(as_of, year, entry_days, transfer_days, keep)
    deferred = disability.filter(nw.col("placement") == Placement.DEFERRED.value)
    listed = keep(standing(household, against.deaths, as_of))
    permitted = keep(without(living_here(residence, against, as_of), listed))
    found = [
        from_list(
            entering(rows, against, day, deferred)
            .with_columns(listed_on=nw.col("seen_on"))
            .select(*PLACES),
            kind,
        )
        for kind, rows in (("household", listed), ("residence", permitted))
    ]
    return nw.concat(found)


def entering(rows: Frame, against: Books, day: Day, deferred: Frame) -> Frame:
    """Rows of children who should have entered grade 1 this autumn and are on no roll."""
    born = nw.col("birth_date") >= day.year.entering[0]
    if day.as_of < day.year.starts + timedelta(days=day.entry_days):
        return rows.head(0)
    return without(missing(rows.filter(born), against, day), deferred)
