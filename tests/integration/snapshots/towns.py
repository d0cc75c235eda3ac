"""A town whose rosters come in week after week, as commands and jobs bring them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from models.database import db
from models.notice import Notice
from models.snapshot import SnapshotPart
from models.user import User
from models.vocabulary.notices import NoticeKind
from models.vocabulary.snapshots import PartState, SnapshotKind
from tests.builders import City, a_city
from tests.builders.cases import an_id_number
from tests.integration.snapshots.rosters import HEADER, Line, pupil, roster
from tracking.cases.scanning import ScanResult, run_scan
from tracking.kernel.settings import Settings
from tracking.snapshots import queries
from tracking.snapshots.arrivals import Arrival, ImportResult
from tracking.snapshots.service import import_file

EAST, MIDDLE, WEST = "2115100001", "3115100002", "2115100003"
MONDAY = date(2026, 10, 12)
GIVEN = "甲乙丙丁戊己庚辛壬癸"
MOVES = ("学籍号", "姓名", "异动类型", "异动日期", "办理状态", "来源学校码", "去向学校码")


def child(number: int, school: str = EAST, **cells: str) -> Line:
    """A line of a roster: a pupil whom nobody could take for another one."""
    born = date(2013, 1, 1) + timedelta(days=number * 37 % 360)
    id_number = an_id_number(number * 17, born)
    given = {
        "student_no": f"G{id_number}",
        "id_number": id_number,
        "born": f"{born:%Y%m%d}",
        "name": GIVEN[number % 10] + GIVEN[number // 10 % 10] + GIVEN[(number * 3 + 1) % 10],
        "sex": "男" if int(id_number[16]) % 2 else "女",
    }
    return pupil(number, school, **(given | cells))


def pupils(numbers: Iterable[int], school: str = EAST, **cells: str) -> list[Line]:
    """Lines of a roster for some pupils of one school."""
    return [child(number, school, **cells) for number in numbers]


def number_of(line: Line) -> str:
    """The student number on a line."""
    return line[0]


def move(line: Line, kind: str, to_school: str = "", from_school: str = EAST) -> Line:
    """The movement of a pupil, completed."""
    return (line[0], line[1], kind, "20261010", "办结", from_school, to_school)


def week(number: int) -> date:
    """The Monday of a week; the first is 1."""
    return MONDAY + timedelta(weeks=number - 1)


@dataclass
class Town:
    """`a_city` with an archive. Use its verbs inside `backstage()`."""

    settings: Settings
    folder: Path
    city: City = field(default_factory=a_city)
    files: int = 0

    def take(
        self,
        lines: Sequence[Line],
        day: date,
        *,
        by: User | None = None,
        header: Sequence[str] = HEADER,
    ) -> ImportResult:
        """Bring a roster in."""
        return self._bring(roster(lines, header), SnapshotKind.REGISTRY, day, by)

    def take_moves(
        self, lines: Sequence[Line], day: date, *, by: User | None = None
    ) -> ImportResult:
        """Bring movements in."""
        return self._bring(roster(lines, MOVES), SnapshotKind.MOVEMENTS, day, by)

    def _bring(
        self, content: bytes, kind: SnapshotKind, day: date, by: User | None
    ) -> ImportResult:
        self.files += 1
        path = self.folder / f"{kind.value}-{self.files}.csv"
        path.write_bytes(content)
        return import_file(Arrival(path, kind, day, by=by), self.settings)

    def scan(self, day: date) -> ScanResult:
        """Compare the rolls of a day."""
        return run_scan(day, self.settings)


def part(result: ImportResult, school: str = EAST) -> SnapshotPart:
    """What the guard made of a school."""
    query = select(SnapshotPart).where(
        SnapshotPart.snapshot_id == result.snapshot_id, SnapshotPart.school_code == school
    )
    return db.session.scalars(query).one()


def states(result: ImportResult) -> dict[str, PartState]:
    """What the guard made of each school of a file."""
    query = select(SnapshotPart).where(SnapshotPart.snapshot_id == result.snapshot_id)
    return {p.school_code: p.state for p in db.session.scalars(query)}


def waiting() -> list[str]:
    """Schools that have to send their roster again."""
    return sorted(p.school_code for p in queries.open_set_asides())


def told() -> list[tuple[str, str]]:
    """(organisation, school) of each request for a new roster."""
    query = select(Notice).where(Notice.kind == NoticeKind.SET_ASIDE).order_by(Notice.id)
    return [(n.organisation.code, n.details["school_code"]) for n in db.session.scalars(query)]
