"""kill -9 in the middle of an import, a scan and the weekly job: the old state, or the new one.

Each test dies at steps from the first to the last, and each time begins from the same town. Then
the same command is given again, and everything must be as if nothing had happened. Every run
takes a few steps; `make test ARGS=tests/faults` with TEST_DEATHS=100 set takes a hundred of each.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.job_run import JobRun
from models.vocabulary.jobs import RunState
from tests.faults.towns import SAMPLES, SECOND, Town
from tests.faults.victim import spread

pytestmark = pytest.mark.faults
KILLED = -signal.SIGKILL
DEATHS = {"sqlite": 7, "postgresql": 4}
LEDGER = ("children", "child_keys", "cases", "case_events", "flags", "snapshots", "snapshot_parts")


@pytest.fixture
def deaths(database_kind: str) -> int:
    """How many steps to die at; each costs more on a server."""
    return DEATHS[database_kind]


def ledger(rows: Counter[str]) -> dict[str, int]:
    return {name: rows[name] for name in LEDGER}


def test_an_import_that_is_killed_is_done_or_not_done(
    town: Town, deaths: int, tmp_path: Path
) -> None:
    old = town.rows()
    with town.copy(tmp_path / "whole") as whole:
        code, steps = whole.importing("registry", SECOND).run()
        new = whole.rows()
    assert code in {0, 3}
    assert new["snapshots"] == old["snapshots"] + 1
    for step in spread(steps, deaths):
        with town.copy(tmp_path / "killed") as killed:
            command = killed.importing("registry", SECOND)
            assert command.run(kill_at=step)[0] == KILLED
            assert killed.rows() in (old, new), f"between, at step {step}"
            assert killed.faults() == []
            assert command.run()[0] == code, command.said()
            assert killed.rows() == new
            killed.tidy_up()
            assert killed.faults() == killed.orphans() == []


def children_with_a_case(town: Town) -> set[int]:
    """Each of them once, however many cases it has."""
    with town.open():
        return set(db.session.scalars(select(Case.child_id)))


def test_a_scan_that_is_killed_is_done_or_not_done_and_no_child_has_two_cases(
    town: Town, deaths: int, tmp_path: Path
) -> None:
    for kind in ("movements", "registry"):
        town.importing(kind, SECOND).run()
    old = town.rows()
    with town.copy(tmp_path / "whole") as whole:
        code, steps = whole.command("scan").run()
        new = whole.rows()
    assert code == 0
    assert new["cases"] > old["cases"] == 0
    for step in spread(steps, deaths):
        with town.copy(tmp_path / "killed") as killed:
            assert killed.command("scan").run(kill_at=step)[0] == KILLED
            assert killed.rows() in (old, new), f"between, at step {step}"
            assert killed.command("scan").run()[0] == 0
            assert ledger(killed.rows()) == ledger(new)
            assert len(children_with_a_case(killed)) == new["cases"]
            assert killed.faults() == []


def dropped(town: Town) -> None:
    """Lay the files of the second week into the drop folder, long ago."""
    for kind in ("movements", "registry"):
        folder = town.settings.inbox_dir / kind
        folder.mkdir(parents=True)
        path = shutil.copy(SAMPLES / f"{kind}-{SECOND:%Y%m%d}.csv", folder)
        os.utime(path, (time.time() - 600,) * 2)


def hours_pass(town: Town) -> None:
    """Nobody hears the heart of the dead process any more."""
    with town.open():
        for run in db.session.scalars(select(JobRun).where(JobRun.state == RunState.RUNNING)):
            run.heartbeat_at -= timedelta(hours=2)
        db.session.commit()


def waiting(town: Town) -> set[str]:
    """Kinds of files that still lie in the drop folder."""
    return {path.parent.name for path in town.settings.inbox_dir.rglob("*.csv")}


def told(town: Town) -> set[str]:
    """Kinds of files of which the drop folder says that they were used."""
    return {path.parent.name for path in (town.settings.inbox_dir / "done").rglob("*.csv.txt")}


def test_the_weekly_job_goes_on_where_it_was_killed(
    town: Town, deaths: int, tmp_path: Path
) -> None:
    dropped(town)
    with town.copy(tmp_path / "whole") as whole:
        code, steps = whole.command("jobs", "fire", "weekly_scan").run()
        new = whole.rows()
        assert (waiting(whole), told(whole)) == (set(), {"movements", "registry"})
    assert code == 0
    assert new["cases"] > 0
    for step in spread(steps, deaths // 2 + 1):
        with town.copy(tmp_path / "killed") as killed:
            command = killed.command("jobs", "fire", "weekly_scan")
            assert command.run(kill_at=step)[0] == KILLED
            assert killed.faults() == []
            assert killed.rows()["cases"] in {0, new["cases"]}
            assert waiting(killed) | told(killed) == {"movements", "registry"}
            hours_pass(killed)
            assert command.run()[0] == 0, command.said()
            assert ledger(killed.rows()) == ledger(new)
            assert (waiting(killed), told(killed)) == (set(), {"movements", "registry"})
            killed.tidy_up()
            assert killed.faults() == killed.orphans() == []


@contextmanager
def started(town: Town) -> Iterator[subprocess.Popen[bytes]]:
    """The command as it is typed in a terminal, on its way."""
    command = town.importing("registry", SECOND)
    process = subprocess.Popen(
        [Path(sys.executable).with_name("baoxue"), *command.arguments],
        env={**os.environ, **command.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_whenever_a_terminal_is_closed_the_file_is_in_or_out(town: Town, tmp_path: Path) -> None:
    old = town.rows()["snapshots"]
    for seconds in (0.4, 1.0, 1.4, 1.8):
        with town.copy(tmp_path / "closed") as closed:
            with started(closed):
                time.sleep(seconds)
            assert closed.rows()["snapshots"] in {old, old + 1}
            assert closed.faults() == []
            assert closed.importing("registry", SECOND).run()[0] in {0, 3}
            assert closed.rows()["snapshots"] == old + 1
            closed.tidy_up()
            assert closed.orphans() == []
