"""R-04: left primary school this summer and stands on no roll of a junior school.

Graduates come from the list of graduates; for primary schools that are not in it, from the roll at
the end of the last school year: grade 6, or grade 5 with a graduation on record. Told from
`term_days` after the autumn term began. A child that repeats its last grade, whose receiving
school in the list is not one of the bureau's, or that something else accounts for is not flagged.
A receiving school without a new roster is waited for; where none is named, a child waits up to
`wait_days` while a junior school of its county has sent no roster this school year.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.kernel.school_year import SchoolYear
from tracking.rules._accounted import (
    BOOKS,
    DEATHS,
    WAITING,
    Books,
    Day,
    done,
    far,
    says,
    unaccounted,
)
from tracking.rules._kit import Frame, Keep, among, from_list, from_roll, rule, without
from tracking.rules._words import ELSEWHERE, STAYED
from tracking.rules.left_school import LEFT

JUNIOR = 7
AWAY = [s.value for s in (EnrolStatus.TRANSFERRED, EnrolStatus.DEAD, EnrolStatus.ABROAD)]
COLUMNS = (
    "person", "source", "snapshot_id", "row_no", "school_code", "region",
    "from_school", "to_school", "to_school_name", "graduated_on",
)  # fmt: skip


@rule(
    "JUNIOR_NO_SHOW",
    number="R-04",
    title=_l("Left primary school, on no junior school's roster"),
    sentence=_l(
        "Finished primary school at %(from_school)s on %(graduated_on)s; by %(as_of)s the child is "
        "on no junior school's roster, and nothing on record accounts for it."
    ),
    needs=BOOKS,
    severity=Severity.HIGH,
    basis=_l(
        "Primary school graduates enter junior school the same autumn; both lists are compared "
        "name by name at the beginning of the school year."
    ),
    version=1,
    evidence=("from_school", "to_school", "to_school_name", "graduated_on"),
    proof=("from_school",),
    uses={
        **DEATHS,
        "graduates": _l(
            "Without a list of graduates, those who stood in the last grade of primary school at "
            "the end of the last school year are looked for."
        ),
    },
    thresholds={
        "term_days": _l(
            "It is told from %(term_days)s days after the beginning of the school year."
        ),
        "wait_days": _l(
            "Where no receiving school is named, rosters of junior schools of the county are "
            "waited for up to %(wait_days)s days after the beginning of the school year."
        ),
        "transfer_days": WAITING["transfer_days"],
    },
)
def junior_no_show(
    *books: Frame,
    as_of: date,
    year: SchoolYear,
    keep: Keep,
    term_days: int = 14,
    wait_days: int = 45,
    transfer_days: int = 120,
) -> Frame:
    """One row per graduate, given to the receiving school where one is named."""
    *known, graduates = books
    against, day = Books(*known), Day(as_of, year, term_days, transfer_days, keep)
    summer = keep(of_summer(graduates, year))
    named = summer.select(nw.col("from_school").alias("school_code")).unique()
    rest = against.year_before.join(named, on="school_code", how="anti")
    listed = keep(leaving(summer, against, day))
    rolled = keep(without(finishing(rest, against, day), summer))
    arrived = against.current.filter(nw.col("grade").is_null() | (nw.col("grade") >= JUNIOR))
    if as_of < year.starts + timedelta(days=term_days):
        listed, rolled = listed.head(0), rolled.head(0)
    found = []
    for rows, mark in ((listed, from_graduates), (rolled, from_roll)):
        gone = keep(unaccounted(without(rows, arrived), against, day))
        told = awaited(gone, against, day, wait_days)
        receiving = nw.when(says("to_school", ".")).then(nw.col("to_school"))
        place = nw.coalesce(receiving, nw.col("from_school"))
        found.append(mark(told.with_columns(school_code=place)).select(*COLUMNS))
    return nw.concat(found)


def from_graduates(frame: Frame) -> Frame:
    """Mark findings as rows of the list of graduates."""
    return from_list(frame, "graduates")


def of_summer(graduates: Frame, year: SchoolYear) -> Frame:
    """The rows of the list that speak of the summer before this school year."""
    left_on = nw.coalesce(nw.col("graduated_on"), nw.col("seen_on"))
    rows = graduates.filter(~nw.col("person").is_null()).with_columns(
        graduated_on=left_on, from_school=nw.col("school_code")
    )
    return rows.filter(of_last_summer("graduated_on", year))


def of_last_summer(column: str, year: SchoolYear) -> nw.Expr:
    """Whether a day belongs to the summer before the school year, not to the one at its end."""
    return (nw.col(column) >= spring(year)) & (nw.col(column) < date(year.first + 1, 3, 1))


def spring(year: SchoolYear) -> date:
    """From when graduations belong to the summer before the school year."""
    return date(year.first, 3, 1)


def leaving(summer: Frame, against: Books, day: Day) -> Frame:
    """Graduates who do not stay, and whom no school of others receives."""
    ours = against.schools.select(nw.col("school_code").alias("to_school"), ours=nw.lit(value=True))
    known = summer.filter(~says("result", STAYED)).join(ours, on="to_school", how="left")
    elsewhere = (says("to_school", ".") & far()) | says("to_school_name", ELSEWHERE)
    repeating = done(against.movements, day.as_of).filter(
        nw.col("kind") == MovementKind.REPEAT.value, nw.col("moved_on") >= spring(day.year)
    )
    return without(known.filter(~elsewhere), repeating)


def finishing(rows: Frame, against: Books, day: Day) -> Frame:
    """Rows of the last school year's roll who have left primary school and do not repeat."""
    graduated = done(against.movements, day.as_of).filter(
        nw.col("kind") == MovementKind.GRADUATE.value, of_last_summer("moved_on", day.year)
    )
    status, grade = nw.col("status"), nw.col("grade")
    fifth = rows.filter(grade == JUNIOR - 2)
    marked = fifth.filter(status == EnrolStatus.GRADUATED.value)
    others = without(among(fifth, graduated), marked)
    last = nw.concat([rows.filter(grade == JUNIOR - 1), marked, others])
    repeating = against.current.filter(nw.col("seen_on") >= day.year.starts)
    blank = nw.lit(None).cast(nw.String)
    return without(last.filter(~status.is_in([*AWAY, *LEFT])), repeating).with_columns(
        from_school=nw.col("school_code"),
        to_school=blank,
        to_school_name=blank,
        graduated_on=nw.lit(date(day.year.first, 7, 1)).cast(nw.Date),
    )


def awaited(rows: Frame, against: Books, day: Day, wait_days: int) -> Frame:
    """Rows without those whose junior school has still to send its new roster."""
    schools = against.schools
    silent = schools.filter(~nw.col("is_fresh")).select(nw.col("school_code").alias("to_school"))
    told = rows.join(silent, on="to_school", how="anti")
    if day.as_of >= day.year.starts + timedelta(days=wait_days):
        return told
    juniors = against.year_before.filter(nw.col("grade") >= JUNIOR).select("school_code").unique()
    last = nw.col("last_roster_on")
    waiting = schools.join(juniors, on="school_code", how="semi").filter(
        last.is_null() | (last < day.year.starts)
    )
    home = schools.select(nw.col("school_code").alias("from_school"), "county").join(
        waiting.select("county").unique(), on="county", how="semi"
    )
    is_named = says("to_school", ".")
    unnamed = told.filter(~is_named).join(home.select("from_school"), on="from_school", how="anti")
    return nw.concat([told.filter(is_named), unnamed])
