"""R-16: a residence permit in force, of compulsory-school age, living here, on no roll here.

A permit counts when it is not marked as cancelled or left and has not run out; a region with the
code of another city is passed over. A list that says the child attends school elsewhere, or names
a school that is not one of the bureau's, is believed, as are a deferral in the list of disabled
children (`deferred_grade`) and everything else that accounts for it.
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
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
    far,
    goes_on,
    in_city,
    missing,
    says,
)
from tracking.rules._kit import Frame, Keep, expected_grade, from_list, rule, without
from tracking.rules._words import ELSEWHERE, NEGATED, PERMIT_OVER


@rule(
    "RESIDENT_NOT_ENROLLED",
    number="R-16",
    title=_l("Residence permit here, on no roster here"),
    sentence=_l(
        "In the list of residence permits of %(listed_on)s and of the age of %(grade)s; by "
        "%(as_of)s the child is on no roster here, and no other school is named."
    ),
    needs=("residence", *BOOKS),
    severity=Severity.MEDIUM,
    basis=_l(
        "Children who live here with their parents are schooled where they live (Compulsory "
        "Education Law, art. 12)."
    ),
    version=1,
    evidence=("listed_on", "grade", "residence_region", "township", "village", "schooling"),
    proof=("school_code",),
    uses={**DEATHS, **DEFERRALS},
    thresholds={**WAITING, **DEFERRED_GRADE},
)
def resident_not_enrolled(
    residence: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    entry_days: int = 29,
    transfer_days: int = 120,
    deferred_grade: int = 2,
) -> Frame:
    """One row per permit."""
    *known, disability = books
    against, day = Books(*known), Day(as_of, year, entry_days, transfer_days, keep)
    waiting = deferred(disability, year, deferred_grade)
    found = missing(without(living_here(residence, against, as_of), waiting), against, day)
    return from_list(
        found.with_columns(listed_on=nw.col("seen_on"), grade=expected_grade(year)), "residence"
    )


def living_here(residence: Frame, against: Books, as_of: date) -> Frame:
    """Permits in force of people who live in the city and are at no school elsewhere."""
    until, since = nw.col("valid_until"), nw.col("since")
    valid = residence.filter(
        until.is_null() | (until >= as_of),
        since.is_null() | (since <= as_of),
        ~says("permit", PERMIT_OVER),
    )
    ours = against.schools.select("school_code", ours=nw.lit(value=True))
    joined = valid.join(ours, on="school_code", how="left")
    named = says("school_code", ".") & far()
    told = (says("schooling", ELSEWHERE) & ~says("schooling", NEGATED)) | goes_on()
    told = told | says("school_name", ELSEWHERE)
    here = without(valid, joined.filter(named | told))
    return in_city(here, against.schools, "residence_region")
