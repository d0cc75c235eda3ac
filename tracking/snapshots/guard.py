"""Counting who is gone from each school between its last good roster and a new file.

Counted per school and grade, before identities are resolved: the same student or identity
number anywhere in the new file, or any exit on record, explains a pupil.
"""

from __future__ import annotations

from collections import defaultdict

import narwhals.stable.v2 as nw

from models.vocabulary.registry import MovementKind
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.snapshots.policy import Losses

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


def losses(
    engine: EmbeddedEngine, before: Frame, now: Frame, movements: Frame
) -> dict[str, Losses]:
    """Per school of `before`: pupils then, and those gone without explanation."""
    exits = movements.filter(nw.col("kind").is_in(EXITS))
    slim = before.select("school_code", "grade", *KEYS)
    gone = slim
    for key in KEYS:
        for there in (now, exits):
            known = there.select(key).filter(~nw.col(key).is_null()).unique()
            gone = gone.join(known, on=key, how="anti")
    counted = _counts(engine, slim), _counts(engine, gone)
    return {
        school: _losses(grades, counted[1].get(school, {})) for school, grades in counted[0].items()
    }


def _counts(engine: EmbeddedEngine, frame: Frame) -> dict[str, dict[int | None, int]]:
    table = engine.collect(frame.group_by("school_code", "grade").agg(nw.len().alias("n")))
    counts: dict[str, dict[int | None, int]] = defaultdict(dict)
    for row in table.to_pylist():
        counts[row["school_code"]][row["grade"]] = row["n"]
    return counts


def _losses(before: dict[int | None, int], gone: dict[int | None, int]) -> Losses:
    worst = max(gone, key=lambda g: gone[g] / before[g], default=None)
    return Losses(
        before=sum(before.values()),
        lost=sum(gone.values()),
        worst_grade=(before[worst], gone[worst]) if gone else (0, 0),
    )
