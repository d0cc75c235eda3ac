from __future__ import annotations

import time
from datetime import datetime, timedelta
from threading import Event

from sqlalchemy.exc import OperationalError

from models.job_run import JobRun
from tracking.kernel import clock
from tracking.kernel.scheduling.heartbeat import Heartbeat, Listener, Pace

QUICK = Pace(beat=0.02, dead=0.2)


def a_run(heard: datetime) -> JobRun:
    return JobRun(id=1, heartbeat_at=heard, attempt=1)


def test_it_beats_until_the_work_is_done() -> None:
    beats: list[float] = []
    thrice = Event()

    def beat() -> None:
        beats.append(time.monotonic())
        if len(beats) >= 3:
            thrice.set()

    with Heartbeat(beat, 0.01):
        assert thrice.wait(5)
    counted = len(beats)
    time.sleep(0.05)
    assert len(beats) == counted


def test_it_goes_on_beating_after_the_database_was_away() -> None:
    again = Event()
    failed: list[int] = []

    def beat() -> None:
        if failed:
            again.set()
            return
        failed.append(1)
        raise OperationalError("", None, Exception("away"))

    with Heartbeat(beat, 0.01):
        assert again.wait(5)


def test_a_run_is_dead_when_it_is_old_and_silent_for_two_beats() -> None:
    listener, old = Listener(QUICK), a_run(clock.now() - timedelta(minutes=5))
    assert not listener.is_dead(old, clock.now())
    time.sleep(0.06)
    assert listener.is_dead(old, clock.now())


def test_a_clock_that_jumps_ahead_kills_no_run() -> None:
    listener, run = Listener(QUICK), a_run(clock.now())
    ahead = clock.now() + timedelta(days=7)
    assert not listener.is_dead(run, ahead)
    run.heartbeat_at = clock.now()
    time.sleep(0.06)
    assert not listener.is_dead(run, ahead)


def test_a_clock_that_is_put_back_hides_no_dead_run() -> None:
    listener, run = Listener(QUICK), a_run(clock.now() + timedelta(days=7))
    assert not listener.is_dead(run, clock.now())
    time.sleep(0.25)
    assert listener.is_dead(run, clock.now())
