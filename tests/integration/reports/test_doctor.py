"""Each invariant is broken for real and told; where nothing is wrong, nothing is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    DateTime,
    Integer,
    LargeBinary,
    String,
    column,
    delete,
    insert,
    select,
    table,
    update,
)

from models.case import Case, CaseEvent
from models.child import Child
from models.database import db
from models.flag import Flag
from models.job_run import JobRun
from models.snapshot import SnapshotPart
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.jobs import RunState
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_city, a_flag, a_user
from tests.builders.people import kept
from tests.conftest import Backstage, CommandLine, Scene
from tests.integration.snapshots.archives import WEEKS, flip, folder_of, long_ago, take_in
from tracking.kernel import audit, clock
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.reports.doctor import BASICS, DATA


@pytest.fixture
def installation(
    scene: Scene, backstage: Backstage, settings: Settings, tmp_path: Path, app: Flask
) -> list[int]:
    """Two rosters, cases with flags and a walk through states, a run of a job."""

    def set_up() -> list[int]:
        with backstage():
            a_city()
            numbers = [take_in(settings, tmp_path, day) for day in WEEKS]
            case = a_case(CaseState.ASSIGNED)
            a_flag(case)
            step(case, CaseState.VERIFYING)
            kept(a_run("2026-11-23"))
        return numbers

    return scene("to be examined", set_up)


def step(case: Case, to: CaseState) -> None:
    """Move a case on, with its line on the timeline."""
    kept(CaseEvent(case_id=case.id, episode=case.episode, at=clock.now(), kind=EventKind.FOLLOW_UP,
                   from_state=case.state, to_state=to))  # fmt: skip
    case.state = to


def a_run(period: str, state: RunState = RunState.DONE, hours: float = 0) -> JobRun:
    then = clock.now() - timedelta(hours=hours)
    return JobRun(job="daily_clock", period=period, due_at=then, state=state, claimed_by="test",
                  started_at=then, heartbeat_at=then,
                  finished_at=None if state is RunState.RUNNING else then)  # fmt: skip


def told(runner: CommandLine, *options: str) -> dict[str, list[str]]:
    """What the doctor finds wrong, by check."""
    result = runner("doctor", *options, "--json")
    lines = json.loads(result.stdout)
    assert all(line["ok"] == (line["count"] == 0) for line in lines)
    assert result.exit_code == (0 if all(line["ok"] for line in lines) else 2)
    return {line["check"]: line["faults"] for line in lines if not line["ok"]}


def test_where_all_is_well_each_check_is_one_line(
    runner: CommandLine, installation: list[int]
) -> None:
    result = runner("doctor", "--data")
    assert result.exit_code == 0
    assert len(result.stdout.strip().splitlines()) == len(BASICS + DATA)
    assert "WRONG" not in result.stdout
    assert told(runner) == told(runner, "--data") == {}


def two_cases_of_a_pupil(settings: Settings, numbers: list[int]) -> None:
    one = a_child(name_key=7)
    for child in (one, a_child(name_key=7, id_number=one.id_number)):
        a_case(child=child)


def a_flag_in_another_childs_case(settings: Settings, numbers: list[int]) -> None:
    flag = db.session.scalars(select(Flag)).one()
    flag.child_id = a_child().id


def a_run_that_nobody_works_on(settings: Settings, numbers: list[int]) -> None:
    kept(a_run("2026-11-24", RunState.RUNNING, hours=3))


def two_runs_at_once(settings: Settings, numbers: list[int]) -> None:
    for period in ("2026-11-24", "2026-11-25"):
        kept(a_run(period, RunState.RUNNING))


def a_part_that_was_lost(settings: Settings, numbers: list[int]) -> None:
    db.session.execute(delete(SnapshotPart).where(SnapshotPart.snapshot_id == numbers[0]))


def a_state_without_a_step(settings: Settings, numbers: list[int]) -> None:
    db.session.execute(update(Case).values(state=CaseState.DROPOUT))


def a_step_the_table_does_not_know(settings: Settings, numbers: list[int]) -> None:
    case = db.session.scalars(select(Case)).one()
    step(case, CaseState.CLOSED)


def an_episode_that_was_skipped(settings: Settings, numbers: list[int]) -> None:
    case = db.session.scalars(select(Case)).one()
    case.episode += 2
    step(case, CaseState.VERIFYING)


def an_altered_archive(settings: Settings, numbers: list[int]) -> None:
    flip(folder_of(settings, numbers[0]) / "rows.parquet")


def a_lost_original(settings: Settings, numbers: list[int]) -> None:
    (folder_of(settings, numbers[0]) / "original.sealed").unlink()


def a_folder_without_a_row(settings: Settings, numbers: list[int]) -> None:
    stray = settings.archive_dir / "registry" / "ab" / f"{'ab' * 32}-20261109"
    stray.mkdir(parents=True)
    long_ago(stray)


def keys_for_everybody(settings: Settings, numbers: list[int]) -> None:
    (settings.keys_dir / "data-1.key").chmod(0o644)


Break = Callable[[Settings, list[int]], None]
BREAKS: dict[Break, str] = {
    two_cases_of_a_pupil: "several_cases",
    a_flag_in_another_childs_case: "flags_without_case",
    a_run_that_nobody_works_on: "runs",
    two_runs_at_once: "runs",
    a_part_that_was_lost: "imports",
    a_state_without_a_step: "history",
    a_step_the_table_does_not_know: "history",
    an_episode_that_was_skipped: "history",
    an_altered_archive: "files",
    a_lost_original: "files",
    a_folder_without_a_row: "left_over",
    keys_for_everybody: "set_up",
}


@pytest.mark.parametrize("harm", BREAKS, ids=lambda harm: harm.__name__)
def test_what_is_broken_is_told_and_nothing_else(
    runner: CommandLine, installation: list[int], settings: Settings, backstage: Backstage,
    harm: Break,
) -> None:  # fmt: skip
    with backstage():
        harm(settings, installation)
    found = told(runner, "--data")
    assert list(found) == [BREAKS[harm]]
    assert len(found[BREAKS[harm]]) == 1
    assert "WRONG      1" in runner("doctor", "--data").stdout


def test_children_who_share_a_number_by_mistake_are_no_doubled_case(
    runner: CommandLine, installation: list[int], backstage: Backstage
) -> None:
    with backstage():
        one = a_child(name_key=7)
        for child in (one, a_child(name_key=8, id_number=one.id_number)):
            a_case(child=child)
    assert told(runner, "--data") == {}


def test_a_shortened_audit_log_is_told(
    runner: CommandLine, installation: list[int], backstage: Backstage, app: Flask
) -> None:
    """Entries cannot be changed or removed; one that was slipped in is met like one that lacks."""
    with backstage():
        user = a_user(Role.AUDITOR)
        with transaction():
            audit.record("test.act", by=user)
    entries = table(
        "audit_entries",
        *(column(name, String()) for name in ("actor", "action", "target", "address", "chain")),
        column("sequence", Integer()), column("at", DateTime(timezone=True)),
        column("allowed", Integer() if "sqlite" in str(app.config["SQLALCHEMY_DATABASE_URI"])
               else db.Boolean()),
        column("details", JSON()),
    )  # fmt: skip
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(insert(entries).values(
            sequence=99, at=clock.now(), actor="nobody", action="x", target="", address="",
            chain="0" * 64, allowed=True, details={},
        ))  # fmt: skip
    assert list(told(runner, "--data")) == ["audit"]


def test_a_row_that_refers_to_nothing_is_told(
    runner: CommandLine, installation: list[int], settings: Settings, database_kind: str
) -> None:
    """PostgreSQL never lets it happen; SQLite does, when a hand works on the file."""
    if database_kind == "postgresql":
        assert told(runner, "--data") == {}
        return
    with closing(sqlite3.connect(settings.data_dir / "baoxue.db")) as connection, connection:
        connection.execute("INSERT INTO child_keys (child_id, kind, value) VALUES (4711, 'id', 1)")
    assert list(told(runner, "--data")) == ["database"]


def test_before_init_it_says_what_to_do(bare_runner: CommandLine) -> None:
    assert list(told(bare_runner, "--data")) == ["set_up"]
    assert "baoxue init" in bare_runner("doctor").stdout


def test_it_changes_nothing(
    runner: CommandLine, installation: list[int], app: Flask, backstage: Backstage
) -> None:
    sealed = table("children", column("name", LargeBinary()))
    with app.app_context(), db.engine.connect() as connection:
        before = connection.execute(select(sealed)).all()
    runner("doctor", "--data")
    with app.app_context(), db.engine.connect() as connection:
        assert connection.execute(select(sealed)).all() == before
    with backstage():
        assert db.session.scalars(select(Child)).one().name
