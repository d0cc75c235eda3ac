"""What has been kept long enough is deleted, and who, when and what stays on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.scan import Scan
from models.snapshot import Snapshot
from models.threshold import Threshold
from models.vocabulary.roles import Role
from tests.builders import a_city, a_user
from tests.builders.people import kept
from tests.conftest import Backstage, CommandLine, Scene, SignInAs
from tests.integration.snapshots.archives import WEEKS, folder_of, take_in, take_in_list
from tests.pages import PageClient
from tracking.kernel import clock
from tracking.kernel.errors import ArchiveError
from tracking.kernel.settings import Settings
from tracking.snapshots import archive, retention


@pytest.fixture
def files(
    scene: Scene, backstage: Backstage, settings: Settings, tmp_path: Path
) -> tuple[int, int]:
    """A roster, and a list of the household register."""

    def set_up() -> tuple[int, int]:
        with backstage():
            a_city()
            return take_in(settings, tmp_path, WEEKS[0]), take_in_list(settings, WEEKS[0])

    return scene("a roster and a list", set_up)


def later(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def scanned_now() -> None:
    now = clock.now()
    kept(Scan(as_of=WEEKS[0], started_at=now, finished_at=now, started_by="machine"))


def names(settings: Settings, number: int) -> list[str]:
    return sorted(path.name for path in folder_of(settings, number).iterdir())


def test_originals_go_after_three_years_and_the_rows_stay(
    files: tuple[int, int], settings: Settings, backstage: Backstage, runner: CommandLine
) -> None:
    with backstage():
        assert retention.run(settings, later(1094)) == 0
        assert names(settings, files[0]) == ["original.sealed", "rejected.sealed", "rows.parquet"]
        assert retention.run(settings, later(1096)) == 2
        assert names(settings, files[0]) == ["rows.parquet"]
        assert retention.run(settings, later(1097)) == 0
        snapshot = db.session.get_one(Snapshot, files[0])
        day = clock.local(later(1096)).date().isoformat()
        assert snapshot.report["deleted"] == {
            "original": {"on": day, "by": "machine", "days": 1095}
        }
        query = select(AuditEntry).where(AuditEntry.action == "snapshot.delete")
        entries = {entry.target: entry.details for entry in db.session.scalars(query)}
        assert entries[f"snapshot:{files[0]}"] == {"original": 1095}
    assert runner("snapshots", "verify").exit_code == 0


def test_a_departments_list_goes_thirty_days_after_it_was_matched(
    files: tuple[int, int], settings: Settings, backstage: Backstage, runner: CommandLine
) -> None:
    with backstage():
        assert retention.run(settings, later(60)) == 0  # no scan has matched it yet
        scanned_now()
        assert retention.run(settings, later(29)) == 0
        assert retention.run(settings, later(31)) == 1
        assert names(settings, files[1]) == []
        assert len(names(settings, files[0])) == 3
        snapshot = db.session.get_one(Snapshot, files[1])
        assert set(snapshot.report["deleted"]) == {"original", "rows"}
        with pytest.raises(ArchiveError, match="household"):
            archive.whole_rows(settings.archive_dir, snapshot)
    assert runner("snapshots", "verify").exit_code == 0
    assert runner("keys", "rotate").exit_code == 0


def test_the_periods_are_the_bureaus(
    files: tuple[int, int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        scanned_now()
        kept(a_threshold("archive.department_rows", 7))
        assert retention.run(settings, later(8)) == 1
        assert names(settings, files[1]) == []


def a_threshold(key: str, value: int) -> Threshold:
    """A value that a bureau put in force."""
    officer = a_user(Role.CITY_OFFICER, a_city().bureau)
    return Threshold(
        key=key, value=value, basis="本局规定", version=1, changed_at=clock.now(),
        changed_by_id=officer.id,
    )  # fmt: skip


def test_a_power_cut_after_the_record_is_made_up_for_by_the_next_run(
    files: tuple[int, int], settings: Settings, backstage: Backstage
) -> None:
    with backstage():
        snapshot = db.session.get_one(Snapshot, files[0])
        retention.record(snapshot, {"original": 1095}, clock.now())
        assert len(names(settings, files[0])) == 3
        assert retention.run(settings, clock.now()) == 0
        assert names(settings, files[0]) == ["rows.parquet"]


def test_the_page_says_what_was_deleted_and_offers_no_download_of_it(
    files: tuple[int, int], settings: Settings, backstage: Backstage, client: PageClient,
    sign_in_as: SignInAs,
) -> None:  # fmt: skip
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.CITY_OFFICER, bureau)
    assert f"/snapshots/{files[0]}/rows-in-error" in client.get(f"/snapshots/{files[0]}").text
    with backstage():
        scanned_now()
        retention.run(settings, later(1096))
    for number in files:
        page = client.get(f"/snapshots/{number}").text
        assert clock.local(later(1096)).date().isoformat() in page
        assert "rows-in-error" not in page
