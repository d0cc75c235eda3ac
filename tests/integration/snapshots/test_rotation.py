"""Keys are renewed while people work: everything sealed anew, nothing lost, old keys removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, type_coerce
from sqlalchemy.types import LargeBinary

from models.audit import AuditEntry
from models.case import Case
from models.child import Child
from models.database import db
from models.intake import Intake
from models.outcome import Outcome
from models.sealing import KEYS
from models.snapshot import Snapshot
from models.vocabulary.cases import CaseState
from models.vocabulary.intakes import IntakeState, IntakeStep
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.roles import Role
from tests.builders import a_case, a_city, a_user
from tests.builders.people import kept
from tests.conftest import Backstage, CommandLine, Scene, SignInAs
from tests.integration.snapshots.archives import WEEKS, flip, folder_of, take_in, take_in_list
from tests.pages import PageClient
from tracking.kernel import clock, keys, resealing
from tracking.kernel.masking import masked_name
from tracking.kernel.settings import Settings
from tracking.snapshots import archive, rejected, rotation, staging


@pytest.fixture
def archived(scene: Scene, backstage: Backstage, settings: Settings, tmp_path: Path) -> list[int]:
    """Two rosters and a department's list, a child with a case and a result, an upload."""

    def set_up() -> list[int]:
        with backstage():
            bureau = a_city().bureau
            numbers = [take_in(settings, tmp_path, day) for day in WEEKS]
            numbers.append(take_in_list(settings, WEEKS[1]))
            case, clerk = a_case(CaseState.SUBMITTED), a_user(Role.CITY_OFFICER, bureau)
            kept(Outcome(
                case_id=case.id, episode=1, code=OutcomeCode.V01, from_state=CaseState.VERIFYING,
                happened_on=WEEKS[0], proof="班主任证明", submitted_at=clock.now(),
                submitted_by_id=clerk.id, decision=Decision.PENDING,
            ))  # fmt: skip
            intake = kept(Intake(
                state=IntakeState.CHECKED, as_of=WEEKS[0], file_name="a.csv",
                step=IntakeStep.WAITING, look={"samples": ["虚构甲"]},
                seen_at=clock.now(), created_at=clock.now(),
                created_by_id=clerk.id, org_path=bureau.path,
            ))  # fmt: skip
            staging.keep_file(settings.staging_dir, intake.id, "原件".encode())
            staging.keep_rows(settings.staging_dir, intake.id, {"rows": ["虚构"]})
        return numbers

    return scene("archived", set_up)


def everything(settings: Settings) -> dict[str, Any]:
    """All that is sealed, opened: what must be the same after a rotation."""
    found: dict[str, Any] = {}
    for model, columns in resealing.sealed_columns().items():
        rows = db.session.execute(select(model.id, *columns).order_by(model.id))
        found[model.__tablename__] = [tuple(row) for row in rows]
    for snapshot in db.session.scalars(select(Snapshot).order_by(Snapshot.id)):
        path = archive.whole_rows(settings.archive_dir, snapshot)
        numbers = range(1, snapshot.rows_read + 3)
        found[f"rows of {snapshot.id}"] = archive.rows_at(path, snapshot.kind, numbers)
        found[f"errors of {snapshot.id}"] = rejected.kept(settings.archive_dir, snapshot)
    for number in db.session.scalars(select(Intake.id)):
        with staging.opened(settings.staging_dir, number) as path:
            found[f"upload {number}"] = path.read_bytes()
        found[f"rows of upload {number}"] = staging.kept_rows(settings.staging_dir, number)
    return found


def used(runner: CommandLine) -> dict[int, tuple[int, int]]:
    """Key number → values and files sealed with it, as the command line tells."""
    listed = json.loads(runner("keys", "list", "--json").stdout)
    return {row["number"]: (row["values"], row["files"]) for row in listed}


def age(settings: Settings) -> None:
    """Let the keys be two days old."""
    for path in settings.keys_dir.iterdir():
        os.utime(path, (time.time() - 2 * 86_400,) * 2)


