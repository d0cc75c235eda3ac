"""R-34: opening + arrived − left ≠ closing, for a school and grade.

Opening are the pupils of the roster as last compared, closing those of the new one; arrived and
left are those with a record of it, within `record_days` days before the new roster. Where pupils
were promoted between the two (July to October) the school is counted as a whole: the new pupils
of its lowest grade arrive and those of its highest leave without a record. Only schools with a
roster of the newest week, none of it set aside, are counted.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw
from flask_babel import lazy_gettext as _l

from models.vocabulary.flags import Makes, Severity
from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.kernel.school_year import last_promotion
from tracking.rules._kit import NOBODY, Frame, from_ledger, rule

GONE = [
    s.value
    for s in (
        EnrolStatus.GRADUATED,
        EnrolStatus.TRANSFERRED,
        EnrolStatus.DEAD,
        EnrolStatus.ABROAD,
    )
]
WITHIN = [MovementKind.REPEAT.value, MovementKind.SKIP.value, MovementKind.CORRECTION.value]
IN = [MovementKind.TRANSFER_IN.value, MovementKind.RESUME.value]
OUT = [
    k.value
    for k in (
        MovementKind.TRANSFER_OUT,
        MovementKind.GRADUATE,
        MovementKind.DEATH,
        MovementKind.ABROAD,
        MovementKind.DELETE,
        MovementKind.LEAVE,
    )
]
WHERE = ["school_code", "grade"]
ONE, NONE = nw.lit(1).cast(nw.Int64), nw.lit(0).cast(nw.Int64)


@rule(
    "BALANCE",
    number="R-34",
    title=_l("Numbers of pupils do not add up"),
    sentence=_l(
        "%(school_code)s, %(grade)s: %(opening)s pupils, %(arrived)s arrived and %(left)s left on "
        "record, but %(closing)s on the roster of %(closing_on)s (difference %(difference)s)."
    ),
    needs=("previous", "current", "movements", "schools"),
    severity=Severity.LOW,
    basis=_l("Monthly table of pupil numbers: opening plus arrived minus left is closing."),
    version=1,
    makes=Makes.TASK,
    evidence=(
        "grade", "opening", "arrived", "left", "closing", "difference", "opening_on", "closing_on",
    ),
    proof=("school_code", "grade", "closing_on", "difference"),
    thresholds={
        "record_days": _l("A record explains a change of numbers for %(record_days)s days."),
    },
)  # fmt: skip
def balance(
    previous: Frame,
    current: Frame,
    movements: Frame,
    schools: Frame,
    *,
    as_of: date,
    record_days: int = 120,
) -> Frame:
    """One row per school and grade whose numbers do not add up; no grade: the whole school."""
    days = counted_schools(previous, current, schools, as_of)
    opening = pupils(previous, days, "opening_on").with_columns(was=ONE)
    closing = pupils(current, days, "closing_on").with_columns(is_now=ONE)
    known = movements.filter(
        nw.col("moved_on") >= as_of - timedelta(days=record_days), nw.col("moved_on") <= as_of
    )
    came, went = recorded(known, "to_school", IN), recorded(known, "from_school", OUT)
    both = opening.join(closing, on=["person", *WHERE], how="full")
    both = both.select(
        "was",
        "is_now",
        *(nw.coalesce(nw.col(c), nw.col(f"{c}_right")).alias(c) for c in SIDES),
    )
    marked = (
        both.join(came, on=["person", "school_code"], how="left")
        .join(went, on=["person", "school_code"], how="left")
        .join(inside(known), on="person", how="left")
    )
    counts = marked.with_columns(
        arrived=_count(nw.col("was").is_null() & (_is("came") | _is("inside") | _is("is_edge"))),
        left=_count(nw.col("is_now").is_null() & (_is("went") | _is("inside") | _is("is_edge"))),
        opening=nw.col("was").fill_null(0),
        closing=nw.col("is_now").fill_null(0),
    )
    names = ("opening", "arrived", "left", "closing")
    sums = counts.group_by(*WHERE).agg(*(nw.col(n).sum() for n in names))
    whole = sums.with_columns(*(nw.col(n).cast(nw.Int64) for n in names))
    judged = whole.with_columns(
        difference=nw.col("closing") - nw.col("opening") - nw.col("arrived") + nw.col("left"),
        grade=nw.when(nw.col("grade") != WHOLE).then(nw.col("grade")),
        person=nw.lit(NOBODY).cast(nw.Int64),
    ).filter(nw.col("difference") != 0)
    shown = days.select("school_code", "opening_on", "closing_on")
    return from_ledger(judged.join(shown, on="school_code", how="inner"))


WHOLE = 0  # stands for all grades of a school
SIDES = ("person", "school_code", "grade", "is_edge")


def counted_schools(previous: Frame, current: Frame, schools: Frame, as_of: date) -> Frame:
    """Schools with an opening and one fresh closing roster: their days and outer grades."""
    begins, ends = last_promotion(as_of)
    opened = previous.group_by("school_code").agg(nw.col("seen_on").min().alias("opening_on"))
    closed = current.group_by("school_code").agg(
        nw.col("seen_on").max().alias("closing_on"),
        nw.col("snapshot_id").n_unique().alias("files"),
        nw.col("grade").min().alias("lowest"),
        nw.col("grade").max().alias("highest"),
    )
    fresh = schools.filter(nw.col("is_fresh")).select("school_code")
    across = (nw.col("opening_on") <= ends) & (nw.col("closing_on") >= begins)
    return (
        opened.join(closed.filter(nw.col("files") == 1), on="school_code", how="inner")
        .join(fresh, on="school_code", how="semi")
        .with_columns(across=across)
    )


def pupils(rows: Frame, days: Frame, day: str) -> Frame:
    """Each pupil of a school's roster of a day once; `is_edge`: comes or goes with promotion."""
    there = rows.filter(~nw.col("status").is_in(GONE)).join(days, on="school_code", how="inner")
    outer = "lowest" if day == "closing_on" else "highest"
    return (
        there.filter(nw.col("seen_on") == nw.col(day), ~nw.col("person").is_null())
        .with_columns(
            is_edge=_count(nw.col("across") & (nw.col("grade") == nw.col(outer))),
            grade=nw.when(nw.col("across"))
            .then(nw.lit(WHOLE).cast(nw.Int64))
            .otherwise(nw.col("grade").cast(nw.Int64)),
        )
        .filter(~nw.col("grade").is_null())
        .select(*SIDES)
        .unique()
    )


def recorded(known: Frame, school: str, kinds: list[str]) -> Frame:
    """Persons and schools with a record of coming to it, or of leaving it."""
    name = "came" if school == "to_school" else "went"
    rows = known.filter(nw.col("kind").is_in(kinds))
    found = rows.select("person", school_code=nw.col(school)).unique()
    return found.with_columns(ONE.alias(name))


def inside(known: Frame) -> Frame:
    """Persons whose grade changed on record."""
    rows = known.filter(nw.col("kind").is_in(WITHIN)).select("person").unique()
    return rows.with_columns(inside=ONE)


def _is(name: str) -> nw.Expr:
    return (nw.col(name) == 1).fill_null(value=False)


def _count(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition.fill_null(value=False)).then(ONE).otherwise(NONE)
