"""R-32: in grade 9 on the autumn roll, and gone in the second term, or without graduation in July.

From `days` days after the spring term began: on no roll, although the school has sent a roster
since, and no exit on record. From 15 July: no graduation on record, although the school has some
of others of that class year, and the child neither repeats nor stands in a higher grade.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Severity
from models.vocabulary.lists import RegisterEnd
from models.vocabulary.registry import EnrolStatus, MovementKind, MovementState
from tracking.kernel.school_year import SchoolYear
from tracking.rules._kit import COMPULSORY, Frame, among, from_roll, rule, without

JULY = (7, 15)
GONE = [
    s.value
    for s in (
        EnrolStatus.GRADUATED,
        EnrolStatus.TRANSFERRED,
        EnrolStatus.DEAD,
        EnrolStatus.ABROAD,
    )
]
SURE = [MovementKind.DEATH.value, MovementKind.ABROAD.value, MovementKind.GRADUATE.value]
EXITS = [MovementKind.TRANSFER_OUT.value, MovementKind.DELETE.value, MovementKind.LEAVE.value]


@rule(
    "LEFT_BEFORE_GRADUATION",
    number="R-32",
    title=_l("Left grade 9 before graduation"),
    sentence=_l(
        "In grade 9 of %(school_code)s on %(seen_on)s; by %(as_of)s on no roster, or without a "
        "graduation on record."
    ),
    needs=("current", "term_before", "movements"),
    severity=Severity.MEDIUM,
    basis=_l("Compulsory education ends with graduation from grade 9."),
    version=1,
    evidence=("seen_on", "grade", "class_no"),
    proof=("school_code", "seen_on"),
    uses={
        "graduates": _l("Without a list of graduates only the registry tells who graduated."),
        "deaths": _l("Without a list of deaths only movements tell who died."),
    },
    thresholds={
        "days": _l("It is told from %(days)s days after the spring term began."),
    },
)
def left_before_graduation(
    current: Frame,
    term_before: Frame,
    movements: Frame,
    graduates: Frame,
    deaths: Frame,
    *,
    as_of: date,
    year: SchoolYear,
    days: int = 14,
) -> Frame:
    """One row per child and school where it was in grade 9."""
    autumn = term_before.filter(nw.col("grade") == COMPULSORY[1], ~nw.col("status").is_in(GONE))
    if not year.is_spring or as_of < year.term_starts + timedelta(days=days):
        autumn = autumn.head(0)
    dead = deaths.filter(
        nw.col("category").is_null() | (nw.col("category") == RegisterEnd.DEATH.value)
    )
    class_year = without(without(autumn, exited(movements, as_of, year)), dead)
    done = graduated(current, movements, graduates, as_of, year)
    missing = without(without(class_year, current), done).join(
        heard(current, year), on="school_code", how="semi"
    )
    july = as_of >= date(year.first + 1, *JULY)
    telling = among(autumn, done).select("school_code").unique()
    onward = current.filter(
        (nw.col("grade") > COMPULSORY[1]) | (nw.col("school_code").is_null())
    ).select("person")
    repeats = movements.filter(
        nw.col("kind") == MovementKind.REPEAT.value, nw.col("moved_on") >= year.starts
    ).select("person")
    not_graduated = without(without(class_year, done), nw.concat([onward, repeats])).join(
        telling, on="school_code", how="semi"
    )
    return from_roll(
        nw.concat([missing, not_graduated if july else not_graduated.head(0)]).unique()
    )


def heard(current: Frame, year: SchoolYear) -> Frame:
    """Schools with one roster of this term, none of it set aside."""
    rosters = current.group_by("school_code").agg(
        nw.col("seen_on").max().alias("last_on"), nw.col("snapshot_id").n_unique().alias("files")
    )
    return rosters.filter(nw.col("last_on") >= year.term_starts, nw.col("files") == 1).select(
        "school_code"
    )


def exited(movements: Frame, as_of: date, year: SchoolYear) -> Frame:
    """Children with an exit on record in this school year; asked for, or completed if it ends."""
    is_done = nw.col("state") == MovementState.DONE.value
    ends = nw.col("kind").is_in(SURE) & is_done
    return movements.filter(
        ends | nw.col("kind").is_in(EXITS),
        nw.col("moved_on") >= year.starts,
        nw.col("moved_on") <= as_of,
    )


def graduated(
    current: Frame, movements: Frame, graduates: Frame, as_of: date, year: SchoolYear
) -> Frame:
    """Children with a graduation on record in this school year."""
    is_mark = nw.col("status") == EnrolStatus.GRADUATED.value
    is_record = nw.col("kind") == MovementKind.GRADUATE.value
    return nw.concat(
        [
            current.filter(is_mark, nw.col("seen_on") >= year.term_starts).select("person"),
            movements.filter(
                is_record, nw.col("moved_on") >= year.term_starts, nw.col("moved_on") <= as_of
            ).select("person"),
            graduates.filter(nw.col("graduated_on") >= year.term_starts).select("person"),
        ]
    )
