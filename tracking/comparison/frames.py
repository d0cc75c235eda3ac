"""The frames of a day, for the rules and whatever else counts by them; only those wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import aliased

from models.database import db
from models.organisation import Organisation
from models.vocabulary.organisations import Level
from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison import ledger, lists
from tracking.comparison.basis import Basis, basis_of
from tracking.comparison.policy import Comparison
from tracking.comparison.queries import last_scan
from tracking.comparison.rows import rows_from
from tracking.identity import queries as identity
from tracking.identity.links import ORDER
from tracking.identity.resolve import Known, Resolved, resolve
from tracking.kernel.engine import Engine, Frame
from tracking.kernel.school_year import SchoolYear
from tracking.snapshots import rolls
from tracking.snapshots.queries import snapshots_by_id

SCHOOLS = pa.schema(
    [
        ("school_code", pa.string()),
        ("county", pa.string()),
        ("is_fresh", pa.bool_()),
        ("last_roster_on", pa.date32()),
        ("last_roll_call_on", pa.date32()),
    ]
)


@dataclass(frozen=True)
class Frames:
    """What the rules get, by the names they ask for it, and what stood behind it."""

    basis: Basis
    resolved: Resolved
    tables: dict[str, Frame]

    @property
    def as_of(self) -> date:
        """The day."""
        return self.basis.as_of

    @property
    def year(self) -> SchoolYear:
        """The school year of the day."""
        return self.basis.year

    @property
    def comparison(self) -> Comparison:
        """Which roster of a school is compared with which."""
        return self.basis.comparison

    @property
    def there(self) -> set[str]:
        """The lists of which a file is in force."""
        return {name for name, files in self.basis.lists.items() if files}

    @property
    def roll(self) -> Frame:
        """All rows that tell who a child of a list is."""
        return nw.concat([self.resolved.current, self.resolved.previous])


def assemble(
    engine: Engine,
    root: Path,
    as_of: date,
    wanted: Collection[str],
    baseline: Mapping[str, int] | None = None,
    basis: Basis | None = None,
) -> Frames:
    """Put the frames of a day together and resolve who is who.

    `basis` names the files; they are those that stand for the day by now when none is given, with
    `baseline` as in `basis_of`.
    """
    basis = basis or basis_of(as_of, wanted, baseline)
    comparison = basis.comparison
    previous = rolls.roll(engine, root, comparison.previous, with_salvaged=True)
    current = rolls.roll(engine, root, comparison.current, with_salvaged=True)
    if comparison.stale:
        stale = superseded_removed(rolls.roll(engine, root, comparison.stale), previous)
        current = nw.concat([current, stale])
    movements = engine.keep(rolls.movements(engine, root, basis.movements))
    missing = missing_after_all(engine, root, comparison, as_of)
    known = Known(identity.decided(), missing)
    spans = len({p.school_code for p in comparison.previous}) < len(comparison.previous)
    resolved = resolve(engine, previous, current, movements, rows_from(root), known, spans=spans)
    tables = {
        "previous": resolved.previous,
        "current": resolved.current,
        "movements": resolved.movements,
    }
    frames = Frames(basis, resolved, tables)
    if any(basis.earlier.values()) or frames.there:
        known_by = engine.keep(lists.people(frames.roll))  # every list is held against it
    else:
        known_by = lists.people(frames.roll)
    add_earlier_rolls(frames, engine, root, known_by)
    add_lists(frames, engine, root, known_by)
    add_ledger(frames, engine, wanted)
    for name, frame in frames.tables.items():
        frames.tables[name] = engine.step(frame)
    return frames


def add_earlier_rolls(frames: Frames, engine: Engine, root: Path, known_by: Frame) -> None:
    """The rolls at the end of the last term and of the last school year, if wanted."""
    for name, parts in frames.basis.earlier.items():
        rows = rolls.roll(engine, root, parts)
        known = lists.recognised(engine, rows, known_by, own=ORDER) if parts else unknown(rows)
        frames.tables[name] = known


def add_lists(frames: Frames, engine: Engine, root: Path, known_by: Frame) -> None:
    """The lists in force, if wanted.

    Who has left every roll is known by movements and earlier rolls, under the same person there.
    """
    earlier = [frames.tables[name] for name in ("movements", *frames.basis.earlier)]
    told = nw.concat([frame.select("person", *lists.NUMBERS) for frame in earlier])
    told = engine.keep(told) if frames.there else told
    for name, files in frames.basis.lists.items():
        rows = lists.list_frame(engine, root, SnapshotKind(name), files)
        known = lists.recognised(engine, rows, known_by, told) if files else unknown(rows)
        frames.tables[name] = known


def add_ledger(frames: Frames, engine: Engine, wanted: Collection[str]) -> None:
    """Schools and the bureau's own files, if wanted."""
    if "schools" in wanted:
        called = frames.tables.get("roll_call")
        frames.tables["schools"] = schools_frame(engine, frames.comparison, called)
    if "cases" in wanted:
        frames.tables["cases"] = engine.table(ledger.cases_table(frames.as_of))
    if "known" in wanted:
        frames.tables["known"] = engine.table(ledger.known_flags_table(frames.as_of))
    if "tips" in wanted:
        frames.tables["tips"] = engine.table(ledger.tips_table(frames.as_of))


def unknown(rows: Frame) -> Frame:
    """An empty list with the column that its rows would have."""
    return rows.with_columns(person=nw.lit(0).cast(nw.Int64))


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


def schools_frame(engine: Engine, comparison: Comparison, roll_call: Frame | None) -> Frame:
    """Every active school and every school with a roster, with its last signs of life."""
    recent, called = comparison.recent_schools(), {}
    if roll_call is not None:
        days = roll_call.group_by("school_code").agg(nw.col("seen_on").max().alias("last"))
        called = {r["school_code"]: r["last"] for r in engine.collect(days).to_pylist()}
    rows = [
        {
            "school_code": code,
            "county": county,
            "is_fresh": code in recent,
            "last_roster_on": comparison.standing[code].as_of
            if code in comparison.standing
            else None,
            "last_roll_call_on": called.get(code),
        }
        for code, county in sorted(counties(comparison).items())
    ]
    return engine.table(pa.Table.from_pylist(rows, schema=SCHOOLS))


def counties(comparison: Comparison) -> dict[str, str]:
    """School code → code of its county bureau, for active schools and those with a roster."""
    above = aliased(Organisation)
    query = (
        select(Organisation.code, above.code)
        .outerjoin(above, above.id == Organisation.parent_id)
        .where(Organisation.level == Level.SCHOOL, Organisation.is_active.is_(True))
    )
    known: dict[str, Any] = dict(db.session.execute(query).all())
    return dict.fromkeys(comparison.standing, "") | {c: p or "" for c, p in known.items()}


def missing_after_all(
    engine: Engine, root: Path, comparison: Comparison, as_of: date
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
