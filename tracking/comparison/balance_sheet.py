"""The balance sheet as its page and its file show it: city, county, school, with the names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import narwhals.stable.v2 as nw
from flask_babel import gettext as _
from sqlalchemy import select

from models.database import db
from models.organisation import Organisation
from models.scan import Scan, ScanPart
from models.user import User
from models.vocabulary.comparison import Box
from models.vocabulary.organisations import Level
from tracking.comparison.balance import CAME, WENT, balanced, open_places
from tracking.comparison.box_list import Person, people_of_rows
from tracking.comparison.counts import parts_of_area
from tracking.comparison.everywhere import everywhere
from tracking.comparison.frames import assemble
from tracking.comparison.funnel import parameter
from tracking.kernel import audit
from tracking.kernel.engine import EmbeddedEngine
from tracking.kernel.errors import ArchiveError
from tracking.kernel.settings import Settings
from tracking.kernel.tables import as_bytes
from tracking.kernel.transaction import transaction
from tracking.rules._kit import all_rules

WHOLE_SCHOOL = 0  # the grade of a school that is counted as a whole
MOST_NAMES = 200
Counts = Counter[tuple[str, int, Box]]  # (school, grade, box) → pupils


@dataclass(frozen=True)
class Row:
    """One line: a county, a school or a grade; `code` leads to the sheet below it."""

    name: str
    code: str
    opening: int
    came: list[int]
    went: list[int]
    closing: int

    @property
    def difference(self) -> int:
        """By how many pupils the records and the rosters differ."""
        return self.came[-1] - self.went[-1]

    @property
    def is_open(self) -> bool:
        """Whether somebody came or went without a record, also where the numbers agree."""
        return bool(self.came[-1] or self.went[-1])


@dataclass(frozen=True)
class Sheet:
    """The sheet of an area; with `trouble` there is none.

    `gone` and `unrecorded` are the names behind what does not add up, at a school only.
    """

    rows: list[Row] = field(default_factory=list)
    total: Row | None = None
    gone: list[Person] = field(default_factory=list)
    unrecorded: list[Person] = field(default_factory=list)
    trouble: str = ""

    @property
    def columns(self) -> dict[str, list[int]]:
        """The columns that hold something; those without a record always stand there, last."""
        sums = {"came": self.total.came, "went": self.total.went} if self.total else {}
        return {
            side: [n for n, count in enumerate(counts) if count or n == len(counts) - 1]
            for side, counts in sums.items()
        }


@dataclass(frozen=True)
class Span:
    """Two weeks: the rolls of a scan, and of an earlier one or what the scan compared with."""

    scan: Scan
    since: Scan | None = None

    @property
    def baseline(self) -> dict[str, int] | None:
        """School → snapshot to begin with; None for that of the scan itself."""
        if self.since is None:
            return None
        query = select(ScanPart.school_code, ScanPart.snapshot_id)
        return dict(db.session.execute(query.where(ScanPart.scan_id == self.since.id)).all())


def sheet_of(span: Span, area: Organisation, settings: Settings) -> Sheet:
    """The sheet of a city by county, of a county by school, of a school by grade."""
    day, baseline = span.scan.as_of, span.baseline
    school = area.code if area.level is Level.SCHOOL else None
    try:
        counts, places = everywhere(lambda: counted(day, baseline, school, settings))
        names = {
            box: people_of_rows(
                [(p, area.code) for p in places.get(box, [])][:MOST_NAMES], settings
            )
            for box in (Box.GONE, Box.UNRECORDED)
        }
    except ArchiveError as error:
        return Sheet(trouble=str(error))
    rows = by_grade(counts, area) if school else by_place(counts, parts_of_area(area))
    total = row_of(area.name, "", total_of(counts, area)) if rows else None
    return Sheet(rows, total, names[Box.GONE], names[Box.UNRECORDED])


def counted(
    day: date, baseline: Mapping[str, int] | None, school: str | None, settings: Settings
) -> tuple[Counts, dict[Box, list[int]]]:
    """Pupils by school, grade and box; for one school also where its open ends stand."""
    needed = all_rules()["BALANCE"].frames
    with EmbeddedEngine(settings.memory) as engine:
        tables = assemble(engine, settings.archive_dir, day, needed, baseline).tables
        previous, current = tables["previous"], tables["current"]
        if school is not None:
            mine = nw.col("school_code") == school
            previous, current = previous.filter(mine), current.filter(mine)
        rows = engine.keep(
            balanced(
                previous, current, tables["movements"], tables["schools"],
                as_of=day, record_days=parameter("BALANCE", "record_days"),
            )
        )  # fmt: skip
        grouped = rows.group_by("school_code", "grade", "box").agg(nw.len().alias("n"))
        counts = Counter(
            {
                (r["school_code"], r["grade"], Box(r["box"])): r["n"]
                for r in engine.collect(grouped).to_pylist()
            }
        )
        places: dict[Box, list[int]] = {}
        found = engine.collect(open_places(rows, previous, current)).to_pylist() if school else []
    for row in sorted(found, key=lambda row: (row["grade"], row["place"])):
        places.setdefault(Box(row["box"]), []).append(row["place"])
    return counts, places


def by_grade(counts: Counts, school: Organisation) -> list[Row]:
    """The lines of one school."""
    own = [key for key in counts if key[0] == school.code]
    return [
        row_of(
            str(_("All grades"))
            if grade == WHOLE_SCHOOL
            else str(_("Grade %(grade)s", grade=grade)),
            "",
            boxes_of((key[2], counts[key]) for key in own if key[1] == grade),
        )
        for grade in sorted({key[1] for key in own})
    ]


def by_place(counts: Counts, below: Iterable[Organisation]) -> list[Row]:
    """The lines of counties or schools that were counted."""
    lines = ((o, total_of(counts, o)) for o in below)
    return [row_of(o.name, o.code, boxes) for o, boxes in lines if boxes]


def total_of(counts: Counts, area: Organisation) -> Counter[Box]:
    """Boxes of a whole area."""
    if area.level is Level.SCHOOL:
        codes = {area.code}
    else:
        query = select(Organisation.code).where(Organisation.path.startswith(area.path))
        codes = set(db.session.scalars(query))
    return boxes_of((key[2], n) for key, n in counts.items() if key[0] in codes)


def boxes_of(pairs: Iterable[tuple[Box, int]]) -> Counter[Box]:
    """Pupils by box."""
    found: Counter[Box] = Counter()
    for box, count in pairs:
        found[box] += count
    return found


def row_of(name: str, code: str, boxes: Counter[Box]) -> Row:
    """One line from its boxes."""
    came = [boxes[box] for box in CAME]
    went = [boxes[box] for box in WENT]
    stayed = boxes[Box.STAYED]
    return Row(name, code, stayed + sum(went), came, went, stayed + sum(came))


def record(action: str, span: Span, area: Organisation, by: User, rows: int) -> None:
    """Write down who saw the names of a sheet, or took it away as a file."""
    details = {"area": area.code, "rows": rows}
    target = f"scan:{span.scan.id}"
    with transaction():
        audit.record(f"balance.{action}", by=by, target=target, details=details)


def heads(unit: str) -> list[str]:
    """Heads of the sheet, in the reader's language."""
    came = [str(box.label) for box in CAME]
    went = [str(box.label) for box in WENT]
    return [unit, str(_("Opening")), *came, *went, str(_("Closing")), str(_("Difference"))]


def signed(number: int) -> str:
    """A number whose minus no spreadsheet takes for the beginning of a formula."""
    return f"{number}".replace("-", "\N{MINUS SIGN}")


def as_file(sheet: Sheet, unit: str, ending: str) -> bytes:
    """The sheet as the content of a download."""
    lines = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    cells = [[r.name, r.opening, *r.came, *r.went, r.closing, signed(r.difference)] for r in lines]
    return as_bytes(ending, heads(unit), cells)
