"""R-12: in the list of disabled children and on no school's roll, or on one without a placement.

A placement is a mark of inclusive education, a special class or school, teaching at home or
remotely, or a centre's class: in the roll, or in the list itself for a child on a roll. “Enrolment
deferred” in the list is believed for children of the first grades only (`deferred_grade`).
"""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import Placement
from models.vocabulary.registry import EnrolStatus
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    DEFERRED_GRADE,
    WAITING,
    Books,
    Day,
    attending,
    deferred,
    due,
    missing,
    says,
    unaccounted,
)
from tracking.rules._kit import Frame, Keep, expected_grade, from_list, rule, without
from tracking.rules._words import SPECIAL_SCHOOL

PLACED = [p.value for p in Placement if p not in {Placement.NONE, Placement.DEFERRED}]


@rule(
    "DISABLED_NOT_PLACED",
    number="R-12",
    title=_l("Disabled child without a placement"),
    sentence=_l(
        "In the list of disabled children of %(listed_on)s and of the age of %(grade)s; by "
        "%(as_of)s no roster shows the child in an inclusive class, at a special school or "
        "taught at home."
    ),
    needs=("disability", *BOOKS),
    severity=Severity.HIGH,
    basis=_l(
        "Every disabled child of compulsory-school age is placed individually (Regulations on the "
        "Education of Persons with Disabilities, art. 13–17)."
    ),
    version=1,
    evidence=("listed_on", "grade", "category", "level", "placement", "status"),
    proof=("school_code",),
    uses=DEATHS,
    thresholds={**WAITING, **DEFERRED_GRADE},
)
def disabled_not_placed(
    disability: Frame,
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    entry_days: int = 29,
    transfer_days: int = 120,
    deferred_grade: int = 2,
) -> Frame:
    """One row per child of the list: on no roll, or on one without a placement."""
    against, day = Books(*books), Day(as_of, year, entry_days, transfer_days, keep)
    rows = disability.with_columns(listed_on=nw.col("seen_on"), grade=expected_grade(year))
    waiting = deferred(rows, year, deferred_grade)
    unknown = nw.lit(None).cast(nw.String)
    absent = without(missing(rows, against, day), waiting).with_columns(status=unknown)
    present = unplaced(rows, against, day)
    columns = (
        "person", "snapshot_id", "row_no", "school_code", "household_region", "residence_region",
        "listed_on", "grade", "category", "level", "placement", "status",
    )  # fmt: skip
    both = nw.concat([absent.select(*columns), present.select(*columns)])
    return from_list(both, "disability")


def unplaced(rows: Frame, against: Books, day: Day) -> Frame:
    """Children of the list who are on a roll, none of whose rows says how they are placed."""
    roll = attending(against.current).filter(nw.col("status") != EnrolStatus.SUSPENDED.value)
    placed = roll.filter(
        says("inclusive", ".")
        | nw.col("placement").is_in(PLACED).fill_null(value=False)
        | says("school_name", SPECIAL_SCHOOL)
    )
    listed = rows.filter(nw.col("placement").is_in(PLACED))
    where = roll.group_by("person").agg(
        nw.col("school_code").max().alias("now_at"), nw.col("status").max().alias("status")
    )
    there = due(rows, against, day).join(where, on="person", how="inner")
    found = unaccounted(without(without(there, placed), listed), against, day)
    return found.with_columns(school_code=nw.col("now_at"))
