"""The persons of one box, read again from the files of the scan's day, masked, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import among, db
from models.organisation import Organisation
from models.scan import Scan
from models.user import User
from models.vocabulary.comparison import Box, Compared
from tracking.comparison.boxes import row_at
from tracking.comparison.counts import owners
from tracking.comparison.everywhere import everywhere
from tracking.comparison.frames import assemble
from tracking.comparison.funnel import boxed, owning_region, possible, wanted
from tracking.comparison.rows import archived_rows
from tracking.kernel import audit
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.kernel.errors import ArchiveError
from tracking.kernel.masking import masked_id, masked_name
from tracking.kernel.settings import Settings
from tracking.kernel.tables import as_bytes
from tracking.kernel.transaction import transaction
from tracking.snapshots.queries import school_names, snapshots_by_id

PAGE = 50
SHOWN = ("name", "student_no", "id_number", "grade", "class_no")


@dataclass(frozen=True)
class Asked:
    """Which list: a box of a comparison of a scan, within one bureau or school."""

    scan: Scan
    comparison: Compared
    box: Box
    area: Organisation


@dataclass(frozen=True)
class Person:
    """One row of the list, masked; `case_id` where the list is one of files."""

    name: str
    number: str
    school: str
    grade: int | None
    class_no: str
    source: str
    case_id: int | None = None


@dataclass(frozen=True)
class Listed:
    """Some rows of a list and how many there are; with `trouble` there are none."""

    people: list[Person] = field(default_factory=list)
    total: int = 0
    trouble: str = ""


def listed(asked: Asked, settings: Settings, first: int = 0, most: int | None = None) -> Listed:
    """The rows from `first` on, `most` of them or all."""
    day, comparison, box = asked.scan.as_of, asked.comparison, asked.box
    area = None if asked.area.parent_id is None else asked.area.path
    try:
        places = everywhere(lambda: places_of(day, comparison, box, area, settings))
        people = people_at(comparison, places[first:][:most], settings)
    except ArchiveError as error:
        return Listed(trouble=str(error))
    return Listed(people, len(places))


def record(action: str, asked: Asked, by: User, count: int) -> None:
    """Write down who saw the list, or took it away as a file."""
    details = {
        "comparison": asked.comparison.value,
        "box": asked.box.value,
        "area": asked.area.code,
        "rows": count,
    }
    target = f"scan:{asked.scan.id}"
    with transaction():
        audit.record(f"comparison.{action}", by=by, target=target, details=details)


def places_of(
    day: date, comparison: Compared, box: Box, area: str | None, settings: Settings
) -> list[tuple[int, str]]:
    """Where each row of a box stands and the school it counts for, in a fixed order."""
    with EmbeddedEngine(settings.memory) as engine:
        frames = assemble(engine, settings.archive_dir, day, wanted(comparison))
        if comparison not in possible(frames.there):
            raise ArchiveError(_l("The list that was compared was deleted after its period."))
        rows = boxed(engine, frames, comparison).filter(nw.col("box") == box.value)
        rows = rows if area is None else within_area(rows, area)
        found = engine.collect(rows.select("place", "school_code")).to_pylist()
    ordered = sorted(found, key=lambda row: (row["school_code"], row["place"]))
    return [(row["place"], row["school_code"]) for row in ordered]


def within_area(rows: Frame, area: str) -> Frame:
    """The rows that count for a bureau or a school."""
    codes = sorted(code for code, path in owners().items() if path.startswith(area))
    rows = rows.with_columns(region=owning_region())
    whose = nw.when(nw.col("school_code") == "").then(nw.col("region"))
    return rows.filter(whose.otherwise(nw.col("school_code")).is_in(codes))


def people_at(
    comparison: Compared, places: list[tuple[int, str]], settings: Settings
) -> list[Person]:
    """Who stands at some places."""
    if comparison is Compared.FILES:
        return people_of_files([place for place, _code in places])
    return people_of_rows(places, settings)


def people_of_rows(places: list[tuple[int, str]], settings: Settings) -> list[Person]:
    """Who stands in some archived rows, each with the school it counts for."""
    spots = [row_at(place) for place, _code in places]
    rows = archived_rows(settings.archive_dir, spots, SHOWN)
    days = {n: s.as_of for n, s in snapshots_by_id(n for n, _row in spots).items()}
    return [
        Person(
            name=masked_name(row.get("name")),
            number=masked_id(row.get("student_no") or row.get("id_number")),
            school=school_names().get(code, code),
            grade=row.get("grade"),
            class_no=row.get("class_no") or "",
            source=_("row %(row)s of %(day)s", row=spot[1], day=days[spot[0]].isoformat()),
        )
        for spot, (_place, code) in zip(spots, places, strict=True)
        if (row := rows[spot])
    ]


def people_of_files(numbers: list[int]) -> list[Person]:
    """Who some files are about, as far as they may be seen."""
    found: dict[int, Case] = {}
    query = select(Case).where(among(Case.id, numbers)).options(
        joinedload(Case.child), joinedload(Case.school)
    )  # fmt: skip
    found |= {case.id: case for case in db.session.scalars(query)}
    return [
        Person(
            name=masked_name(case.child.name),
            number=masked_id(case.child.student_no or case.child.id_number),
            school=case.school.name if case.school else "",
            grade=case.child.grade,
            class_no=case.child.class_no,
            source=case.number,
            case_id=case.id,
        )
        for number in numbers
        if (case := found.get(number)) is not None
    ]


def heads() -> list[str]:
    """Heads of a list, in the reader's language."""
    return [
        str(_("Name")),
        str(_("Number")),
        str(_("School")),
        str(_("Grade")),
        str(_("Class")),
        str(_("Source")),
    ]


def as_file(people: Iterable[Person], ending: str) -> bytes:
    """A list as the content of a download."""
    rows = [[p.name, p.number, p.school, p.grade, p.class_no, p.source] for p in people]
    return as_bytes(ending, heads(), rows)
