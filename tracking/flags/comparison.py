"""The frames of one scan: rolls before and now, movements and schools, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from models.sealing import UnsealError
from models.vocabulary.snapshots import Damage
from tracking.flags.policy import Comparison, compare
from tracking.flags.queries import baseline_before, last_scan
from tracking.identity import queries as identity
from tracking.identity.matching import OPENED
from tracking.identity.resolve import Known, Resolved, Rows, resolve
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.snapshots import archive, rolls
from tracking.snapshots.queries import registry_parts, snapshots_by_id


@dataclass(frozen=True)
class Frames:
    """What the rules get, and what stood behind it."""

    comparison: Comparison
    resolved: Resolved
    schools: Frame

    def by_name(self) -> dict[str, Frame]:
        """The frames under the names rules ask for them."""
        return {
            "previous": self.resolved.previous,
            "current": self.resolved.current,
            "movements": self.resolved.movements,
            "schools": self.schools,
        }


def assemble(engine: EmbeddedEngine, root: Path, as_of: date) -> Frames:
    """Put the frames of a day together and resolve who is who."""
    comparison = compare(registry_parts(as_of), baseline_before(as_of))
    previous = rolls.roll(engine, root, comparison.previous, with_salvaged=True)
    current = rolls.roll(engine, root, comparison.current, with_salvaged=True)
    if comparison.stale:
        stale = superseded_removed(rolls.roll(engine, root, comparison.stale), previous)
        current = nw.concat([current, stale])
    movements = engine.keep(rolls.movements(engine, root, as_of))
    missing = missing_after_all(engine, root, comparison, as_of)
    known = Known(identity.decided(), missing)
    resolved = resolve(engine, previous, current, movements, rows_from(root), known)
    return Frames(comparison, resolved, schools_frame(engine, comparison))


def superseded_removed(stale: Frame, previous: Frame) -> Frame:
    """Old rosters without pupils who were seen elsewhere later.

    A child that moved on from a school whose roster is missing now must not be held present
    by that old roster when it disappears from its new school.
    """
    later = (
        previous.filter(~nw.col("student_key").is_null())
        .group_by("student_key")
        .agg(nw.col("seen_on").max().alias("later_on"))
    )
    columns = stale.collect_schema().names()
    joined = stale.join(later, on="student_key", how="left")
    superseded = (nw.col("later_on") > nw.col("seen_on")).fill_null(value=False)
    return joined.filter(~superseded).select(columns)


def schools_frame(engine: EmbeddedEngine, comparison: Comparison) -> Frame:
    """Schools with a roster, and whether it is of the newest week."""
    codes, recent = sorted(comparison.standing), comparison.recent_schools()
    return engine.table(
        pa.table(
            {
                "school_code": pa.array(codes, pa.string()),
                "is_fresh": pa.array([c in recent for c in codes], pa.bool_()),
            }
        )
    )


def rows_from(root: Path) -> Rows:
    """A function that opens archived rows, for the few that need a closer look."""

    def rows(wanted: list[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
        return archived_rows(root, wanted, OPENED)

    return rows


def missing_after_all(
    engine: EmbeddedEngine, root: Path, comparison: Comparison, as_of: date
) -> Frame | None:
    """Old rows that were taken for a present child until a person said they are two.

    The last scan passed them by, and their rosters have been compared: they are looked for
    once more by the first scan after the refusal.
    """
    before = last_scan(before=as_of)
    refused = identity.refused_after(before.started_at) if before else []
    compared = {(part.snapshot_id, part.school_code) for part in comparison.previous}
    wanted: dict[int, set[int]] = {}
    for link in refused:
        if (link.snapshot_id, link.school_code) not in compared:
            wanted.setdefault(link.snapshot_id, set()).add(link.row_no)
    frames = [
        rolls.snapshot_frame(engine, root, snapshot).filter(
            nw.col("row_no").is_in(sorted(wanted[number]))
        )
        for number, snapshot in sorted(snapshots_by_id(wanted).items())
    ]
    return engine.keep(nw.concat(frames)) if frames else None


def archived_rows(
    root: Path, wanted: list[tuple[int, int]], columns: Sequence[str] | None = None
) -> dict[tuple[int, int], dict[str, Any]]:
    """Archived rows with identity opened, by (snapshot id, row number)."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for number, snapshot in snapshots_by_id(n for n, _ in wanted).items():
        path = archive.whole_rows(root, snapshot)
        try:
            numbers = [r for n, r in wanted if n == number]
            rows = archive.rows_at(path, snapshot.kind, numbers, columns)
        except UnsealError as error:
            raise archive.damaged(snapshot, Damage.UNREADABLE) from error
        found |= {(number, row_no): row for row_no, row in rows.items()}
    return found
