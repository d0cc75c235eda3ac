"""Is everything in order: the invariants of the whole story, each held against the rows.

What the database's own constraints forbid is asked all the same: a restored backup, a hand in
the database or a mistake of ours would show here first.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select

from models.case import Case, CaseEvent
from models.child import Child
from models.database import among, db, integrity_problems
from models.flag import Flag
from models.intake import Intake
from models.job_run import JobRun
from models.organisation import Organisation
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.cases import CaseState
from models.vocabulary.intakes import IntakeState
from models.vocabulary.jobs import RunState
from models.vocabulary.snapshots import SnapshotKind
from tracking.cases.policy import MOVES, OPEN
from tracking.kernel import audit, clock, keys, schema
from tracking.kernel.settings import Settings
from tracking.lines.watching import left_posts
from tracking.proofs import care as documents
from tracking.snapshots import archive, care, care_queries

STUCK_AFTER = timedelta(hours=1)  # without a heartbeat, longer than any scan holds it up
CHUNK = 1_000
Fault = str


@dataclass(frozen=True)
class Check:
    """One invariant: its code, what it says, and how the faults are found."""

    code: str
    title: Any
    faults: Callable[[Settings], list[Fault]]


class Step(NamedTuple):
    """One line of a timeline: from which state to which, in which episode."""

    episode: int
    before: CaseState | None
    after: CaseState | None


def set_up(settings: Settings) -> list[Fault]:
    """Database, keys and folders are ready for work."""
    found = [] if schema.is_current() else ["the database is not at this version: baoxue init"]
    secret = (settings.keys_dir, *keys.data_keys(settings.keys_dir).values())
    found += [
        f"{path.name} can be read by others than its owner"
        for path in secret
        if path.stat().st_mode & 0o077
    ]
    return found + [
        f"{folder.name} cannot be written to"
        for folder in (settings.data_dir, settings.archive_dir, settings.staging_dir)
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK)
    ]


def several_cases(_settings: Settings) -> list[Fault]:
    """Cases of one pupil: same number, name and birth date in two files with a case each."""
    cases: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    query = select(
        Case.number, Child.student_no, Child.id_number, Child.name_key, Child.birth_date
    ).join(Case.child)
    for number, student_no, id_number, name, born in db.session.execute(query):
        for key in ((1, student_no), (2, id_number)):
            if key[1]:
                cases[*key, name, born].add(number)
    together = {tuple(sorted(found)) for found in cases.values() if len(found) > 1}
    return [" + ".join(numbers) for numbers in sorted(together)]


def flags_without_case(_settings: Settings) -> list[Fault]:
    """Flags whose case is missing or is another child's."""
    query = select(Flag.id).outerjoin(Case, Flag.case_id == Case.id)
    wrong = or_(Case.id.is_(None), Case.child_id != Flag.child_id)
    return [f"flag {number}" for number in db.session.scalars(query.where(wrong))]


def unowned(_settings: Settings) -> list[Fault]:
    """Open cases whose owner, or a person named for them, does not work any more."""
    gone = (
        select(Case.number)
        .join(Case.owner)
        .where(
            Case.state.in_(OPEN), Case.merged_into_id.is_(None), Organisation.is_active.is_(False)
        )
    )
    left = select(Case.number).where(among(Case.id, left_posts()))
    remedy = "(the daily clock names another: baoxue jobs fire daily_clock)"
    owners = [
        f"{number} has an owner that does not work {remedy}" for number in db.session.scalars(gone)
    ]
    return owners + [
        f"{number} names a person who left {remedy}" for number in db.session.scalars(left)
    ]


def bad_runs(_settings: Settings) -> list[Fault]:
    """Periods run twice, two runs at once, and runs that nobody works on any more."""
    silent = JobRun.heartbeat_at < clock.now() - STUCK_AFTER
    running = JobRun.state == RunState.RUNNING
    ended = JobRun.finished_at.is_not(None)
    found = [f"{r.job} {r.period} is stuck" for r in _runs(running, or_(silent, ended))]
    found += [
        f"{r.job} {r.period} ended without a time"
        for r in _runs(~running, JobRun.finished_at.is_(None))
    ]
    doubled = select(JobRun.job, JobRun.period).group_by(JobRun.job, JobRun.period)
    at_once = select(JobRun.job).where(running).group_by(JobRun.job)
    for query in (doubled, at_once):
        rows = db.session.execute(query.having(func.count() > 1))
        found += [f"{' '.join(row)} runs more than once" for row in rows]
    return found


def _runs(*conditions: ColumnElement[bool]) -> list[JobRun]:
    return list(db.session.scalars(select(JobRun).where(*conditions).order_by(JobRun.id)))


