"""A damaged archive is an alarm and never a crash; what a crash left is found and removed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from jobs.archive_care import archive_care
from models.audit import AuditEntry
from models.database import db
from models.intake import Intake
from models.notice import Notice
from models.scan import Scan
from models.snapshot import Snapshot
from models.vocabulary.intakes import IntakeState, IntakeStep
from models.vocabulary.notices import NoticeKind
from models.vocabulary.roles import Role
from tests.builders import City, a_city, a_user
from tests.conftest import Backstage, CommandLine, Scene, SignInAs
from tests.integration.snapshots.archives import (
    WEEKS,
    cut,
    flip,
    folder_of,
    long_ago,
    take_in,
)
from tests.pages import PageClient
from tracking.kernel import clock
from tracking.kernel.errors import ArchiveError
from tracking.kernel.scheduling.runner import Occasion
from tracking.kernel.settings import Settings
from tracking.snapshots import care, staging

Harm = Callable[[Path], object]
HARMS: dict[str, tuple[str, Harm, str]] = {
    "rows gone": ("rows.parquet", Path.unlink, "missing"),
    "rows cut": ("rows.parquet", cut, "altered"),
    "rows changed": ("rows.parquet", flip, "altered"),
    "original gone": ("original.sealed", Path.unlink, "missing"),
    "original cut": ("original.sealed", cut, "altered"),
    "original changed": ("original.sealed", flip, "altered"),
    "original of a lost key": ("original.sealed", lambda path: flip(path, 1), "unreadable"),
    "rows in error changed": ("rejected.sealed", flip, "altered"),
}


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


@pytest.fixture
def rosters(
    scene: Scene, backstage: Backstage, settings: Settings, tmp_path: Path, city: City
) -> list[int]:
    """Two weeks of rosters."""

    def taken() -> list[int]:
        with backstage():
            return [take_in(settings, tmp_path, day) for day in WEEKS]

    return scene("two rosters", taken)


def test_an_archive_in_order_is_said_to_be_whole(runner: CommandLine, rosters: list[int]) -> None:
    result = runner("snapshots", "verify")
    assert result.exit_code == 0, result.output
    assert "The archive is whole." in result.stdout
    assert json.loads(runner("snapshots", "verify", "--json").stdout) == {
        "damaged": [], "left_over": [], "removed": [],
    }  # fmt: skip


@pytest.mark.one_database  # files and their hashes
@pytest.mark.parametrize("harm", HARMS)
def test_what_is_damaged_is_named(
    runner: CommandLine, rosters: list[int], settings: Settings, backstage: Backstage, harm: str
) -> None:
    part, do_harm, damage = HARMS[harm]
    with backstage():
        do_harm(folder_of(settings, rosters[0]) / part)
    result = runner("snapshots", "verify", "--json")
    assert result.exit_code == 2
    [found] = json.loads(result.stdout)["damaged"]
    assert (found["snapshot_id"], found["part"], found["damage"]) == (rosters[0], part, damage)
    assert found["file"] == "roster-20261109.csv"
    assert "roster-20261109.csv" in runner("snapshots", "verify").stdout


@pytest.mark.parametrize("harm", [Path.unlink, cut, flip])
def test_a_scan_that_meets_a_damaged_file_says_so_and_changes_nothing(
    runner: CommandLine, rosters: list[int], settings: Settings, backstage: Backstage,
    tmp_path: Path, harm: Harm,
) -> None:  # fmt: skip
    with backstage():
        rows = folder_of(settings, rosters[0]) / "rows.parquet"
    whole = shutil.copy2(rows, tmp_path / "backup")
    harm(rows)
    for _again in range(2):
        result = runner("scan")
        assert result.exit_code == 2
        told = result.stderr.strip().splitlines()[-1]
        assert "roster-20261109.csv" in told
        assert "2026-11-09" in told
        assert str(rows.parent.name) in told
    with backstage():
        assert db.session.scalar(select(func.count(Scan.id))) == 0
        [notice] = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.ARCHIVE))
        assert notice.details["snapshot_id"] == rosters[0]
    shutil.copy2(whole, rows)
    assert runner("scan").exit_code == 0


def test_the_bureau_and_the_system_administrator_read_the_alarm(
    client: PageClient, sign_in_as: SignInAs, rosters: list[int], settings: Settings,
    backstage: Backstage, runner: CommandLine, city: City,
) -> None:  # fmt: skip
    with backstage():
        (folder_of(settings, rosters[1]) / "rows.parquet").unlink()
    assert runner("snapshots", "verify").exit_code == 2
    for role in (Role.CITY_OFFICER, Role.SYSTEM_ADMIN):
        sign_in_as(role, city.bureau)
        assert "roster-20261116.csv" in client.get("/notices").text


def test_a_new_roster_is_not_taken_in_while_the_last_one_is_damaged(
    rosters: list[int], settings: Settings, backstage: Backstage, tmp_path: Path
) -> None:
    with backstage():
        flip(folder_of(settings, rosters[1]) / "rows.parquet")
        with pytest.raises(ArchiveError):
            take_in(settings, tmp_path, WEEKS[1] + timedelta(days=7))
        assert db.session.scalar(select(func.count(Snapshot.id))) == 2


def remains(settings: Settings) -> list[Path]:
    """What crashes leave: a folder without a row, a half-written one, parts, uploads."""
    stray = settings.archive_dir / "registry" / "ab" / f"{'ab' * 32}-20261109"
    incoming = settings.archive_dir / ".incoming" / "0123"
    for folder in (stray, incoming):
        folder.mkdir(parents=True)
        (folder / "rows.parquet").write_bytes(b"PAR1")
    staging.keep_file(settings.staging_dir, 4711, b"x")
    part = settings.staging_dir / "4712.part"
    part.write_bytes(b"x")
    return [stray, incoming, staging.file_of(settings.staging_dir, 4711), part]


def test_remains_of_a_crash_are_named_and_removed(
    runner: CommandLine, rosters: list[int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        kept = folder_of(settings, rosters[0])
    beside = kept / ".rows.parquet.part"
    beside.write_bytes(b"x")
    paths = [*remains(settings), beside]
    for path in paths:
        long_ago(path)
    result = runner("snapshots", "verify", "--json")
    assert result.exit_code == 2
    names = {str(path.relative_to(settings.data_dir)) for path in paths}
    assert set(json.loads(result.stdout)["left_over"]) == names
    assert all(path.exists() for path in paths)
    result = runner("snapshots", "verify", "--clean", "--json")
    assert result.exit_code == 0
    assert set(json.loads(result.stdout)["removed"]) == names
    assert not any(path.exists() for path in paths)
    assert (kept / "rows.parquet").exists()
    with backstage():
        [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "archive.clear"))
        assert entry.details == {"removed": 5}


def test_what_a_running_import_may_still_need_is_left_alone(
    runner: CommandLine, rosters: list[int], settings: Settings
) -> None:
    paths = remains(settings)
    result = runner("snapshots", "verify", "--clean", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["removed"] == []
    assert all(path.exists() for path in paths)


def test_two_never_clean_or_rotate_at_once(
    runner: CommandLine, rosters: list[int], settings: Settings
) -> None:
    with care.alone(settings.archive_dir):
        for arguments in (("snapshots", "verify", "--clean"), ("keys", "rotate")):
            result = runner(*arguments)
            assert result.exit_code == 2
            assert len(result.stderr.strip().splitlines()[-1]) > 20
    assert runner("snapshots", "verify", "--clean").exit_code == 0


def an_upload(settings: Settings, days: int, state: IntakeState = IntakeState.CHECKED) -> int:
    then = clock.now() - timedelta(days=days)
    clerk = a_user(Role.CITY_OFFICER, a_city().bureau)
    intake = Intake(
        state=state, as_of=WEEKS[0], file_name="roster.csv", step=IntakeStep.WAITING,
        look={"headers": ["姓名"]}, seen_at=then, created_at=then, created_by_id=clerk.id,
        org_path=clerk.organisation.path,
    )  # fmt: skip
    db.session.add(intake)
    db.session.commit()
    staging.keep_file(settings.staging_dir, intake.id, b"x")
    return intake.id


def test_the_daily_job_gives_up_uploads_nobody_decided_about(
    settings: Settings, backstage: Backstage, city: City
) -> None:
    with backstage():
        forgotten, recent = an_upload(settings, 31), an_upload(settings, 29)
        counts = archive_care.work(Occasion("2026-11-24", clock.now(), settings))
    assert counts == {"given_up": 1, "cleared": 0, "deleted": 0}
    with backstage():
        gone = db.session.get_one(Intake, forgotten)
        assert gone.state is IntakeState.CANCELLED
        assert gone.look is None
        assert db.session.get_one(Intake, recent).state is IntakeState.CHECKED
    assert not staging.is_kept(settings.staging_dir, forgotten)
    assert staging.is_kept(settings.staging_dir, recent)
