"""Judging a registry file school by school, and judging again when movements explain more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

import pyarrow.compute as pc

from models.database import db
from models.organisation import Organisation
from models.scope import covers
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.snapshots import PartState
from tracking.kernel.engine import EmbeddedEngine
from tracking.kernel.settings import Settings
from tracking.snapshots import guard, queries, rolls
from tracking.snapshots.area import area_of
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.cleaning import Cleaned
from tracking.snapshots.columns import COLUMNS
from tracking.snapshots.policy import Counts, Judgement, Limits, Part, judged
from tracking.thresholds.queries import value_of


@dataclass(frozen=True)
class Verdict:
    """The guard's word on one school in one file."""

    school_code: str
    word: Judgement
    rows: int
    counts: Counts | None
    org_path: str

    @property
    def state(self) -> PartState:
        """What becomes of the school's rows."""
        return self.word.state

    @property
    def before(self) -> int:
        """Pupils on the school's last good roster."""
        return self.counts.losses.before if self.counts else 0

    @property
    def lost(self) -> int:
        """Those of them who are gone without explanation."""
        return self.counts.losses.lost if self.counts else 0

    def as_part(self, snapshot: Snapshot) -> SnapshotPart:
        """The row that keeps the verdict."""
        return SnapshotPart(
            snapshot_id=snapshot.id,
            school_code=self.school_code,
            state=self.state,
            rows=self.rows,
            rows_before=self.before,
            lost=self.lost,
            columns=list(self.word.columns),
            affected=self.word.affected,
            org_path=self.org_path,
        )


def limits() -> Limits:
    """What the guard goes by in this installation."""
    return Limits(**{f.name: value_of(f"guard.{f.name}") for f in fields(Limits)})


def judge(
    cleaned: Cleaned, arrival: Arrival, settings: Settings, foreign: Mapping[str, int]
) -> list[Verdict]:
    """Verdicts on every school in a registry file and on schools that should be in it.

    `foreign` is school → rows that were left out of the file.
    """
    rows = {
        entry["values"]: entry["counts"]
        for entry in pc.value_counts(cleaned.table["school_code"].drop_null()).to_pylist()
    }
    area, as_of, top, found = area_of(arrival.by), arrival.as_of, queries.root(), limits()
    known = {c: o for c, o in queries.schools().items() if covers(area, o.path)}
    every = queries.registry_parts(date.max)
    newest = queries.latest_usable(every)
    last = queries.latest_usable(p for p in every if p.as_of <= as_of)
    missing = absent_schools(rows, known, newest, as_of, found.covers)
    before = [last[code] for code in (*rows, *missing) if code in last]
    counts = counted(cleaned, as_of, settings, before)
    outdated = {code for code in rows if code in newest and newest[code].as_of > as_of}
    words = {
        code: judged(found, counts.get(code), known=code in known, outdated=code in outdated)
        for code in rows
    }
    words |= dict.fromkeys(foreign, Judgement(PartState.FOREIGN))
    absent = (code for code in missing if code in counts and counts[code].losses.lost)
    words |= dict.fromkeys(absent, Judgement(PartState.ABSENT))
    nobodys = area or (top.path if top else "-/")
    paths = {code: known[code].path if code in known else nobodys for code in words}
    sizes = {**foreign, **rows}
    return [
        Verdict(code, word, sizes.get(code, 0), counts.get(code), paths[code])
        for code, word in sorted(words.items())
    ]


def absent_schools(
    rows: Iterable[str],
    known: Mapping[str, Organisation],
    newest: Mapping[str, Part],
    as_of: date,
    covers_from: float,
) -> list[str]:
    """Schools with a roster on file that are missing from a file which covers their county.

    A file with the roster of one school, sent again, covers no county.
    """
    here = {code for code in rows if code in known}
    there = Counter(known[code].parent_id for code in here)
    schools = Counter(known[code].parent_id for code in here | (newest.keys() & known.keys()))
    return sorted(
        code
        for code in newest.keys() & known.keys()
        if code not in here
        and newest[code].as_of < as_of
        and there[known[code].parent_id] >= covers_from * schools[known[code].parent_id]
    )


def counted(
    cleaned: Cleaned, as_of: date, settings: Settings, before: list[Part]
) -> dict[str, Counts]:
    """What the guard judges by, per school, against the last good rosters."""
    if not before:
        return {}
    with EmbeddedEngine(settings.memory) as engine:
        return guard.counts(
            engine,
            rolls.roll(engine, settings.archive_dir, before),
            engine.table(cleaned.table.select(guard.COUNTED)),
            rolls.movements(engine, settings.archive_dir, queries.movement_snapshots(as_of)),
            {part.school_code: (part.as_of, as_of) for part in before},
        )


def rejudge(settings: Settings, until: date, area: str) -> None:
    """Judge parts that are set aside again with the movements known by now.

    Files of one week arrive in any order; a roster must not stay aside because its
    movements came an hour later. Only parts in the area of who brought the movements in.
    """
    last, found = queries.latest_usable(queries.registry_parts(date.max)), limits()
    for part in queries.open_set_asides():
        if part.school_code not in last or not covers(area, part.org_path):
            continue
        counts = recounted(part, last[part.school_code], settings, until)
        if part.state is not PartState.ABSENT:
            word = judged(found, counts)
            part.state, part.columns, part.affected = word.state, list(word.columns), word.affected
            part.lost = counts.losses.lost
        elif not counts.losses.lost:
            db.session.delete(part)  # every pupil is explained: nobody has to send anything
    db.session.flush()


def recounted(part: SnapshotPart, before: Part, settings: Settings, until: date) -> Counts:
    """What the guard judges a stored part by, with all movements until a day."""
    as_of = part.snapshot.as_of
    with EmbeddedEngine(settings.memory) as engine:
        return guard.counts(
            engine,
            rolls.roll(engine, settings.archive_dir, [before]),
            rolls.snapshot_frame(engine, settings.archive_dir, part.snapshot),
            rolls.movements(
                engine, settings.archive_dir, queries.movement_snapshots(max(as_of, until))
            ),
            {part.school_code: (before.as_of, as_of)},
        )[part.school_code]


def header_of(field: str) -> str:
    """The official header of a field, for messages to clerks."""
    for columns in COLUMNS.values():
        for column in columns:
            if column.field == field:
                return column.headers[0]
    return field
