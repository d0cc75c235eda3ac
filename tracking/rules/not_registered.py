"""R-01: in the household register, of compulsory-school age, alive, and on no school's roll.

An entry that has ended (death, moved away, settled abroad, double) is passed over, also where
the ending stands in a later list of cancelled entries of the same place. A child is not flagged
when a completed departure, a transfer under way or a verified result in force (V02–V14) accounts
for it, when it finished grade 9, or when its roster is still to be renewed in September; nor is one
whose enrolment is deferred by the list of disabled children (`deferred_grade`).
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import RegisterEnd
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    DEFERRALS,
    DEFERRED_GRADE,
    WAITING,
    Books,
    Day,
    deferred,
    missing,
)
from tracking.rules._kit import Frame, Keep, expected_grade, from_list, rule, without

FINAL = [RegisterEnd.DEATH.value, RegisterEnd.ABROAD.value]


@rule(
    "NOT_REGISTERED",
    number="R-01",
    title=_l("In the household register, on no roster"),
    sentence=_l(
        "In the household register of %(listed_on)s and of the age of %(grade)s; by %(as_of)s the "
        "child is on no school's roster, and nothing on record accounts for it."
    ),
    needs=("household", *BOOKS),
    severity=Severity.HIGH,
    basis=_l(
        "Household register and registry are compared every school year; every child of "
        "compulsory-school age has to be at school (Compulsory Education Law, art. 5, 11)."
    ),
    version=1,
    evidence=("listed_on", "grade", "household_region", "township", "village"),
    proof=("school_code",),
    uses={**DEATHS, **DEFERRALS},
    thresholds={**WAITING, **DEFERRED_GRADE},
)
def not_registered(
    household: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    entry_days: int = 29,
    transfer_days: int = 120,
    deferred_grade: int = 2,
) -> Frame:
    """One row per entry of the register that stands."""
    *known, disability = books
    against, day = Books(*known), Day(as_of, year, entry_days, transfer_days, keep)
    waiting = deferred(disability, year, deferred_grade)
    listed = without(standing(household, against.deaths, as_of), waiting)
    found = missing(listed, against, day)
    return from_list(
        found.with_columns(listed_on=nw.col("seen_on"), grade=expected_grade(year)), "household"
    )


def standing(household: Frame, deaths: Frame, as_of: date) -> Frame:
    """Entries of the register that have not ended, neither in it nor by a later list.

    A later list of cancelled entries ends an entry of the same place only: who moved within the
    city stands at the new one.
    """
    state, ended = nw.col("state"), nw.col("ended_on")
    is_over = ~state.is_null() | (ended <= as_of).fill_null(value=False)
    rows = without(household.filter(~is_over), household.filter(state.is_in(FINAL)))
    cancelled = deaths.select(
        "person",
        there=nw.col("household_region"),
        cancelled_on=nw.coalesce(nw.col("ended_on"), nw.col("seen_on")),
    ).filter(nw.col("cancelled_on") <= as_of)
    place, there = nw.col("household_region").fill_null(""), nw.col("there").fill_null("")
    both = rows.join(cancelled, on="person", how="inner").filter(
        nw.col("seen_on") <= nw.col("cancelled_on"),
        (place == there) | (place == "") | (there == ""),
    )
    gone = both.select("snapshot_id", "row_no")
    return rows.join(gone, on=["snapshot_id", "row_no"], how="anti")
