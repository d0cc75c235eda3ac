"""Runs what is due, once: looks at the clock, claims in the database, works, writes the end.

Any number of runners may look at once, in any number of processes. A run that failed is tried
again at the next looks, then once an hour while its period lasts, so that work goes on by
itself after a full disk or a lost database is repaired.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from models.job_run import JobRun
from models.scope import EVERYWHERE, within
from models.vocabulary.jobs import RunState
from tracking.kernel import clock
from tracking.kernel.errors import BaoxueError, RefusedError
from tracking.kernel.scheduling import slots
from tracking.kernel.scheduling.heartbeat import Heartbeat, Listener, Pace, is_silent
from tracking.kernel.scheduling.periods import Period, Schedule, due_periods
from tracking.kernel.scheduling.slots import Slot
from tracking.kernel.settings import Settings

PROMPT_ATTEMPTS = 3
PAUSE = timedelta(hours=1)
Counts = dict[str, Any]
log = logging.getLogger("baoxue.jobs")


@dataclass(frozen=True)
class Occasion:
    """What a job is told: its period, the moment it really starts (UTC), the settings."""

    period: str
    at: datetime
    settings: Settings

    @property
    def today(self) -> date:
        """The calendar day in China on which the job really runs."""
        return clock.local(self.at).date()


@dataclass(frozen=True)
class ScheduledJob:
    """A job with its regular periods; `work` returns plain counts and may be repeated."""

    name: str
    schedule: Schedule
    work: Callable[[Occasion], Counts]


@dataclass(frozen=True)
class Ended:
    """How one run ended; `counts` and `message` as they stand in its row."""

    job: str
    period: str
    state: RunState
    counts: Counts
    message: str


class JobRunner:
    """One process's part in running the jobs; `context` opens a fresh application context."""

    def __init__(
        self,
        jobs: Sequence[ScheduledJob],
        settings: Settings,
        context: Callable[[], AbstractContextManager[Any]],
        *,
        now: Callable[[], datetime] = clock.now,
        pace: Pace | None = None,
    ) -> None:
        """Take the jobs, the settings they are told, and the clock to look at."""
        self._jobs: Mapping[str, ScheduledJob] = {job.name: job for job in jobs}
        self._settings = settings
        self._context = context
        self._now = now
        self._pace = pace or Pace()
        self._listener = Listener(self._pace)
        self.owner = f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(4)}"

    def look(self) -> list[Ended]:
        """Run what is due now, the longest due first; one job's trouble does not stop another."""
        ended = []
        now = self._now()
        for job in sorted(self._jobs.values(), key=lambda j: j.schedule.latest(now).due_at):
            try:
                slot = self._claim(job)
                if slot is not None:
                    ended.append(self._run(job, slot))
            except SQLAlchemyError as error:
                log.warning("%s: %s; trying again at the next look", job.name, kind_of(error))
        return ended

    def fire(self, name: str) -> Ended:
        """Run a job now: for its current period, or beside it when that is already done."""
        job = self._jobs.get(name)
        if job is None:
            raise RefusedError(
                _l("There is no job “%(name)s”; known are: %(known)s."),
                name=name,
                known=", ".join(self._jobs),
            )
        with self._context():
            slot = self._seize(job, self._now())
        if slot is None:
            raise RefusedError(_l("The job “%(name)s” is running or has just run."), name=name)
        return self._run(job, slot)

    def _claim(self, job: ScheduledJob) -> Slot | None:
        with self._context():
            now = self._now()
            latest = job.schedule.latest(now)
            for run in slots.running(job.name):
                if not self._listener.is_dead(run, now):
                    return None
                self._listener.forget(run.id)
                if run.period == latest.key and run.attempt < PROMPT_ATTEMPTS:
                    return slots.take(run, owner=self.owner, now=now)
                is_extra = slots.EXTRA in run.period or run.period == latest.key
                slots.settle(run, covered_by=None if is_extra else latest.key, now=now)
            row = slots.found(job.name, latest.key)
            if row is None:
                return self._claim_new(job, now)
            return slots.take(row, owner=self.owner, now=now) if is_wanted(row, now) else None

    def _claim_new(self, job: ScheduledJob, now: datetime) -> Slot | None:
        due = due_periods(job.schedule, now, slots.known_periods(job.name, now))
        if not due:
            return None
        return slots.claim(job.name, due[-1], owner=self.owner, now=now, covering=due[:-1])

    def _seize(self, job: ScheduledJob, now: datetime) -> Slot | None:
        for run in slots.running(job.name):
            if not is_silent(run, now, self._pace):
                return None
            slots.settle(run, covered_by=None, now=now)
        row = slots.found(job.name, job.schedule.latest(now).key)
        if row is None and (slot := self._claim_new(job, now)):
            return slot
        if row is not None and row.state in {RunState.FAILED, RunState.SKIPPED}:
            return slots.take(row, owner=self.owner, now=now)
        extra = Period(f"{clock.local(now):%Y-%m-%dT%H:%M}", now)
        return slots.claim(job.name, extra, owner=self.owner, now=now)

    def _run(self, job: ScheduledJob, slot: Slot) -> Ended:
        try:
            with Heartbeat(lambda: self._beat(slot), self._pace.beat):
                ended = self._attempt(job, slot)
        except BaseException as error:  # Ctrl-C in a run by hand: the next look may take it at once
            self._finish(failed(slot, error), slot)
            raise
        self._finish(ended, slot)
        return ended

    def _finish(self, ended: Ended, slot: Slot) -> None:
        with self._context():
            is_ours = slots.finish(
                slot, ended.state, counts=ended.counts, message=ended.message, now=self._now()
            )
        if not is_ours:
            log.warning("%s %s was taken over by another scheduler", slot.job, slot.period)

    def _attempt(self, job: ScheduledJob, slot: Slot) -> Ended:
        with self._context():
            try:
                with within(EVERYWHERE):
                    counts = job.work(Occasion(slot.period, self._now(), self._settings))
            except Exception as error:  # noqa: BLE001 - whatever a job dies of is written down
                return failed(slot, error)
        return Ended(slot.job, slot.period, RunState.DONE, counts, "")

    def _beat(self, slot: Slot) -> None:
        with self._context():
            slots.beat(slot, self._now())


def is_wanted(run: JobRun, now: datetime) -> bool:
    """Whether the row of the current period asks for a run: failed, or skipped by mistake.

    A row that was skipped later than now was skipped by a clock that stood in the future.
    """
    if run.state is RunState.SKIPPED:
        return run.started_at > now
    if run.state is not RunState.FAILED:
        return False
    ended = run.finished_at or run.started_at
    return run.attempt < PROMPT_ATTEMPTS or not ended <= now < ended + PAUSE


def kind_of(error: BaseException) -> str:
    """What went wrong, without any word of the data it went wrong with."""
    return type(error).__name__


def failed(slot: Slot, error: BaseException) -> Ended:
    """The end of a run that died: words meant for people, or only the kind of the error."""
    kind = kind_of(error)
    message = f"{kind}: {error}" if isinstance(error, BaoxueError) else kind
    return Ended(slot.job, slot.period, RunState.FAILED, {"error": kind}, message[:500])
