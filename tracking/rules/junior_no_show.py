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
    ELSEWHERE,
    WAITING,
    Books,
    Day,
    done,
    far,
    says,
    unaccounted,
)
from tracking.rules._kit import Frame, among, from_list, from_roll, rule, without
from tracking.rules.left_school import LEFT

JUNIOR = 7
STAYED = "留级|未毕业|重读|降级|不予毕业"
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
        "graduates": _l(
            "Without a list of graduates, those who stood in the last grade of primary school at "
            "the end of the last school year are looked for."
        ),
        **DEATHS,
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
    term_days: int = 14,
    wait_days: int = 45,
    transfer_days: int = 120,
) -> Frame:
    """One row per graduate, given to the receiving school where one is named."""
    *known, graduates, deaths = books
    against, day = Books(*known, deaths), Day(as_of, year, term_days, transfer_days)
    listed = leaving(graduates, against, year)
    schools = listed.filter(~nw.col("from_school").is_null()).select(school_code="from_school")
    rest = against.year_before.join(schools.unique(), on="school_code", how="anti")
    rolled = without(finishing(rest, against, day), graduates)
    arrived = against.current.filter(nw.col("grade").is_null() | (nw.col("grade") >= JUNIOR))
    is_due = nw.lit(as_of >= year.starts + timedelta(days=term_days))
    found = []
    for rows, name in ((listed, "graduates"), (rolled, "")):
        gone = unaccounted(without(rows.filter(is_due), arrived), against, day)
        found.append(placed(awaited(gone, against, day, wait_days), name))
    return nw.concat(found)


def leaving(graduates: Frame, against: Books, year: SchoolYear) -> Frame:
    """Rows of the list of graduates of this summer who do not stay and go to no school elsewhere."""
    left_on = nw.coalesce(nw.col("graduated_on"), nw.col("seen_on"))
    rows = graduates.filter(~nw.col("person").is_null()).with_columns(
        graduated_on=left_on, from_school=nw.col("school_code")
    )
    summer = rows.filter(nw.col("graduated_on") >= date(year.first, 3, 1), ~says("result", STAYED))
    ours = against.schools.select(to_school=nw.col("school_code"), ours=nw.lit(value=True))
    known = summer.join(ours, on="to_school", how="left")
    elsewhere = (says("to_school", ".") & far()) | says("to_school_name", ELSEWHERE)
    repeating = done(against.movements, date.max).filter(
        nw.col("kind") == MovementKind.REPEAT.value, nw.col("moved_on") >= date(year.first, 3, 1)
    )
    return without(known.filter(~elsewhere), repeating)
