"""Judging a registry file school by school, and judging again when movements explain more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import narwhals.stable.v2 as nw
import pyarrow.compute as pc

from models.database import db
from models.organisation import Organisation
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.snapshots import PartState
from tracking.kernel.engine import EmbeddedEngine
from tracking.kernel.settings import Settings
from tracking.snapshots import guard, queries, rolls
from tracking.snapshots.cleaning import Cleaned
from tracking.snapshots.columns import COLUMNS
from tracking.snapshots.policy import Losses, Part, judged, shrank


@dataclass(frozen=True)
class Verdict:
    """The guard's word on one school in one file."""

    school_code: str
    state: PartState
    rows: int
    losses: Losses | None
    org_path: str

    def as_part(self, snapshot: Snapshot) -> SnapshotPart:
        """The row that keeps the verdict."""
        return SnapshotPart(
            snapshot_id=snapshot.id,
            school_code=self.school_code,
            state=self.state,
            rows=self.rows,
            rows_before=self.losses.before if self.losses else 0,
            lost=self.losses.lost if self.losses else 0,
            org_path=self.org_path,
        )


def judge(cleaned: Cleaned, as_of: date, settings: Settings) -> list[Verdict]:
    """Verdicts on every school in a registry file and on schools that should be in it."""
    counts = {
        entry["values"]: entry["counts"]
        for entry in pc.value_counts(cleaned.table["school_code"].drop_null()).to_pylist()
    }
    known = queries.schools()
    every = queries.registry_parts(date.max)
    last = queries.latest_usable(p for p in every if p.as_of <= as_of)
    newest = queries.latest_usable(every)
    lost = counted_losses(cleaned, as_of, settings, list(last.values()))
    top = queries.root()
    outside = top.path if top else "-/"
    verdicts = [
        Verdict(
            code,
            judged(
                known=code in known,
                outdated=code in newest and newest[code].as_of > as_of,
                losses=lost.get(code),
            ),
            rows,
            lost.get(code),
            known[code].path if code in known else outside,
        )
        for code, rows in sorted(counts.items())
    ]
    missing = absent_schools(counts, known, newest, as_of)
    return verdicts + [
        Verdict(code, PartState.ABSENT, 0, lost[code], known[code].path)
        for code in missing
        if code in lost and shrank(lost[code])
    ]


def absent_schools(
    counts: dict[str, int],
    known: dict[str, Organisation],
    newest: dict[str, Part],
    as_of: date,
) -> list[str]:
    """Schools with a roster on file that are missing from a file which covers their county."""
    counties = {known[code].parent_id for code in counts if code in known}
    return sorted(
        code
        for code, school in known.items()
        if code not in counts
        and code in newest
        and newest[code].as_of < as_of
        and school.parent_id in counties
    )


def counted_losses(
    cleaned: Cleaned, as_of: date, settings: Settings, before: list[Part]
) -> dict[str, Losses]:
    """Unexplained losses per school against the last good rosters."""
    with EmbeddedEngine(settings.memory) as engine:
        now = engine.table(cleaned.table.select(["student_key", "id_key"]))
        old = rolls.roll(engine, settings.archive_dir, before)
        moves = rolls.movements(engine, settings.archive_dir, as_of)
        return guard.losses(engine, old, now, moves)


def rejudge(settings: Settings, as_of: date) -> None:
    """Accept parts set aside whose losses the movements known by now explain.

    Files of one week arrive in any order; a roster must not stay aside because its
    movements came an hour later.
    """
    aside = [p for p in queries.open_set_asides() if p.state is PartState.SHRUNK]
    last = queries.latest_usable(queries.registry_parts(date.max))
    with EmbeddedEngine(settings.memory) as engine:
        for part in aside:
            before = last.get(part.school_code)
            if before is None or part.snapshot.as_of > as_of:
                continue
            old = rolls.roll(engine, settings.archive_dir, [before])
            now = rolls.snapshot_frame(engine, settings.archive_dir, part.snapshot)
            moves = rolls.movements(engine, settings.archive_dir, as_of)
            found = guard.losses(engine, old, now.select(nw.col("student_key", "id_key")), moves)
            losses = found.get(part.school_code)
            if losses and not shrank(losses):
                part.state, part.lost = PartState.ACCEPTED, losses.lost
    db.session.flush()


def header_of(field: str) -> str:
    """The official header of a field, for messages to clerks."""
    for columns in COLUMNS.values():
        for column in columns:
            if column.field == field:
                return column.headers[0]
    return field
