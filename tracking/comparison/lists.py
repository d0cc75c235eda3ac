"""Lists of other departments, roll calls and graduates as lazy frames: those in force on a day.

A list stands until its sender brings a newer one, and no longer than the bureau's period. Files
of one sender within a week are one list, sent in parts; welfare lists are one per category.
Dispatched names and deaths add up: a name stays until its child is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import narwhals.stable.v2 as nw

from models.snapshot import Snapshot
from models.vocabulary.lists import NumberCheck
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.policy import WEEK
from tracking.comparison.queries import list_snapshots
from tracking.identity.links import ORDER, with_person
from tracking.kernel.engine import Engine, Frame
from tracking.kernel.school_year import SchoolYear
from tracking.snapshots import rolls

ADD_UP = frozenset({SnapshotKind.DISPATCHED, SnapshotKind.DEATHS, SnapshotKind.ROLL_CALL})
BY_CATEGORY = frozenset({SnapshotKind.WELFARE})
WITNESSES = ("phone_key", "guardian_key", "guardian_id_key")
OWN = ("id_key", "student_key", "local_key", "person_key")  # a department knows the identity number
NUMBERS = ("id_key", "student_key")
PLACE = ["snapshot_id", "row_no"]
KNOWN = ("person", "birth_date", "id_key", "id_check", *WITNESSES)


def snapshots_in_force(
    kind: SnapshotKind, as_of: date, year: SchoolYear, days: int
) -> list[Snapshot]:
    """The files of a kind that stand for a day; `days` is how long a list counts."""
    since = as_of - timedelta(days=days)
    if kind is SnapshotKind.ROLL_CALL:
        since = max(since, year.term_starts)
    found = list_snapshots(kind, since, as_of)
    if kind in ADD_UP or kind in BY_CATEGORY:
        return found
    newest = {s.org_path: s.as_of for s in found}  # ordered by day, so the last one stays
    return [s for s in found if s.as_of >= newest[s.org_path] - WEEK]


def list_frame(
    engine: Engine, root: Path, kind: SnapshotKind, snapshots: Iterable[Snapshot]
) -> Frame:
    """The rows in force of some files of a kind."""
    frames = [
        rolls.snapshot_frame(engine, root, s).with_columns(sender=nw.lit(s.org_path))
        for s in snapshots
    ]
    if not frames:
        return rolls.empty(engine, kind)
    rows = nw.concat(frames)
    if kind in BY_CATEGORY:
        newest = nw.col("seen_on").max().over("sender", "category")
        rows = rows.with_columns(newest=newest).filter(
            nw.col("seen_on") >= nw.col("newest").dt.offset_by(f"-{WEEK.days}d")
        )
        rows = rows.drop("newest")
    return rows.drop("sender")


def people(roll: Frame) -> Frame:
    """What rows of lists are recognised by."""
    return roll.select(*ORDER[:1], *ORDER[2:], *KNOWN)


def recognised(
    engine: Engine,
    frame: Frame,
    roll: Frame,
    told: Frame | None = None,
    own: tuple[str, ...] = OWN,
) -> Frame:
    """Give each row the `person` that the roll has for one of its keys, else a person of its own.

    By identity number, student number, local number with the same birth date, and name + birth
    date + sex unless both sides bear different identity numbers in order and no witness agrees; of
    several persons under one key the next key decides. Who is not on the roll may be `told` of
    elsewhere, with its numbers; `own` are the keys of a person of its own. Every row comes back
    once.
    """
    there = frame.collect_schema().names()
    rows = engine.keep(
        with_person(frame, *(k for k in own if k in there)).rename({"person": "own"})
    )
    pairs = [_pairs(rows, roll, key, there) for key in OWN if key in there]
    chosen = engine.keep(_best([engine.keep(pair) for pair in pairs]))
    if told is not None:
        rest = engine.keep(rows.join(chosen, on=PLACE, how="anti"))
        pairs = [_pairs(rest, told, key, there) for key in NUMBERS if key in there]
        chosen = nw.concat([chosen, _best([engine.keep(pair) for pair in pairs])])
    joined = rows.join(chosen, on=PLACE, how="left")
    found = joined.with_columns(person=nw.coalesce(nw.col("person"), nw.col("own"))).drop("own")
    return engine.keep(found)  # many rules build on it, and none should plan it again


def _best(pairs: list[Frame]) -> Frame:
    """One person per row: the one with the best key, and of several the one with the next."""
    known = nw.concat(pairs).unique().group_by(*PLACE, "person").agg(nw.col("weight").sum())
    most = known.with_columns(most=nw.col("weight").max().over(*PLACE))
    chosen = most.filter(nw.col("weight") == nw.col("most"))
    return chosen.group_by(*PLACE).agg(nw.col("person").min())


def _pairs(rows: Frame, people: Frame, key: str, there: list[str]) -> Frame:
    """Rows and people that share a key; the better key weighs more than all after it."""
    facts = ("person",) if key in NUMBERS else KNOWN
    target = people.select(
        nw.col(key).alias("shared"), *(nw.col(c).alias(f"to_{c}") for c in facts)
    ).filter(~nw.col("shared").is_null())
    pairs = rows.filter(~nw.col(key).is_null()).join(
        target, left_on=key, right_on="shared", how="inner"
    )
    if key == "local_key":
        pairs = pairs.filter(_same("birth_date") if "birth_date" in there else nw.lit(value=False))
    if key == "person_key":
        witnesses = [_same(w) for w in WITNESSES if w in there]
        agree = nw.any_horizontal(*witnesses, ignore_nulls=True)
        pairs = pairs.filter(agree | ~_differ_in_order())
    weight = nw.lit(2 ** (len(OWN) - OWN.index(key))).cast(nw.Int64)
    return pairs.select(*PLACE, weight=weight, person=nw.col("to_person"))


def _same(column: str) -> nw.Expr:
    return (nw.col(column) == nw.col(f"to_{column}")).fill_null(value=False)


def _differ_in_order() -> nw.Expr:
    """Whether both sides bear identity numbers that are in order and are not the same."""
    ok = NumberCheck.OK.value
    both = (nw.col("id_check") == ok) & (nw.col("to_id_check") == ok)
    differ: nw.Expr = (both & (nw.col("id_key") != nw.col("to_id_key"))).fill_null(value=False)
    return differ
