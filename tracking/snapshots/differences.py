"""What a checked roster changes school by school: who is new, gone, moved, or written otherwise."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.kernel.settings import Settings
from tracking.snapshots import queries, rolls
from tracking.snapshots.checking import Checked

COMPARED = ("name_key", "id_key", "birth_date", "sex", "grade", "class_no", "status")
KEYS = ("student_key", "id_key", "local_key", "person_key")
COUNTS = ("new", "gone", "moved", "changed")


def counted(checked: Checked, as_of: date, settings: Settings) -> list[dict[str, Any]]:
    """One entry per school with changes: `school_code`, `rows`, and COUNTS; other kinds: none.

    Compared with the last good roster of each school up to that day. `moved` came from another
    school and is counted where it arrived; schools that sent nothing are left out.
    """
    if checked.mapped.kind is not SnapshotKind.REGISTRY:
        return []
    last = queries.latest_usable(p for p in queries.registry_parts(as_of))
    covered = [v.school_code for v in checked.verdicts if v.rows]
    with EmbeddedEngine(settings.memory) as engine:
        before = engine.keep(_slim(rolls.roll(engine, settings.archive_dir, last.values())))
        now = _slim(engine.table(checked.cleaned.table.drop_columns(["sealed"])))
        now = engine.keep(now.filter(~nw.col("school_code").is_null()))
        found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
        for name, frame in _changes(before, now, covered).items():
            table = engine.collect(frame.group_by("school_code").agg(nw.len().alias("n")))
            for row in table.to_pylist():
                found[row["school_code"]][name] = row["n"]
        rows = engine.collect(now.group_by("school_code").agg(nw.len().alias("n"))).to_pylist()
    sizes = {row["school_code"]: row["n"] for row in rows}
    return [
        {"school_code": code, "rows": sizes.get(code, 0), **counts}
        for code, counts in sorted(found.items())
        if code in covered
    ]


def _slim(frame: Frame) -> Frame:
    who = nw.coalesce(*(nw.col(key) for key in KEYS))
    return frame.select(who.alias("who"), "school_code", *COMPARED)


def _changes(before: Frame, now: Frame, covered: list[str]) -> dict[str, Frame]:
    """Frames of pupils, each under the school where the change is to be counted."""
    then = before.select(
        "who",
        nw.col("school_code").alias("then_at"),
        *(nw.col(c).alias(f"then_{c}") for c in COMPARED),
    ).unique(subset=["who"], keep="any")
    both = now.join(then, on="who", how="inner")
    stayed = both.filter(nw.col("then_at") == nw.col("school_code"))
    differs = nw.lit(value=False)
    for column in COMPARED:
        same = (nw.col(column) == nw.col(f"then_{column}")).fill_null(value=False)
        blank = nw.col(column).is_null() & nw.col(f"then_{column}").is_null()
        differs = differs | ~(same | blank)
    present = now.select("who").unique()
    return {
        "new": now.join(then.select("who"), on="who", how="anti"),
        "gone": before.filter(nw.col("school_code").is_in(covered)).join(
            present, on="who", how="anti"
        ),
        "moved": both.filter(nw.col("then_at") != nw.col("school_code")),
        "changed": stayed.filter(differs),
    }
