"""Archived parts as lazy frames: the roll of all schools, and all movements, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import narwhals.stable.v2 as nw

from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.engine import Engine, Frame
from tracking.snapshots import archive, form
from tracking.snapshots.policy import Part
from tracking.snapshots.queries import held_schools, snapshots_by_id

CLEAR = {
    kind: [f.name for f in schema if f.name != "sealed"] for kind, schema in form.FORMS.items()
}


@cache
def types_of(kind: SnapshotKind) -> nw.Schema:
    """The types of a kind's fields; asked for only where an older file lacks some."""
    known: nw.Schema = nw.from_native(form.FORMS[kind].empty_table(), eager_only=True).schema
    return known


def empty(engine: Engine, kind: SnapshotKind) -> Frame:
    """A frame of a kind without rows."""
    bare = engine.table(form.FORMS[kind].empty_table()).select(CLEAR[kind])
    return dated(bare, 0, date.max)


def dated(frame: Frame, snapshot_id: int, as_of: date) -> Frame:
    """Say with each row where it comes from."""
    return frame.with_columns(
        nw.lit(snapshot_id).cast(nw.Int64).alias("snapshot_id"),
        nw.lit(as_of).cast(nw.Date).alias("seen_on"),
    )


def snapshot_frame(engine: Engine, root: Path, snapshot: Snapshot) -> Frame:
    """The clear columns of one archived snapshot."""
    path = archive.whole_rows(root, snapshot)
    frame = filled(engine.parquet([path]), snapshot.kind).select(CLEAR[snapshot.kind])
    return dated(frame, snapshot.id, snapshot.as_of)


def filled(frame: Frame, kind: SnapshotKind) -> Frame:
    """Give a file of an earlier form the fields that were added since, as unknown."""
    there = set(frame.collect_schema().names())
    lacking = [name for name in CLEAR[kind] if name not in there]
    if not lacking:
        return frame
    types = types_of(kind)
    # pandas has no literal of a type without a value; no number at all can become any type.
    nothing = nw.when(nw.col("row_no") < 0).then(nw.col("row_no").cast(nw.String))
    return frame.with_columns(*(nothing.cast(types[n]).alias(n) for n in lacking))


def roll(
    engine: Engine, root: Path, parts: Iterable[Part], *, with_salvaged: bool = False
) -> Frame:
    """The rows of the given parts; `with_salvaged` adds rows whose school was not legible."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for part in parts:
        wanted[part.snapshot_id].add(part.school_code)
    frames = [empty(engine, SnapshotKind.REGISTRY)]
    held = held_schools()
    for number, snapshot in sorted(snapshots_by_id(wanted).items()):
        frame = snapshot_frame(engine, root, snapshot)
        if not with_salvaged:
            frame = frame.filter(~nw.col("school_code").is_null())
        if held[number] - wanted[number]:
            chosen = nw.col("school_code").is_in(sorted(wanted[number]))
            frame = frame.filter(chosen | nw.col("school_code").is_null())
        frames.append(frame)
    return nw.concat(frames) if len(frames) == 1 else nw.concat(frames[1:])


def movements(engine: Engine, root: Path, files: Iterable[Snapshot]) -> Frame:
    """All movements of some files, each in its latest state; refused ones are left out.

    Files may be cumulative or not: the same pupil, kind, day and sending school is one
    movement, and the newest file that names it decides how far it is.
    """
    frames = [snapshot_frame(engine, root, s) for s in files]
    if not frames:
        return empty(engine, SnapshotKind.MOVEMENTS)
    same = ["who", "kind", "moved_on", "from_school"]
    order = ["seen_on", "snapshot_id", "row_no"]
    # Under a name of its own: on pandas what is counted would else not count in the order.
    place = nw.col("row_no").alias("nth").cum_count().over(*same, order_by=order)
    return (
        nw.concat(frames)
        .with_columns(who=nw.coalesce(nw.col("student_key"), nw.col("id_key")))
        .with_columns(place=place, last=nw.len().over(*same))
        .filter(nw.col("place") == nw.col("last"), nw.col("state") != "refused")
        .drop("who", "place", "last")
    )
