"""Counting what a new file does to each school, against its last good roster.

Counted before identities are resolved. A pupil is explained by the same student or identity
number anywhere in the new file, or by any exit on record. Three statements do for all schools
of a file: who is gone, which columns are filled, what the values of those who stayed became.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from models.vocabulary.registry import EnrolStatus, MovementKind
from tracking.kernel.engine import Engine, Frame
from tracking.snapshots.policy import LAST_GRADES, Counts, Losses, graduations, promotions

EXITS = [
    k.value
    for k in (
        MovementKind.TRANSFER_OUT,
        MovementKind.GRADUATE,
        MovementKind.DEATH,
        MovementKind.ABROAD,
        MovementKind.LEAVE,
        MovementKind.DELETE,
    )
]
KEYS = ("student_key", "id_key")
# Columns that must not go empty: the archived one, and the field it is read from.
WATCHED = {
    "id_key": "id_number",
    "name_key": "name",
    "birth_date": "birth_date",
    "sex": "sex",
    "grade": "grade",
    "phone_key": "guardian1_phone",
}
LASTING = ("sex", "birth_date")  # what a pupil keeps for life
# On the roll, or nobody knows: a status that no table understands is told as a note.
ON_ROLL = [
    s.value
    for s in (
        EnrolStatus.STUDYING,
        EnrolStatus.SUSPENDED,
        EnrolStatus.TRANSFERRING,
        EnrolStatus.UNKNOWN,
    )
]
ATTENDANCE = ("status", "in_school")
LEAVING = ("left", "graduated", "away")  # not on the roll, by graduation, by the word “at school”
COUNTED = ("school_code", "student_key", *WATCHED, *ATTENDANCE)
Rows = list[dict[str, Any]]


def counts(
    engine: Engine,
    before: Frame,
    now: Frame,
    movements: Frame,
    days: Mapping[str, tuple[date, date]],
) -> dict[str, Counts]:
    """Per school of `before`: what the guard judges by. `days` are those of its two rosters."""
    then, new = (engine.keep(frame.select(*COUNTED)) for frame in (before, now))
    lost = losses(engine, then, new, movements)
    filled = [{r["school_code"]: r for r in _fills(engine, frame)} for frame in (then, new)]
    stayed: dict[str, Rows] = defaultdict(list)
    exits = movements.filter(nw.col("kind").is_in(EXITS))
    for row in _meanings(engine, then, new, exits):
        stayed[row["school_code"]].append(row)
    return {
        school: Counts(
            losses=found,
            now=filled[1].get(school, {}).get("rows", 0),
            filled={
                field: (filled[0][school][column], filled[1].get(school, {}).get(column, 0))
                for column, field in WATCHED.items()
            },
            stayed=sum(row["n"] for row in stayed[school]),
            changed=_changed(stayed[school], *days[school]),
        )
        for school, found in lost.items()
    }


def losses(engine: Engine, before: Frame, now: Frame, movements: Frame) -> dict[str, Losses]:
    """Per school of `before`: pupils then, and those gone without explanation."""
    exits = movements.filter(nw.col("kind").is_in(EXITS))
    slim = before.select("school_code", "grade", *KEYS)
    gone = slim
    for key in KEYS:
        for there in (now, exits):
            known = there.select(key).filter(~nw.col(key).is_null()).unique()
            gone = gone.join(known, on=key, how="anti")
    then, missing = _by_grade(engine, slim), _by_grade(engine, gone)
    found = {}
    for school, grades in then.items():
        lost = missing.get(school, {})
        pairs = tuple(sorted((grades[grade], lost[grade]) for grade in lost))
        found[school] = Losses(sum(grades.values()), sum(lost.values()), pairs)
    return found


def _by_grade(engine: Engine, frame: Frame) -> dict[str, dict[int | None, int]]:
    table = engine.collect(frame.group_by("school_code", "grade").agg(nw.len().alias("n")))
    found: dict[str, dict[int | None, int]] = defaultdict(dict)
    for row in table.to_pylist():
        found[row["school_code"]][row["grade"]] = row["n"]
    return found


def _fills(engine: Engine, frame: Frame) -> Rows:
    """Per school its rows, and how many of them have a value in each watched column."""
    values = [nw.col(column).count().alias(column) for column in WATCHED]
    grouped = frame.group_by("school_code").agg(nw.len().alias("rows"), *values)
    rows: Rows = engine.collect(grouped).to_pylist()
    return rows


def _meanings(engine: Engine, before: Frame, now: Frame, exits: Frame) -> Rows:
    """Pupils who stayed at their school, counted by what became of their values."""
    facts = [*LASTING, "grade", *LEAVING]
    both = _once(_leaving(now), {c: c for c in (*facts, *KEYS)}).join(
        _once(_leaving(before), {c: f"then_{c}" for c in facts}),
        on=["school_code", "who"],
        how="inner",
    )
    for key in KEYS:
        known = exits.select(key).filter(~nw.col(key).is_null()).unique()
        recorded = known.with_columns(nw.lit(1).alias(f"recorded_{key}"))
        both = both.join(recorded, on=key, how="left")
    differs = [
        (nw.col(c) != nw.col(f"then_{c}")).fill_null(value=False).alias(f"other_{c}")
        for c in LASTING
    ]
    step = (nw.col("grade") - nw.col("then_grade")).alias("step")
    seen = both.select("school_code", *differs, *_left(), step)
    grouped = seen.group_by(list(seen.collect_schema().names()))
    rows: Rows = engine.collect(grouped.agg(nw.len().alias("n"))).to_pylist()
    return rows


def _leaving(frame: Frame) -> Frame:
    """Say of each row, with 1 or 0, what LEAVING names."""
    status, here = nw.col("status"), nw.col("in_school")
    graduated = status == EnrolStatus.GRADUATED.value
    signs = (~status.is_in(ON_ROLL), graduated, ~here)
    named = zip(LEAVING, signs, strict=True)
    return frame.with_columns(*(s.fill_null(value=False).cast(nw.Int8).alias(n) for n, s in named))


def _left() -> list[nw.Expr]:
    """Who is not on the roll any more without a record; by the column that says it."""
    recorded = (nw.col(f"recorded_{key}").is_null() for key in KEYS)
    left = (nw.col("left") == 1) & (nw.col("then_left") == 0)
    for is_not in recorded:
        left = left & is_not
    away = left & (nw.col("away") == 1) & (nw.col("then_away") == 0)
    last = nw.col("then_grade").is_in(LAST_GRADES).fill_null(value=False)
    done = last & (nw.col("graduated") == 1)
    return [left.alias("other_status"), away.alias("other_in_school"), done.alias("done")]


def _once(frame: Frame, names: Mapping[str, str]) -> Frame:
    """Each pupil of a school once, although it may stand there twice; columns under new names."""
    who = nw.coalesce(*(nw.col(key) for key in KEYS)).alias("who")
    told = frame.select("school_code", who, *names).filter(~nw.col("who").is_null())
    values = (nw.col(column).min().alias(name) for column, name in names.items())
    return told.group_by("school_code", "who").agg(*values)


def _changed(rows: Rows, before: date, now: date) -> dict[str, int]:
    """How many of a school's pupils who stayed have another value, per column.

    Leaving the roll is one where it has no record; who graduates in summer needs none.
    """
    found = {c: sum(row["n"] for row in rows if row[f"other_{c}"]) for c in LASTING}
    most = promotions(before, now)
    jumps = [r["n"] for r in rows if r["step"] is not None and not 0 <= r["step"] <= most]
    believed = [row for row in rows if not (row["done"] and graduations(before, now))]
    left = {c: sum(r["n"] for r in believed if r[f"other_{c}"]) for c in ATTENDANCE}
    return {**found, "grade": sum(jumps), **left}
