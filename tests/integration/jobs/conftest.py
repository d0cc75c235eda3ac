"""A runner whose clock the test turns, over the real database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models.database import db
from models.job_run import JobRun
from tracking.kernel.scheduling.heartbeat import Pace
from tracking.kernel.scheduling.periods import Weekly
from tracking.kernel.scheduling.runner import Counts, JobRunner, Occasion, ScheduledJob
from tracking.kernel.settings import Settings

QUICK = Pace(beat=0.02, dead=0.1)
MONDAY_AT_TWO = Weekly(0, 2, 0)


class Machine:
    """One machine with a clock; `works` are called in turn, the last one for ever."""

    def __init__(self, app: Flask, now: datetime, *works: Callable[[Occasion], Counts]) -> None:
        self.app = app
        self.now = now
        self.occasions: list[Occasion] = []
        self._works = list(works)
        self.runner = self.another_runner()

    def another_runner(self) -> JobRunner:
        settings: Settings = self.app.config["SETTINGS"]
        job = ScheduledJob("scan", MONDAY_AT_TWO, self._work)
        return JobRunner([job], settings, self.app.app_context, now=lambda: self.now, pace=QUICK)

    def _work(self, occasion: Occasion) -> Counts:
        self.occasions.append(occasion)
        work = self._works.pop(0) if len(self._works) > 1 else self._works[0]
        return work(occasion)

    def later(self, **distance: float) -> None:
        """Turn the clock; negative distances put it back."""
        self.now += timedelta(**distance)

    def rows(self) -> list[tuple[str, str, int]]:
        """(period, state, attempt) of every row, oldest period first."""
        with self.app.app_context():
            runs = db.session.scalars(select(JobRun).order_by(JobRun.due_at))
            return [(run.period, run.state.value, run.attempt) for run in runs]

    def row(self, period: str) -> JobRun:
        with self.app.app_context():
            return db.session.scalars(select(JobRun).where(JobRun.period == period)).one()


@pytest.fixture
def machine(app: Flask) -> Callable[..., Machine]:
    def build(now: datetime, *works: Callable[[Occasion], Counts]) -> Machine:
        return Machine(app, now, *(works or (lambda _occasion: {"opened": 3},)))

    return build
