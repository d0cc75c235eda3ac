"""Reads over the kept counts of the funnel, and over the places they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from models.database import db
from models.organisation import Organisation
from models.scan import Scan
from models.scan_box import ScanBox
from models.scope import AFTER_SLASH, covers, current_scope
from models.vocabulary.comparison import Box, Compared
from models.vocabulary.organisations import Level

MOST_SCANS = 26


@dataclass(frozen=True)
class Kept:
    """One kept count and the path of whom it belongs to."""

    comparison: Compared
    box: Box
    path: str
    count: int


def scan_asked(number: str) -> Scan | None:
    """The scan of an address, or the newest one."""
    if number.isascii() and number.isdigit() and len(number) < 10:
        return db.session.get(Scan, int(number))
    query = select(Scan).order_by(Scan.as_of.desc(), Scan.id.desc()).limit(1)
    return db.session.scalars(query).first()


def newest_scans() -> list[Scan]:
    """Scans to choose from, newest first; of several of one day the last."""
    query = select(Scan).order_by(Scan.as_of.desc(), Scan.id.desc()).limit(4 * MOST_SCANS)
    days: dict[object, Scan] = {}
    for scan in db.session.scalars(query):
        days.setdefault(scan.as_of, scan)
    return list(days.values())[:MOST_SCANS]


def area_asked(code: str) -> Organisation | None:
    """The bureau or school of an address if the scope covers it; without a code the scope's own."""
    path = current_scope()
    query = select(Organisation).where(Organisation.level != Level.TOWNSHIP)
    if code:
        found = db.session.scalars(query.where(Organisation.code == code)).first()
        return found if found and covers(path, found.path) else None
    own = query.where(Organisation.path == path) if path else query.where(
        Organisation.parent_id.is_(None)
    )  # fmt: skip
    return db.session.scalars(own.order_by(Organisation.id)).first()


def parts_of_area(area: Organisation) -> list[Organisation]:
    """The counties of a city or the schools of a county, by name."""
    query = select(Organisation).where(
        Organisation.parent_id == area.id, Organisation.level.in_([Level.COUNTY, Level.SCHOOL])
    )
    return list(db.session.scalars(query.order_by(Organisation.name, Organisation.code)))


def kept_counts(scan_id: int, path: str) -> list[Kept]:
    """The counts of a scan below a path."""
    columns = (ScanBox.comparison, ScanBox.box, ScanBox.org_path)
    query = (
        select(*columns, func.sum(ScanBox.count))
        .where(
            ScanBox.scan_id == scan_id,
            ScanBox.org_path >= path,
            ScanBox.org_path < path[:-1] + AFTER_SLASH,
        )
        .group_by(*columns)
    )
    return [Kept(c, b, p, int(n)) for c, b, p, n in db.session.execute(query)]


def by_box(kept: Iterable[Kept]) -> Counter[Box]:
    """Counts of one comparison by box."""
    found: Counter[Box] = Counter()
    for entry in kept:
        found[entry.box] += entry.count
    return found


def owners() -> dict[str, str]:
    """Code → path of every active school and county."""
    query = select(Organisation.code, Organisation.path).where(
        Organisation.level.in_([Level.COUNTY, Level.SCHOOL]), Organisation.is_active.is_(True)
    )
    return dict(db.session.execute(query).all())
