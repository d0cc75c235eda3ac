"""R-19: two rows of the present roll for what seems to be one child.

They bear the same identity number (in order, or held by nobody else in the file's check), or
neither bears any and name, date of birth and sex are the same; they stand at two schools, or
under two student numbers at one. Rosters a week or more apart are not held against each other,
and rows of pupils who have left or are being transferred are not counted.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.lists import NumberCheck
from models.vocabulary.registry import EnrolStatus
from tracking.rules._kit import Frame, from_roll, rule

LEFT = [
    s.value
    for s in (
        EnrolStatus.TRANSFERRING,
        EnrolStatus.TRANSFERRED,
        EnrolStatus.GRADUATED,
        EnrolStatus.DEAD,
        EnrolStatus.ABROAD,
    )
]
# Numbers that belong to one person; one with a fault is often a filler that many share.
OWN = [
    c.value for c in (NumberCheck.OK, NumberCheck.SEX, NumberCheck.BIRTH, NumberCheck.OTHER_KIND)
]
PLACE = ("school_code", "snapshot_id", "row_no", "student_key", "seen_on")


@rule(
    "DUPLICATE",
    number="R-19",
    title=_l("Registered twice"),
    sentence=_l(
        "%(school_code)s and %(other_school)s both have this child on their rosters (same "
        "identity number, or same name, date of birth and sex without any)."
    ),
    needs=("current",),
    severity=Severity.MEDIUM,
    basis=_l("One pupil has one registration; double ones are proved, corrected or removed."),
    version=1,
    makes=Makes.TASK,
    evidence=("other_school", "other_snapshot", "other_row", "seen_on"),
    proof=("school_code", "other_school"),
    thresholds={
        "apart_days": _l(
            "Rosters more than %(apart_days)s days apart are not held against each other."
        ),
    },
)
def duplicate(current: Frame, *, apart_days: int = 6) -> Frame:
    """One row per child, with the place of one other row."""
    rows = current.filter(~nw.col("status").is_in(LEFT))
    numbered = rows.filter(nw.col("id_check").is_in(OWN), ~nw.col("id_key").is_null())
    nameless = rows.filter(nw.col("id_key").is_null(), ~nw.col("person_key").is_null())
    found = nw.concat(
        [
            pairs(shared(numbered, "id_key"), "id_key", apart_days),
            pairs(shared(nameless, "person_key"), "person_key", apart_days),
        ]
    )
    order = ["snapshot_id", "row_no", "other_school", "other_snapshot", "other_row"]
    first = nw.col("row_no").alias("nth").cum_count().over("person", order_by=order)
    return from_roll(found.with_columns(place=first).filter(nw.col("place") == 1))


def shared(rows: Frame, key: str) -> Frame:
    """The rows whose key stands on another row as well."""
    return rows.with_columns(times=nw.len().over(key)).filter(nw.col("times") > 1)


def pairs(rows: Frame, key: str, apart_days: int) -> Frame:
    """Each row with another one of the same key at another place, of about the same day."""
    others = rows.select(
        nw.col(key).alias("shared"),
        other_school=nw.col("school_code"),
        other_snapshot=nw.col("snapshot_id"),
        other_row=nw.col("row_no"),
        other_student=nw.col("student_key"),
        other_on=nw.col("seen_on"),
    )
    both = rows.select("person", key, *PLACE).join(
        others, left_on=key, right_on="shared", how="inner"
    )
    elsewhere = nw.col("school_code") != nw.col("other_school")
    twice = (nw.col("snapshot_id") == nw.col("other_snapshot")) & (
        nw.col("student_key") != nw.col("other_student")
    )
    near = (nw.col("other_on") <= nw.col("seen_on").dt.offset_by(f"{apart_days}d")) & (
        nw.col("seen_on") <= nw.col("other_on").dt.offset_by(f"{apart_days}d")
    )
    return both.filter((elsewhere | twice).fill_null(value=False), near).select(
        "person", *PLACE, "other_school", "other_snapshot", "other_row"
    )
