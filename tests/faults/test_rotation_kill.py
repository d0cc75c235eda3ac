"""kill -9 in the middle of a key rotation: all stays readable, and the next run completes it."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.child import Child
from models.database import db
from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotState
from tests.faults.towns import SECOND, Town
from tests.faults.victim import spread
from tracking.kernel import keys
from tracking.snapshots import archive, care, rotation

pytestmark = pytest.mark.faults
KILLED = -signal.SIGKILL
DEATHS = {"sqlite": 7, "postgresql": 7}


@pytest.fixture
def scanned(town: Town) -> Town:
    """Two weeks of rolls with the cases that the scan opened."""
    commands = [town.importing(kind, SECOND) for kind in ("movements", "registry")]
    for command in (*commands, town.command("scan")):
        assert command.run()[0] in {0, 3}
    return town


def readable(town: Town) -> dict[str, Any]:
    """All that can be opened with the keys that are there; a fault of the archive fails here."""
    keys.load(town.settings.keys_dir)
    found: dict[str, Any] = {}
    with town.open():
        assert care.examine(town.settings.archive_dir) == []
        query = select(Child.id, Child.name, Child.id_number, Child.details).order_by(Child.id)
        found["children"] = [tuple(row) for row in db.session.execute(query)]
        accepted = select(Snapshot).where(Snapshot.state != SnapshotState.REFUSED)
        for snapshot in db.session.scalars(accepted):
            path = archive.whole_rows(town.settings.archive_dir, snapshot)
            rows = range(1, snapshot.rows_read + 3)
            found[str(snapshot.id)] = archive.rows_at(path, snapshot.kind, rows)
    return found


def keys_in_use(town: Town) -> set[int]:
    """The numbers of the keys that something is sealed with."""
    with town.open():
        uses = rotation.uses(town.settings, everything=True)
        return {use.number for use in uses if use.values or use.files}


def test_a_rotation_that_is_killed_loses_nothing_and_is_completed(
    scanned: Town, database_kind: str, tmp_path: Path
) -> None:
    before = readable(scanned)
    assert len(before["children"]) > 0
    with scanned.copy(tmp_path / "whole") as whole:
        code, steps = whole.command("keys", "rotate").run()
        assert readable(whole) == before
        assert keys_in_use(whole) == {2}
    assert code == 0
    met_between = False
    for step in spread(steps, DEATHS[database_kind]):
        with scanned.copy(tmp_path / "killed") as killed:
            command = killed.command("keys", "rotate")
            assert command.run(kill_at=step)[0] == KILLED
            assert readable(killed) == before, f"lost at step {step}"
            assert killed.faults() == []
            met_between = met_between or keys_in_use(killed) == {1, 2}
            assert command.run()[0] == 0
            assert readable(killed) == before
            assert len(keys_in_use(killed)) == 1
            assert killed.faults() == []
    assert met_between
