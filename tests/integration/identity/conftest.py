"""Weeks of a small city in which one child changes its numbers and how its name is written."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import column, select, table

from models.case import Case, CaseEvent
from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.follow_up import FollowUp
from models.identity_link import IdentityLink
from models.outcome import Outcome
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
WEEKS = (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23))
BORN = date(2013, 5, 6)
FIRST, SECOND, OTHER_COUNTY = "2115100001", "3115100002", "2115100003"


@dataclass(frozen=True)
class Pupil:
    """One row of a roster."""

    number: int
    school: str
    name: str
    status: str = "在读"

    def cells(self) -> list[str]:
        number = an_id_number(2 * self.number, BORN)
        return [
            f"G{number}", self.name, "女", "居民身份证", number, f"{BORN:%Y%m%d}", self.school,
            "七年级", "03", self.status, f"F{self.number:08d}", "虚构家长",
            f"1990000{self.number % 100:04d}",
        ]  # fmt: skip


STAY = [Pupil(n, school, "留守安") for n, school in ((1, FIRST), (2, SECOND), (3, OTHER_COUNTY))]
OLD = Pupil(50, FIRST, "安志红")
NEW = Pupil(150, FIRST, "安智红")  # other numbers, the name by sound; guardian and phone agree
ELSEWHERE = replace(NEW, school=OTHER_COUNTY)


def left(pupil: Pupil) -> Pupil:
    """Still on the roster, marked as having left: a flag of its own."""
    return replace(pupil, status="流失")


Week = Callable[[int, list[Pupil]], int]


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


@pytest.fixture
def week(backstage: Backstage, settings: Settings, tmp_path: Path, city: City) -> Week:
    """Bring the rosters of a week in (by number) and scan; the scan's id."""

    def take(number: int, pupils: list[Pupil]) -> int:
        day, path = WEEKS[number], tmp_path / f"registry-{number}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADS)
            writer.writerows(pupil.cells() for pupil in [*STAY, *pupils])
        with backstage():
            import_file(Arrival(path, SnapshotKind.REGISTRY, day), settings)
            return run_scan(day, settings).scan_id

    return take


@pytest.fixture
def pair(scene: Scene, week: Week, backstage: Backstage) -> IdentityLink:
    """A pair that waits for a decision; nobody is flagged."""
    return scene("a pair", lambda: linked(week, backstage, [OLD], [NEW]))


@pytest.fixture
def two_files(scene: Scene, week: Week, backstage: Backstage) -> IdentityLink:
    """A pair of which both children have a file already: both were marked as having left."""
    return scene(
        "two files of one child",
        lambda: linked(week, backstage, [OLD], [left(OLD)], [left(NEW)]),
    )


def linked(week: Week, backstage: Backstage, *rosters: list[Pupil]) -> IdentityLink:
    """Weeks after which there is one pair."""
    for number, pupils in enumerate(rosters):
        week(number, pupils)
    with backstage():
        return db.session.scalars(select(IdentityLink)).one()


def raw_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every byte of files, children, flags and timelines, as the database holds it."""
    found = {}
    for model in (Case, Child, ChildKey, Flag, CaseEvent, FollowUp, Outcome):
        names = [c.name for c in model.__table__.columns]
        bare = table(model.__tablename__, *map(column, names))
        with db.engine.connect() as connection:
            rows = connection.execute(select(bare).order_by(bare.c.id))
            found[model.__tablename__] = [tuple(map(plain, row)) for row in rows]
    return found


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
