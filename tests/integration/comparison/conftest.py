"""A town of two weeks with the lists of other departments, scanned once each week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from models.vocabulary.snapshots import SnapshotKind
from tests.builders import City
from tests.conftest import Backstage, Scene
from tests.integration.snapshots.rosters import Line, roster
from tests.integration.snapshots.towns import EAST, MIDDLE, WEST, Town, child, move, pupils
from tracking.cases.scanning import run_scan
from tracking.kernel.settings import Settings
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.service import import_file

WEEKS = (date(2026, 11, 9), date(2026, 11, 16))
STAYS, MOVES, VANISHES, LEAVES, NEW = range(1, 6)
MOVED_IN, TOO_OLD, TOO_YOUNG, CANCELLED, UNKNOWN = range(21, 26)
HOUSEHOLD = ("公民身份号码", "姓名", "性别", "出生日期", "行政区划代码", "户口状态")
ROLL_CALL = ("学籍号", "学生姓名", "性别", "学校标识码", "是否在校★", "核实日期", "连续缺勤天数")
POVERTY = ("户编号", "姓名", "性别", "证件号码", "户类型", "在校生状况", "行政区划代码")


@dataclass(frozen=True)
class Compared:
    """The town, and the number of the scan of its second week."""

    city: City
    scan: int


def entry(number: int, born: str = "", state: str = "正常", region: str = "150291") -> Line:
    """A row of the household register."""
    line = child(number)
    return (line[3] if not born else "", line[1], line[2], born or line[4], region, state)


def called(number: int, presence: str, days: str = "") -> Line:
    """A row of a roll call."""
    line = child(number)
    return (line[0], line[1], line[2], EAST, presence, "2026-11-16", days)


def poor(number: int) -> Line:
    """A row of the poverty list."""
    line = child(number)
    return ("P1", line[1], line[2], line[3], "脱贫户", "", "150292")


LISTS: dict[SnapshotKind, tuple[Sequence[str], list[Line]]] = {
    SnapshotKind.HOUSEHOLD: (
        HOUSEHOLD,
        [
            entry(STAYS),
            entry(STAYS),
            entry(MOVES),
            entry(TOO_OLD, "20050101"),
            entry(TOO_YOUNG, "20240101"),
            entry(CANCELLED, state="死亡"),
            entry(UNKNOWN),
            entry(MOVED_IN, region="150292"),
        ],
    ),
    SnapshotKind.ROLL_CALL: (
        ROLL_CALL,
        [called(STAYS, "是"), called(NEW, "旷课", "1"), called(11, "旷课", "9")],
    ),
    SnapshotKind.POVERTY: (POVERTY, [poor(STAYS), poor(UNKNOWN)]),
}


@pytest.fixture
def compared(scene: Scene, backstage: Backstage, settings: Settings, tmp_path: Path) -> Compared:
    """In the second week one child moved, one vanished, one left on record, one is new."""
    return scene("compared town", lambda: two_weeks(backstage, settings, tmp_path))


def two_weeks(backstage: Backstage, settings: Settings, folder: Path) -> Compared:
    """Bring everything in and scan."""
    east = pupils(range(11, 20))
    others = [*pupils(range(31, 34), MIDDLE), *pupils(range(41, 44), WEST)]
    with backstage():
        town = Town(settings, folder)
        town.take([*pupils([STAYS, MOVES, VANISHES, LEAVES]), *east, *others], WEEKS[0])
        run_scan(WEEKS[0], settings)
        now = [*pupils([STAYS, NEW]), child(MOVES, WEST), *east, *others]
        town.take(now, WEEKS[1])
        town.take_moves([move(child(LEAVES), "转学(转出)")], WEEKS[1])
        for kind, (heads, lines) in LISTS.items():
            path = folder / f"{kind.value}.csv"
            path.write_bytes(roster(lines, heads))
            import_file(Arrival(path, kind, WEEKS[1]), settings)
        scan = run_scan(WEEKS[1], settings)
    return Compared(town.city, scan.scan_id)
