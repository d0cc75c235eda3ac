from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.job_run import JobRun
from models.vocabulary.jobs import RunState
from tests.faults.scheduler_process import ROOT
from tracking.kernel.settings import Settings

pytestmark = pytest.mark.faults
PERIODS = 200
FAST = 30  # milliseconds
PATIENCE = 120.0  # seconds: a busy machine is no fault
Process = subprocess.Popen[bytes]


@contextmanager
def scheduler(settings: Settings, *arguments: object) -> Iterator[Process]:
    """Start one scheduler and make sure that it is gone in the end."""
    command = [sys.executable, "-m", "tests.faults.scheduler_process", settings.database_url,
               settings.data_dir, *arguments]  # fmt: skip
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def runs(app: Flask) -> list[JobRun]:
    with app.app_context():
        return list(db.session.scalars(select(JobRun).order_by(JobRun.due_at)))


def effects(app: Flask) -> Counter[str]:
    """How often the work of each period was done."""
    query = select(AuditEntry.target).where(AuditEntry.action == "test.effect")
    with app.app_context():
        return Counter(db.session.scalars(query))


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def check_accounts(app: Flask) -> list[JobRun]:
    """No period missed, none doubled, none left running; return the runs."""
    found = runs(app)
    numbers = [int(run.period) for run in found]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert {run.state for run in found} <= {RunState.DONE, RunState.SKIPPED}
    done = {run.period for run in found if run.state is RunState.DONE}
    assert effects(app) == Counter(done)
    return found


@pytest.mark.parametrize("count", [2, 4])
def test_schedulers_at_once_miss_and_double_no_period(
    app: Flask, settings: Settings, count: int
) -> None:
    with ExitStack() as stack:
        started = [stack.enter_context(scheduler(settings, FAST, PERIODS)) for _ in range(count)]
        for process in started:
            assert process.wait(PATIENCE) == 0
    found = check_accounts(app)
    assert len(found) >= PERIODS
    assert len({run.claimed_by for run in found}) > 1
    assert sum(run.state is RunState.DONE for run in found) > PERIODS / 4


def test_a_scheduler_killed_in_mid_run_is_replaced(app: Flask, settings: Settings) -> None:
    slow = 3_000
    with scheduler(settings, slow, PERIODS, 30) as doomed:
        wait_for(lambda: runs(app))
        os.kill(doomed.pid, signal.SIGKILL)
    [left] = runs(app)
    assert left.state is RunState.RUNNING
    with scheduler(settings, slow, 2) as heir:
        assert heir.wait(PATIENCE) == 0
    check_accounts(app)


def test_restarts_miss_and_double_no_period(app: Flask, settings: Settings) -> None:
    for periods in (40, 120):
        with scheduler(settings, FAST, periods) as process:
            assert process.wait(PATIENCE) == 0
    assert len({run.claimed_by for run in check_accounts(app)}) == 2


def test_told_to_stop_it_finishes_the_run_first(app: Flask, settings: Settings) -> None:
    with scheduler(settings, 60_000, PERIODS, 1) as process:
        wait_for(lambda: runs(app))
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert [run.state for run in runs(app)] == [RunState.DONE]
    check_accounts(app)
