from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select, update

from models.database import db
from models.job_run import JobRun
from models.scope import EVERYWHERE, current_scope
from models.vocabulary.jobs import RunState
from tests.integration.jobs.conftest import QUICK, Machine
from tracking.kernel import clock
from tracking.kernel.errors import ArchiveError, RefusedError
from tracking.kernel.scheduling import slots
from tracking.kernel.scheduling.runner import Counts, Occasion
from tracking.kernel.transaction import transaction

Build = Callable[..., Machine]
SATURDAY = clock.at(date(2026, 11, 21), 10, 15)  # in week 47


def change(app: Flask, **values: object) -> None:
    """Leave the rows of the jobs as a machine that died would."""
    with app.app_context(), transaction():
        db.session.execute(update(JobRun).values(**values))


def test_it_runs_a_period_once(machine: Build) -> None:
    at = machine(SATURDAY)
    [ended] = at.runner.look()
    assert (ended.period, ended.state, ended.counts) == ("2026-W47", RunState.DONE, {"opened": 3})
    at.later(minutes=1)
    assert not at.runner.look()
    assert not at.another_runner().look()
    row = at.row("2026-W47")
    assert (row.state, row.counts, row.attempt) == (RunState.DONE, {"opened": 3}, 1)
    assert row.finished_at is not None
    assert row.due_at == clock.at(date(2026, 11, 16), 2)


def test_the_job_sees_everything_and_knows_its_period(machine: Build) -> None:
    seen: list[str] = []

    def work(_occasion: Occasion) -> Counts:
        seen.append(current_scope())
        return {}

    at = machine(SATURDAY, work)
    at.runner.look()
    assert seen == [EVERYWHERE]
    assert at.occasions[0].period == "2026-W47"
    assert at.occasions[0].today == date(2026, 11, 21)


def test_of_many_runners_at_once_one_works(machine: Build) -> None:
    at = machine(SATURDAY)
    gate = Barrier(4)
    ended: list[object] = []

    def look() -> None:
        runner = at.another_runner()
        gate.wait()
        ended.extend(runner.look())

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == len(at.occasions) == 1
    assert at.rows() == [("2026-W47", "done", 1)]


def test_missed_weeks_are_covered_by_the_latest(machine: Build) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    at.later(weeks=3)
    at.runner.look()
    assert at.rows() == [
        ("2026-W47", "done", 1),
        ("2026-W48", "skipped", 1),
        ("2026-W49", "skipped", 1),
        ("2026-W50", "done", 1),
    ]
    missed = at.row("2026-W48")
    assert missed.message == "covered by 2026-W50"
    assert missed.counts == {"covered_by": "2026-W50"}


def test_a_failed_run_is_tried_again(machine: Build) -> None:
    def fail(_occasion: Occasion) -> Counts:
        raise KeyError("150291201509030012")

    at = machine(SATURDAY, fail, lambda _occasion: {"opened": 1})
    [first] = at.runner.look()
    assert (first.state, first.message) == (RunState.FAILED, "KeyError")
    assert "1502912015" not in str(vars(at.row("2026-W47")))
    at.later(seconds=30)
    at.runner.look()
    assert at.rows() == [("2026-W47", "done", 2)]
    assert at.row("2026-W47").message == ""


def test_a_failure_a_person_can_act_on_says_what_to_do(machine: Build) -> None:
    def fail(_occasion: Occasion) -> Counts:
        raise ArchiveError("Restore the archive from backup.")

    at = machine(SATURDAY, fail)
    at.runner.look()
    assert at.row("2026-W47").message == "ArchiveError: Restore the archive from backup."


def test_after_three_prompt_attempts_it_tries_once_an_hour(machine: Build) -> None:
    def fail(_occasion: Occasion) -> Counts:
        raise OSError

    at = machine(SATURDAY, fail)
    for _ in range(6):
        at.runner.look()
        at.later(seconds=30)
    assert at.rows() == [("2026-W47", "failed", 3)]
    at.later(hours=1)
    at.runner.look()
    assert at.rows() == [("2026-W47", "failed", 4)]


def test_a_clock_put_back_repeats_nothing(machine: Build) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    for distance in ({"hours": -1}, {"weeks": -1}, {"weeks": -2}):
        at.later(**distance)
        assert not at.runner.look()
    assert len(at.occasions) == 1


