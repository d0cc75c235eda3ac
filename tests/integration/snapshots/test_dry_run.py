"""A dry run in the terminal tells what a roster would change, as the check in the browser does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.vocabulary.snapshots import SnapshotKind, SnapshotState
from tests.conftest import Backstage, CommandLine
from tests.integration.snapshots.rosters import roster, snapshots
from tests.integration.snapshots.towns import EAST, MIDDLE, Town, child, pupils, week
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.service import import_file

CHANGED = [
    *pupils(range(3, 31)),  # 1 is gone, 2 has moved
    child(2, MIDDLE),
    *pupils(range(100, 129), MIDDLE),
    child(129, MIDDLE, class_no="4"),
    child(140, MIDDLE),
    child(141, MIDDLE),
]


@pytest.fixture
def path(town: Town, backstage: Backstage) -> Path:
    """A roster that differs from the one on file."""
    with backstage():
        town.take([*pupils(range(1, 31)), *pupils(range(100, 130), MIDDLE)], week(1))
    path = town.folder / "next.csv"
    path.write_bytes(roster(CHANGED))
    return path


def dry_run(runner: CommandLine, path: Path, *options: str) -> str:
    day = f"{week(2):%Y-%m-%d}"
    return runner(
        "snapshots", "import", path, "--kind", "registry", "--as-of", day, "--dry-run", *options
    ).stdout


def test_each_school_has_a_line_with_its_changes(
    runner: CommandLine, backstage: Backstage, path: Path
) -> None:
    lines = [line.split() for line in dry_run(runner, path).splitlines()]
    assert ["新增", "减少", "他校转入", "信息变更", "学校"] in lines
    [middle] = [line for line in lines if MIDDLE in line]
    [east] = [line for line in lines if EAST in line]
    assert (middle[:4], east[:4]) == (["2", "0", "1", "1"], ["0", "1", "0", "0"])
    assert lines.index(middle) < lines.index(east)  # the most changes first
    with backstage():
        assert len(snapshots()) == 1


def test_a_machine_gets_all_of_them(runner: CommandLine, path: Path) -> None:
    told = json.loads(dry_run(runner, path, "--json"))["differences"]
    assert told == [
        {"school_code": EAST, "rows": 28, "new": 0, "gone": 1, "moved": 0, "changed": 0},
        {"school_code": MIDDLE, "rows": 33, "new": 2, "gone": 0, "moved": 1, "changed": 1},
    ]


def test_a_real_import_does_not_count_them(runner: CommandLine, path: Path) -> None:
    day = f"{week(2):%Y-%m-%d}"
    done = runner("snapshots", "import", path, "--kind", "registry", "--as-of", day, "--json")
    assert json.loads(done.stdout)["differences"] == []


def test_a_file_that_grows_while_it_is_read_is_refused(
    town: Town, backstage: Backstage, path: Path
) -> None:
    def grow(step: str, done: int, _total: int) -> None:
        if step == "comparing" and done:
            with path.open("ab") as file:
                file.write(roster([child(150)]))

    with backstage():
        with pytest.raises(FileRefusedError, match=r"next\.csv"):
            import_file(Arrival(path, SnapshotKind.REGISTRY, week(2)), town.settings, progress=grow)
        assert [s.state for s in snapshots()] == [SnapshotState.ACCEPTED, SnapshotState.REFUSED]
    assert not list((town.settings.archive_dir / ".incoming").iterdir())


def test_progress_goes_through_all_steps_to_their_end(
    town: Town, backstage: Backstage, path: Path
) -> None:
    heard: list[tuple[str, int, int]] = []
    arrival = Arrival(path, SnapshotKind.REGISTRY, week(2))
    with backstage():
        import_file(
            arrival, town.settings, progress=lambda *told: heard.append((told[0], told[1], told[2]))
        )
    assert list(dict.fromkeys(step for step, _, _ in heard)) == [
        "reading",
        "checking",
        "comparing",
        "storing",
    ]
    assert ("checking", len(CHANGED), len(CHANGED)) in heard
