"""The frames of a day, for the rules and whatever else counts by them; only those wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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
from tracking.comparison.policy import Comparison, compare
from tracking.comparison.queries import baseline_before, last_scan
from tracking.comparison.rows import rows_from
from tracking.identity import queries as identity
from tracking.identity.resolve import Known, Resolved, resolve
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.kernel.school_year import SchoolYear, school_year
from tracking.rules._kit import LISTS
from tracking.snapshots import rolls
from tracking.snapshots.policy import Part
from tracking.snapshots.queries import registry_parts, snapshots_by_id
from tracking.thresholds.queries import value_of

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
    """What the rules get, and what stood behind it.

    `tables` are the frames by the names rules ask for them; `there` names the lists of which a
    file is in force; `inputs` gives the snapshots behind each frame.
    """

    as_of: date
    year: SchoolYear
    comparison: Comparison
    resolved: Resolved
    tables: dict[str, Frame]
    there: set[str]
    inputs: dict[str, list[int]]


def year_of(day: date) -> SchoolYear:
    """The school year of a day, by the bureau's first days of terms."""
    autumn, spring = (
        (int(value_of(f"calendar.{term}_month")), int(value_of(f"calendar.{term}_day")))
        for term in ("autumn", "spring")
    )
    return school_year(day, autumn, spring)


def assemble(
    engine: EmbeddedEngine,
    root: Path,
    as_of: date,
    wanted: Collection[str],
    baseline: Mapping[str, int] | None = None,
) -> Frames:
    """Put the frames of a day together and resolve who is who.

    `baseline` is school → snapshot that the day is compared with, as the last scan before it did
    when none is given.
    """
    year, parts = year_of(as_of), registry_parts(as_of)
    before = baseline_before(as_of) if baseline is None else baseline
    comparison = compare(parts, before)
    previous = rolls.roll(engine, root, comparison.previous, with_salvaged=True)
    current = rolls.roll(engine, root, comparison.current, with_salvaged=True)
    if comparison.stale:
        stale = superseded_removed(rolls.roll(engine, root, comparison.stale), previous)
        current = nw.concat([current, stale])
    movements = engine.keep(rolls.movements(engine, root, as_of))
    missing = missing_after_all(engine, root, comparison, as_of)
    known = Known(identity.decided(), missing)
    spans = len({p.school_code for p in comparison.previous}) < len(comparison.previous)
    resolved = resolve(engine, previous, current, movements, rows_from(root), known, spans=spans)
    tables = {
        "previous": resolved.previous,
        "current": resolved.current,
        "gone": resolved.gone,
        "movements": resolved.movements,
    }
    inputs = {
        "previous": ids_of(comparison.previous),
        "current": ids_of([*comparison.current, *comparison.stale]),
    }
    frames = Frames(as_of, year, comparison, resolved, tables, set(), inputs)
    roll = nw.concat([resolved.current, resolved.previous])
    add_earlier_rolls(frames, engine, root, parts, roll, wanted)
    add_lists(frames, engine, root, roll, wanted)
    add_ledger(frames, engine, wanted)
    return frames


def add_earlier_rolls(
    frames: Frames,
    engine: EmbeddedEngine,
    root: Path,
    parts: Collection[Part],
    roll: Frame,
    wanted: Collection[str],
) -> None:
    """The rolls at the end of the last term and of the last school year, if wanted."""
    ends = {
        "term_before": frames.year.term_starts - timedelta(days=1),
        "year_before": date(frames.year.first, 6, 30),
    }
    for name in sorted({*ends} & {*wanted}):
        before = standing_before(parts, ends[name])
        rows = rolls.roll(engine, root, before)
        frames.tables[name] = lists.recognised(engine, rows, roll) if before else unknown(rows)
        frames.inputs[name] = ids_of(before)


def add_lists(
    frames: Frames, engine: EmbeddedEngine, root: Path, roll: Frame, wanted: Collection[str]
) -> None:
    """The lists in force, if wanted."""
    days = int(value_of("lists.days"))
    for name in sorted({*LISTS} & {*wanted}):
        kind = SnapshotKind(name)
        files = lists.snapshots_in_force(kind, frames.as_of, frames.year, days)
        rows = lists.list_frame(engine, root, kind, files)
        frames.tables[name] = lists.recognised(engine, rows, roll) if files else unknown(rows)
        frames.inputs[name] = [s.id for s in files]
        if files:
            frames.there.add(name)


def add_ledger(frames: Frames, engine: EmbeddedEngine, wanted: Collection[str]) -> None:
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


def ids_of(parts: Collection[Part]) -> list[int]:
    """The snapshots that some parts lie in."""
    return sorted({part.snapshot_id for part in parts})


def standing_before(parts: Collection[Part], last: date) -> list[Part]:
    """The newest good roster of each school up to a day, not older than a year before it."""
    known = [p for p in parts if p.is_usable and last - timedelta(days=365) < p.as_of <= last]
    newest = {p.school_code: p for p in sorted(known, key=lambda p: p.order)}
    return list(newest.values())


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


def schools_frame(engine: EmbeddedEngine, comparison: Comparison, roll_call: Frame | None) -> Frame:
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