def test_everything_is_sealed_anew_and_says_the_same(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        before = everything(settings)
        versions = list(db.session.execute(select(Case.id, Case.version)))
    values, files = used(runner)[1]
    assert (values > 4, files) == (True, 10)  # 3 × rows and original, 2 × errors, 2 of an upload
    result = runner("keys", "rotate", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"key": 2, "is_new": True, "files": files, "failed": []}
    assert used(runner) == {1: (0, 0), 2: (values, files)}
    with backstage():
        assert everything(settings) == before
        assert list(db.session.execute(select(Case.id, Case.version))) == versions
        head = db.session.scalars(select(type_coerce(Child.name, LargeBinary))).first()
        assert head is not None
        assert bytes(head)[1] == 2
    assert runner("snapshots", "verify").exit_code == 0
    assert runner("scan").exit_code == 0


def test_who_may_read_an_upload_stays(
    runner: CommandLine, archived: list[int], settings: Settings
) -> None:
    before = {p.name: p.stat().st_mode for p in settings.staging_dir.glob("*.*")}
    assert runner("keys", "rotate").exit_code == 0
    assert {p.name: p.stat().st_mode for p in settings.staging_dir.glob("*.*")} == before


def test_a_server_that_runs_reads_what_another_process_sealed_anew(
    runner: CommandLine, archived: list[int], settings: Settings, client: PageClient,
    sign_in_as: SignInAs, backstage: Backstage,
) -> None:  # fmt: skip
    with backstage():
        case = db.session.scalars(select(Case)).one()
        name = case.child.name
    sign_in_as(Role.CITY_OFFICER, backstage_bureau(backstage))
    assert list(KEYS.held.data) == [1]
    done = subprocess.run(
        [sys.executable, "-m", "app", "keys", "rotate"],
        env={**os.environ, **settings.as_environment()}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    page = client.get(f"/cases/{case.id}")
    assert page.status_code == 200
    assert masked_name(name) in page.text
    with backstage():
        assert sorted(KEYS.held.data) == [1, 2]
        for number in archived:
            snapshot = db.session.get_one(Snapshot, number)
            assert archive.whole_rows(settings.archive_dir, snapshot).is_file()


def backstage_bureau(backstage: Backstage) -> Any:
    with backstage():
        return a_city().bureau


def test_a_page_that_read_the_row_before_the_file_was_replaced_finds_it_whole(
    runner: CommandLine, archived: list[int], settings: Settings, app: Flask, backstage: Backstage
) -> None:
    with backstage():
        early = db.session.get_one(Snapshot, archived[0])
    assert runner("keys", "rotate").exit_code == 0
    with backstage():
        now = db.session.get_one(Snapshot, archived[0])
        assert early.report["rows_sha256"] != now.report["rows_sha256"]
        assert archive.whole_rows(settings.archive_dir, early).is_file()


def test_old_keys_are_removed_a_day_later_and_only_when_nothing_needs_them(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage
) -> None:
    assert runner("keys", "rotate").exit_code == 0
    early = runner("keys", "rotate", "--retire")
    assert early.exit_code == 2
    assert list(keys.data_keys(settings.keys_dir)) == [1, 2]
    age(settings)
    result = runner("keys", "rotate", "--retire", "--json")
    assert json.loads(result.stdout) == {"removed": [1]}
    assert list(keys.data_keys(settings.keys_dir)) == [2]
    with backstage():
        assert everything(settings)
        acts = list(db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.target.like("key:%")).order_by(AuditEntry.id)
        ))  # fmt: skip
    assert acts == ["keys.rotate", "keys.resealed", "keys.retire"]
    assert runner("snapshots", "verify").exit_code == 0
    assert json.loads(runner("keys", "rotate", "--retire", "--json").stdout) == {"removed": []}


def test_an_old_key_stays_while_a_running_import_holds_it(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        folder = folder_of(settings, archived[0])
    sealed = (folder / archive.ORIGINAL).read_bytes()
    incoming = settings.archive_dir / ".incoming" / "0123"
    incoming.mkdir(parents=True)
    (incoming / archive.ORIGINAL).write_bytes(sealed)
    assert runner("keys", "rotate").exit_code == 0
    age(settings)
    result = runner("keys", "rotate", "--retire")
    assert result.exit_code == 2
    assert list(keys.data_keys(settings.keys_dir)) == [1, 2]


def test_what_was_sealed_late_with_an_old_key_is_met_by_the_next_run(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage,
    tmp_path: Path,
) -> None:  # fmt: skip
    first = KEYS.held
    assert runner("keys", "rotate").exit_code == 0
    with backstage():
        new = KEYS.held
        KEYS.follow(lambda: None, first)
        take_in(settings, tmp_path, clock.today(), 10)
        KEYS.follow(lambda: None, new)
    assert used(runner)[1] == (0, 3)  # rows, original, rows in error
    result = runner("keys", "rotate", "--json")
    assert json.loads(result.stdout)["is_new"] is False
    assert used(runner)[1] == (0, 0)
    assert json.loads(runner("keys", "rotate", "--json").stdout)["key"] == 3


@pytest.mark.parametrize("part", [archive.ROWS, archive.ORIGINAL])
def test_an_altered_file_is_not_made_good_by_sealing_it_anew(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage, part: str
) -> None:
    with backstage():
        path = folder_of(settings, archived[0]) / part
    flip(path)
    harmed = path.read_bytes()
    result = runner("keys", "rotate", "--json")
    assert result.exit_code == 3
    [name] = json.loads(result.stdout)["failed"]
    assert name.endswith(part)
    assert path.read_bytes() == harmed
    assert runner("snapshots", "verify").exit_code == 2
    age(settings)
    assert runner("keys", "rotate", "--retire").exit_code == 2
    assert list(keys.data_keys(settings.keys_dir)) == [1, 2]


def test_a_death_between_the_hash_and_the_file_leaves_both_known(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        snapshot = db.session.get_one(Snapshot, archived[0])
        snapshot.report = {**snapshot.report, archive.NEXT_HASH: "0" * 64}
    assert runner("snapshots", "verify").exit_code == 0
    assert runner("keys", "rotate").exit_code == 0
    with backstage():
        report = db.session.get_one(Snapshot, archived[0]).report
        assert archive.NEXT_HASH not in report
    assert runner("snapshots", "verify").exit_code == 0


def test_an_upload_that_is_cancelled_meanwhile_does_not_come_back(
    runner: CommandLine, archived: list[int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        intake = db.session.scalars(select(Intake)).one()
        intake.state = IntakeState.CANCELLED
    staging.forget(settings.staging_dir, intake.id)
    assert runner("keys", "rotate").exit_code == 0
    assert [p.name for p in settings.staging_dir.glob("*.*")] == []


def test_progress_goes_from_the_beginning_to_the_end(
    archived: list[int], settings: Settings, backstage: Backstage
) -> None:
    told: list[float] = []
    with backstage():
        rotation.rotate(settings, lambda done, total: told.append(done / total))
    assert told[0] == 0
    assert told[-1] == 1
    assert told == sorted(told)
