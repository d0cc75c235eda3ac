"""Claiming a period of a job: the row (job, period) is unique, so only one claim can succeed.

Why the effect happens exactly once. Claiming is a transaction of its own, and two claims of
one period cannot both commit: the unique constraint refuses the second. The work itself is
made of transactions that may be repeated without harm: a scan is written whole or not at all,
and a second scan of the same day finds everything there; a file is known by its content; a
message by its key. The slot is finished right after. When the process dies between the effect
and the finish, the slot is taken over and the work done again, which changes nothing. When a
process that was believed dead wakes up, its finish is refused: it names the attempt it holds.

Every change of a slot is conditional on the state it was decided on. Moments are aware UTC.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from models.database import db
from models.job_run import JobRun
from models.vocabulary.jobs import RunState
from tracking.kernel.scheduling.periods import Period
from tracking.kernel.transaction import transaction

EXTRA = "T"  # stands in the key of a run by hand (2026-11-21T10:15), never in a schedule's
MONTH = timedelta(days=31)
QUEUED = 1.0  # seconds of waiting for the write lock that prove that somebody was writing


@dataclass(frozen=True)
class Slot:
    """What a runner holds while it works: the row, and the attempt it may finish."""

    run_id: int
    job: str
    period: str
    owner: str
    attempt: int


def found(job: str, period: str) -> JobRun | None:
    """The row of a job and a period."""
    query = select(JobRun).where(JobRun.job == job, JobRun.period == period)
    return db.session.scalars(query).one_or_none()


def running(job: str) -> list[JobRun]:
    """Rows of a job that say they are running, alive or not, oldest first."""
    query = select(JobRun).where(JobRun.job == job, JobRun.state == RunState.RUNNING)
    return list(db.session.scalars(query.order_by(JobRun.due_at, JobRun.id)))


def last_run(job: str) -> JobRun | None:
    """The run of a job that started last; skipped periods did not start."""
    query = select(JobRun).where(JobRun.job == job, JobRun.state != RunState.SKIPPED)
    return db.session.scalars(query.order_by(JobRun.started_at.desc(), JobRun.id.desc())).first()


def known_periods(job: str, now: datetime) -> dict[str, datetime]:
    """Key → due time of a job's scheduled rows.

    Rows written while a clock stood in the future do not count, or a clock that was wrong for
    an hour would silence the job until that future comes. Where there are no others, those of
    the next month do: then it is rather the clock of today that was put back.
    """
    query = select(JobRun.period, JobRun.due_at, JobRun.started_at).where(
        JobRun.job == job, JobRun.period.not_like(f"%{EXTRA}%")
    )
    rows = list(db.session.execute(query))
    past = {period: due_at for period, due_at, started_at in rows if started_at <= now}
    soon = {period: due_at for period, due_at, started_at in rows if started_at <= now + MONTH}
    return past or soon


def claim(
    job: str, period: Period, *, owner: str, now: datetime, covering: Iterable[Period] = ()
) -> Slot | None:
    """Take a period nobody has, and account for the missed ones it covers; None when too late."""
    row = _row(job, period, RunState.RUNNING, owner, now)
    try:
        with transaction():
            for missed in covering:
                skipped = _row(job, missed, RunState.SKIPPED, owner, now)
                skipped.finished_at, skipped.message = now, f"covered by {period.key}"
                skipped.counts = {"covered_by": period.key}
                db.session.add(skipped)
            db.session.add(row)
            db.session.flush()
            slot = Slot(row.id, job, period.key, owner, 1)
    except IntegrityError:
        return None
    return slot


def take(run: JobRun, *, owner: str, now: datetime) -> Slot | None:
    """Run a period again whose runner died or failed; None when somebody else was quicker.

    On SQLite a long scan holds the only write lock, so that its own heart cannot be heard:
    whoever had to queue for the lock has learnt that the other is alive, and lets go.
    """
    slot = Slot(run.id, run.job, run.period, owner, run.attempt + 1)
    unchanged = _unchanged(run)
    asked = time.monotonic()
    with transaction():
        if time.monotonic() - asked > QUEUED:
            return None
        taken = _changed(
            unchanged,
            state=RunState.RUNNING,
            claimed_by=owner,
            attempt=slot.attempt,
            started_at=now,
            heartbeat_at=now,
            finished_at=None,
            counts={},
            message="",
        )
    return slot if taken else None


def settle(run: JobRun, *, covered_by: str | None, now: datetime) -> None:
    """End a row whose runner died: a later period covers it, or it failed for good."""
    state = RunState.SKIPPED if covered_by else RunState.FAILED
    counts = {"covered_by": covered_by} if covered_by else {"error": "Interrupted"}
    message = f"covered by {covered_by}" if covered_by else "Interrupted"
    unchanged = _unchanged(run)
    with transaction():
        _changed(unchanged, state=state, finished_at=now, counts=counts, message=message)


def beat(slot: Slot, now: datetime) -> bool:
    """Say that the runner lives; False when the slot is not its own any more."""
    with transaction():
        return _changed(_held(slot), heartbeat_at=now)


def finish(
    slot: Slot, state: RunState, *, counts: dict[str, Any], message: str, now: datetime
) -> bool:
    """Write how the run ended; False when the slot is not its own any more."""
    with transaction():
        return _changed(
            _held(slot),
            state=state,
            counts=counts,
            message=message[:500],
            finished_at=now,
            heartbeat_at=now,
        )


def _row(job: str, period: Period, state: RunState, owner: str, now: datetime) -> JobRun:
    return JobRun(
        job=job,
        period=period.key,
        due_at=period.due_at,
        state=state,
        claimed_by=owner,
        started_at=now,
        heartbeat_at=now,
        counts={},
    )


def _held(slot: Slot) -> tuple[Any, ...]:
    return (
        JobRun.id == slot.run_id,
        JobRun.state == RunState.RUNNING,
        JobRun.claimed_by == slot.owner,
        JobRun.attempt == slot.attempt,
    )


def _unchanged(run: JobRun) -> tuple[Any, ...]:
    return (
        JobRun.id == run.id,
        JobRun.state == run.state,
        JobRun.attempt == run.attempt,
        JobRun.heartbeat_at == run.heartbeat_at,
    )


def _changed(conditions: tuple[Any, ...], **values: Any) -> bool:
    statement = update(JobRun).where(*conditions).values(**values)
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount == 1