def half_imports(settings: Settings) -> list[Fault]:
    """Accepted files whose archived rows and recorded rows are not the same number."""
    rows = select(SnapshotPart.snapshot_id, func.sum(SnapshotPart.rows))
    recorded: dict[int, int] = dict(
        iter(db.session.execute(rows.group_by(SnapshotPart.snapshot_id)))
    )
    found = []
    for snapshot in care_queries.accepted():
        path = archive.place_of(settings.archive_dir, snapshot) / archive.ROWS
        if path.is_file() and not _is_whole(snapshot, path, recorded.get(snapshot.id, 0)):
            found.append(f"snapshot {snapshot.id}")
    lost = (Intake.state == IntakeState.ACCEPTED, Intake.snapshot_id.is_(None))
    return found + [f"upload {n}" for n in db.session.scalars(select(Intake.id).where(*lost))]


def _is_whole(snapshot: Snapshot, path: Any, recorded: int) -> bool:
    try:
        with pq.ParquetFile(path) as file:
            there = file.metadata.num_rows
            is_roll = snapshot.kind is SnapshotKind.REGISTRY
            codes = file.read(columns=["school_code"])["school_code"] if is_roll else None
    except (OSError, ValueError):
        return True  # damaged, which another line tells
    if codes is not None and pc.count(codes).as_py() != recorded:
        return False
    least = snapshot.rows_read - snapshot.rows_in_error
    return bool(least <= there <= snapshot.rows_read)


def jumps(_settings: Settings) -> list[Fault]:
    """Cases whose timeline does not lead, step by allowed step, to where the case stands."""
    query = select(Case.id, Case.number, Case.state).order_by(Case.id)
    cases = list(db.session.execute(query))
    found = []
    for start in range(0, len(cases), CHUNK):
        chosen = cases[start : start + CHUNK]
        steps = _steps_of([number for number, *_ in chosen])
        found += [name for number, name, state in chosen if not _leads_to(steps[number], state)]
    return found


def _steps_of(numbers: list[int]) -> dict[int, list[Step]]:
    steps: dict[int, list[Step]] = defaultdict(list)
    query = select(
        CaseEvent.case_id, CaseEvent.episode, CaseEvent.from_state, CaseEvent.to_state
    ).where(CaseEvent.case_id.in_(numbers))
    for number, episode, before, after in db.session.execute(query.order_by(CaseEvent.id)):
        steps[number].append(Step(episode, before, after))
    return steps


def _leads_to(steps: list[Step], state: CaseState) -> bool:
    if not steps or steps[0].before is not None or steps[-1].after is not state:
        return False
    return all(
        later.before is earlier.after
        and later.episode - earlier.episode in (0, 1)
        and is_allowed(later.before, later.after)
        for earlier, later in pairwise(steps)
    )


def is_allowed(before: CaseState | None, after: CaseState | None) -> bool:
    """Whether the table of moves leads from one state to another."""
    if before is None or after is None:
        return False
    return before is after or any(
        before in move.sources and after in move.targets for move in MOVES.values()
    )


def broken_chain(_settings: Settings) -> list[Fault]:
    """Where the audit log was changed or shortened."""
    broken = audit.first_broken_entry()
    db.session.rollback()
    return [] if broken is None else [f"entry {broken}"]


def damaged_files(settings: Settings) -> list[Fault]:
    """Archived files that are missing, altered or unreadable."""
    found = care.examine(settings.archive_dir)
    return [f"snapshot {t.snapshot.id}, {t.part}: {t.damage.value}" for t in found]


def left_files(settings: Settings) -> list[Fault]:
    """Files of crashes that no row knows."""
    found = [*care.leftovers(settings, clock.now()), *documents.leftovers(settings, clock.now())]
    return care.names_of(found, settings)


BASICS = (Check("set_up", _l("Database, keys and folders are ready"), set_up),)
DATA = (
    Check("several_cases", _l("No pupil has more than one case"), several_cases),
    Check("flags_without_case", _l("Every flagged pupil has its case"), flags_without_case),
    Check("owners", _l("Every open case has an active owner"), unowned),
    Check("runs", _l("No run of a job is doubled or stuck"), bad_runs),
    Check("imports", _l("Every file was brought in whole"), half_imports),
    Check("history", _l("Every case came to its state step by step"), jumps),
    Check("audit", _l("The audit log is unbroken"), broken_chain),
    Check("files", _l("Every archived file is there and unaltered"), damaged_files),
    Check("documents", _l("Every document of a case is there and unaltered"), documents.damaged),
    Check("left_over", _l("No file lies about without a row"), left_files),
    Check("database", _l("The database finds no fault in itself"), lambda _s: integrity_problems()),
)


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: Check
    faults: list[Fault]


def findings(
    settings: Settings, *, data: bool, progress: Callable[[int, int], None]
) -> Iterable[Finding]:
    """Go through the checks, one after the other; rows are only asked where tables are."""
    checks = (*BASICS, *(DATA if data and schema.is_current() else ()))
    for number, check in enumerate(checks):
        progress(number, len(checks))
        yield Finding(check, check.faults(settings))
