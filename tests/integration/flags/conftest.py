"""Two weeks of a small city, brought in and scanned as the machine does it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from models.database import db
from models.flag import Flag
from models.vocabulary.snapshots import SnapshotKind
from tests.builders import City, a_city
from tests.builders.cases import an_id_number
from tests.conftest import Backstage, Scene
from tracking.cases.scanning import run_scan
from tracking.kernel.settings import Settings
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.service import import_file

HEADS = (
    "学籍号", "姓名", "性别", "身份证件类型", "身份证件号", "出生日期", "学校标识码", "年级",
    "班号", "学籍状态", "学籍辅号", "成员1姓名", "成员1联系电话",
)  # fmt: skip
WEEKS = (date(2026, 11, 9), date(2026, 11, 16))
BORN = date(2013, 5, 6)


@dataclass(frozen=True)
class Pupil:
    """One row of a roster."""

    number: int
    school: str
    name: str
    status: str = "在读"
    has_national_numbers: bool = True

    @property
    def id_number(self) -> str:
        return an_id_number(2 * self.number, BORN)

    def cells(self) -> list[str]:
        number = self.id_number if self.has_national_numbers else ""
        return [
            f"G{number}" if number else "", self.name, "女", "居民身份证", number, f"{BORN:%Y%m%d}",
            self.school, "七年级", "03", self.status, f"F{self.number:08d}", "虚构家长",
            f"1990000{self.number:04d}",
        ]  # fmt: skip


FIRST, SECOND, OTHER_COUNTY = "2115100001", "3115100002", "2115100003"
STAYS = [Pupil(n, school, "留守安") for n, school in ((1, FIRST), (2, SECOND), (3, OTHER_COUNTY))]
VANISHES = Pupil(11, FIRST, "赵小宁")
GONE_ELSEWHERE = Pupil(12, OTHER_COUNTY, "钱大平")
BEFORE_MARK, MARKED = Pupil(13, SECOND, "孙文和"), Pupil(13, SECOND, "孙文和", "流失")

LOCAL_ONLY = [
    Pupil(14, SECOND, "周思远", status, has_national_numbers=False) for status in ("在读", "退学")
]


@dataclass(frozen=True)
class Scanned:
    """What stands in the installation after both weeks."""

    city: City
    flags: dict[str, int]  # child's name → flag id
    scan: int


def roster(path: Path, pupils: list[Pupil]) -> Path:
    """Write a roster as the registry exports it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(pupil.cells() for pupil in pupils)
    return path


@pytest.fixture
def scanned(scene: Scene, backstage: Backstage, settings: Settings, tmp_path: Path) -> Scanned:
    """Four children are found: two vanished, two are marked as having left."""
    return scene("two scanned weeks", lambda: two_weeks(backstage, settings, tmp_path))


def two_weeks(backstage: Backstage, settings: Settings, tmp_path: Path) -> Scanned:
    """Bring both weeks in and scan them."""
    weeks = [
        [*STAYS, VANISHES, GONE_ELSEWHERE, BEFORE_MARK, LOCAL_ONLY[0]],
        [*STAYS, MARKED, LOCAL_ONLY[1]],
    ]
    with backstage():
        city = a_city()
        for day, pupils in zip(WEEKS, weeks, strict=True):
            path = roster(tmp_path / f"registry-{day:%Y%m%d}.csv", pupils)
            import_file(Arrival(path, SnapshotKind.REGISTRY, day), settings)
            scan = run_scan(day, settings)
        flags = {flag.child.name: flag.id for flag in db.session.query(Flag)}
    return Scanned(city, flags, scan.scan_id)


@pytest.fixture
def damage(settings: Settings) -> Callable[[bytes | None], None]:
    """Alter the archived rows of every roster, or take them away."""

    def harm(content: bytes | None) -> None:
        for path in (settings.archive_dir / "registry").rglob("rows.parquet"):
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)

    return harm


@pytest.fixture
def rescanned(backstage: Backstage, settings: Settings, tmp_path: Path) -> Callable[[date], int]:
    """Scan a later day for which only the first school sent a roster; the scan's id."""

    def again(day: date) -> int:
        with backstage():
            path = roster(tmp_path / f"registry-{day:%Y%m%d}.csv", STAYS[:1])
            import_file(Arrival(path, SnapshotKind.REGISTRY, day), settings)
            return run_scan(day, settings).scan_id

    return again
