"""One scheduler as a process of its own, with a job that is due every few milliseconds.

python -m tests.faults.scheduler_process DATABASE_URL DATA_DIR MILLISECONDS PERIODS [SECONDS]

It runs until so many PERIODS are accounted for, by whomever. Every run of the job writes one
audit entry, so that an effect that happens twice is seen; it takes SECONDS for the work.
"""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from models.database import db
from models.job_run import JobRun
from tracking.kernel import audit
from tracking.kernel.scheduling.heartbeat import Pace
from tracking.kernel.scheduling.periods import Period
from tracking.kernel.scheduling.runner import Counts, JobRunner, Occasion, ScheduledJob
from tracking.kernel.scheduling.ticker import Ticker
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.kernel.web.setup import prepare

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Every:
    """A period every few milliseconds, numbered since the beginning of 2026."""

    milliseconds: int

    def latest(self, now: datetime) -> Period:
        return self.numbered((now - EPOCH) // timedelta(milliseconds=self.milliseconds))

    def moved(self, period: Period, steps: int) -> Period:
        return self.numbered(int(period.key) + steps)

    def numbered(self, number: int) -> Period:
        due_at = EPOCH + number * timedelta(milliseconds=self.milliseconds)
        return Period(str(number), due_at)


def installed(settings: Settings) -> Flask:
    """The application as far as a scheduler needs it."""
    app = Flask("baoxue", root_path=str(ROOT))
    prepare(app, settings)
    return app


def main(
    database_url: str, data_dir: str, milliseconds: str, periods: str, seconds: str = "0"
) -> None:
    """Run until so many periods are accounted for, or until told to stop."""
    settings = Settings(data_dir=Path(data_dir), database_url=database_url)
    app = installed(settings)

    def work(occasion: Occasion) -> Counts:
        time.sleep(float(seconds))
        with transaction():
            audit.record("test.effect", by=None, target=occasion.period)
        return {"effects": 1}

    job = ScheduledJob("fast", Every(int(milliseconds)), work)
    runner = JobRunner([job], settings, app.app_context, pace=Pace(beat=0.1, dead=1.5))

    ended = select(func.count(JobRun.id)).where(JobRun.finished_at.is_not(None))

    def look() -> None:
        runner.look()
        with app.app_context():
            if (db.session.scalar(ended) or 0) >= int(periods):
                ticker.stop()

    ticker = Ticker(look, seconds=int(milliseconds) / 2000)
    signal.signal(signal.SIGTERM, lambda _number, _frame: ticker.stop())
    ticker.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
