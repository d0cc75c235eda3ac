"""Enrolment balance sheet: opening + in − out = closing, per school and grade, by records.

The same arithmetic as the rule BALANCE, whose frames it uses; here every pupil who came or went
is told apart by the record that explains it. Pure.
"""

from __future__ import annotations

from datetime import date, timedelta

import narwhals.stable.v2 as nw

from models.vocabulary.comparison import Box
from models.vocabulary.registry import MovementKind
from tracking.comparison.boxes import first_of, place
from tracking.kernel.engine import Frame
from tracking.rules.balance import (
    IN,
    ONE,
    OUT,
    SIDES,
    counted_schools,
    inside,
    pupils,
)

COLUMNS = ("person", "school_code", "grade", "was", "is_now", "box")
BY_IN = {MovementKind.TRANSFER_IN: Box.ARRIVED, MovementKind.RESUME: Box.RETURNED}
BY_OUT = {
    MovementKind.TRANSFER_OUT: Box.TRANSFERRED,
    MovementKind.GRADUATE: Box.GRADUATED,
    MovementKind.DEATH: Box.DIED,
    MovementKind.ABROAD: Box.ABROAD,
    MovementKind.DELETE: Box.REMOVED,
    MovementKind.LEAVE: Box.LEFT,
}
CAME = (Box.ENTERED, Box.ARRIVED, Box.RETURNED, Box.REGRADED_IN, Box.UNRECORDED)
WENT = (
    Box.PROMOTED,
    Box.TRANSFERRED,
    Box.GRADUATED,
    Box.DIED,
    Box.ABROAD,
    Box.REMOVED,
    Box.LEFT,
    Box.REGRADED_OUT,
    Box.GONE,
)
OPEN_ENDS = (Box.UNRECORDED, Box.GONE)  # what does not add up


def balanced(
    previous: Frame,
    current: Frame,
    movements: Frame,
    schools: Frame,
    *,
    as_of: date,
    record_days: int,
) -> Frame:
    """One row per pupil, school and grade of either roster, with COLUMNS; STAYED is on both.

    Grade 0 stands for all grades of a school whose pupils were promoted in between.
    """
    days = counted_schools(previous, current, schools, as_of)
    opening = pupils(previous, days, "opening_on").with_columns(was=ONE)
    closing = pupils(current, days, "closing_on").with_columns(is_now=ONE)
    both = opening.join(closing, on=["person", "school_code", "grade"], how="full").select(
        "was",
        "is_now",
        *(nw.coalesce(nw.col(c), nw.col(f"{c}_right")).alias(c) for c in SIDES),
    )
    known = movements.filter(
        nw.col("moved_on") >= as_of - timedelta(days=record_days), nw.col("moved_on") <= as_of
    )
    came = by_record(known, "to_school", IN, BY_IN, "came_by")
    went = by_record(known, "from_school", OUT, BY_OUT, "went_by")
    marked = (
        both.join(came, on=["person", "school_code"], how="left")
        .join(went, on=["person", "school_code"], how="left")
        .join(inside(known), on="person", how="left")
    )
    zero = nw.lit(0).cast(nw.Int64)
    sides = {name: nw.coalesce(nw.col(name), zero) for name in ("was", "is_now")}
    return marked.with_columns(box=box_of_pupil(), **sides).select(*COLUMNS)


def box_of_pupil() -> nw.Expr:
    """Which record explains that a pupil is on one of the rosters only; STAYED on both."""
    is_edge, is_inside = nw.col("is_edge") == 1, nw.col("inside") == 1
    is_new, is_gone = nw.col("was").is_null(), nw.col("is_now").is_null()
    return first_of(
        [
            *((is_new & (nw.col("came_by") == n), b) for n, b in enumerate(BY_IN.values())),
            (is_new & is_inside, Box.REGRADED_IN),
            (is_new & is_edge, Box.ENTERED),
            (is_new, Box.UNRECORDED),
            *((is_gone & (nw.col("went_by") == n), b) for n, b in enumerate(BY_OUT.values())),
            (is_gone & is_inside, Box.REGRADED_OUT),
            (is_gone & is_edge, Box.PROMOTED),
            (is_gone, Box.GONE),
        ],
        Box.STAYED,
    )


def by_record(
    known: Frame, school: str, kinds: list[str], boxes: dict[MovementKind, Box], name: str
) -> Frame:
    """Persons and the schools they came to or left on record; `name` is the kind's place."""
    rank = nw.lit(len(boxes))
    for number, kind in enumerate(boxes):
        rank = nw.when(nw.col("kind") == kind.value).then(nw.lit(number)).otherwise(rank)
    rows = known.filter(nw.col("kind").is_in(kinds)).select(
        "person", school_code=nw.col(school), rank=rank
    )
    return rows.group_by("person", "school_code").agg(nw.col("rank").min().alias(name))


def open_places(rows: Frame, previous: Frame, current: Frame) -> Frame:
    """Where the pupils stand who came or went without a record: `place`, `box`, and the school."""
    wanted = rows.filter(nw.col("box").is_in([box.value for box in OPEN_ENDS]))
    found = []
    for box, frame in ((Box.GONE, previous), (Box.UNRECORDED, current)):
        there = frame.select("person", "school_code", place=place())
        mine = wanted.filter(nw.col("box") == box.value)
        pairs = mine.join(there, on=["person", "school_code"], how="inner")
        keys = ("person", "school_code", "grade", "box")
        found.append(pairs.group_by(*keys).agg(nw.col("place").max()))
    return nw.concat(found)