def test_a_clock_put_right_does_not_silence_the_scan(machine: Build) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    at.later(weeks=4)
    at.runner.look()  # the clock was wrong: weeks 48 to 50 were never missed
    at.later(weeks=-4)
    assert not at.runner.look()
    at.later(weeks=1)
    at.runner.look()
    assert at.rows()[:3] == [
        ("2026-W47", "done", 1),
        ("2026-W48", "done", 2),
        ("2026-W49", "skipped", 1),
    ]


def test_a_living_run_is_left_alone(machine: Build, app: Flask) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    change(app, state=RunState.RUNNING, heartbeat_at=at.now, finished_at=None)
    assert not at.runner.look()
    time.sleep(0.05)
    assert not at.runner.look()
    assert at.rows() == [("2026-W47", "running", 1)]


def test_a_dead_run_is_taken_over(machine: Build, app: Flask) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    change(app, state=RunState.RUNNING, claimed_by="dead:1:0", finished_at=None)
    at.later(minutes=4)
    runner = at.another_runner()
    assert not runner.look()  # it listens first: the clock may just have jumped
    time.sleep(3 * QUICK.beat)
    assert [ended.state for ended in runner.look()] == [RunState.DONE]
    assert at.rows() == [("2026-W47", "done", 2)]
    assert at.row("2026-W47").claimed_by == runner.owner


def test_a_run_that_kills_its_process_is_given_up(machine: Build, app: Flask) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    change(app, state=RunState.RUNNING, attempt=3, claimed_by="dead:1:0", finished_at=None)
    at.later(minutes=4)
    at.runner.look()
    time.sleep(3 * QUICK.beat)
    at.runner.look()
    assert at.rows() == [("2026-W47", "failed", 3)]
    assert at.row("2026-W47").message == "Interrupted"


def test_a_run_that_died_weeks_ago_is_covered(machine: Build, app: Flask) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    change(app, state=RunState.RUNNING, claimed_by="dead:1:0", finished_at=None)
    at.later(weeks=2)
    at.runner.look()
    time.sleep(3 * QUICK.beat)
    at.runner.look()
    assert at.rows() == [
        ("2026-W47", "skipped", 1),
        ("2026-W48", "skipped", 1),
        ("2026-W49", "done", 1),
    ]


def test_whoever_was_believed_dead_cannot_finish(machine: Build) -> None:
    def lose(occasion: Occasion) -> Counts:
        with transaction():
            run = db.session.scalars(select(JobRun).where(JobRun.period == occasion.period)).one()
            run.claimed_by, run.attempt = "another:2:0", 2
        return {"opened": 9}

    at = machine(SATURDAY, lose)
    at.runner.look()
    assert at.rows() == [("2026-W47", "running", 2)]
    assert at.row("2026-W47").counts == {}


def test_the_heart_beats_while_the_job_works(machine: Build) -> None:
    heard: list[object] = []

    def work(occasion: Occasion) -> Counts:
        at.later(seconds=45)
        for _ in range(200):
            time.sleep(0.02)
            db.session.rollback()
            run = slots.found("scan", occasion.period)
            assert run is not None
            heard.append(run.heartbeat_at)
            if run.heartbeat_at == at.now:
                break
        return {}

    at = machine(SATURDAY, work)
    at.runner.look()
    assert heard[-1] == at.now


def test_by_hand_it_takes_the_current_period_first(machine: Build) -> None:
    at = machine(SATURDAY)
    assert at.runner.fire("scan").period == "2026-W47"
    assert not at.runner.look()
    assert at.runner.fire("scan").period == "2026-11-21T10:15"
    with pytest.raises(RefusedError):
        at.runner.fire("scan")  # the same minute
    assert [row[1] for row in at.rows()] == ["done", "done"]


def test_a_run_by_hand_is_no_part_of_the_schedule(machine: Build) -> None:
    at = machine(SATURDAY)
    at.runner.look()
    at.runner.fire("scan")
    at.later(weeks=1)
    [ended] = at.runner.look()
    assert ended.period == "2026-W48"
    assert [row[1] for row in at.rows()] == ["done", "done", "done"]


def test_by_hand_it_refuses_what_is_unknown_or_running(machine: Build, app: Flask) -> None:
    at = machine(SATURDAY)
    with app.app_context(), pytest.raises(RefusedError, match="scan"):
        at.runner.fire("nothing")
    at.runner.look()
    change(app, state=RunState.RUNNING, heartbeat_at=at.now, finished_at=None)
    with app.app_context(), pytest.raises(RefusedError, match="scan"):
        at.runner.fire("scan")
