"""Reads over flags, scans, and children by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.scan import Scan, ScanPart
from models.snapshot import Snapshot
from models.vocabulary.flags import FlagStatus
from models.vocabulary.registry import KeyKind
from models.vocabulary.snapshots import SnapshotKind, SnapshotState

CHUNK = 5_000  # parameters in one statement


def chunks(values: Iterable[int]) -> Iterator[list[int]]:
    """Values in portions that a database takes as parameters."""
    rest = list(values)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


def last_scan(before: date | None = None) -> Scan | None:
    """The newest scan, or the newest of a day before."""
    query = select(Scan).order_by(Scan.as_of.desc(), Scan.id.desc()).limit(1)
    if before is not None:
        query = query.where(Scan.as_of < before)
    return db.session.scalars(query).first()


def baseline_before(as_of: date) -> dict[str, int]:
    """School → snapshot that the last scan before a day compared up to."""
    scan = last_scan(before=as_of)
    if scan is None:
        return {}
    query = select(ScanPart.school_code, ScanPart.snapshot_id).where(ScanPart.scan_id == scan.id)
    return dict(db.session.execute(query).tuples().all())


def newest_registry_day(until: date) -> date | None:
    """The day of the newest accepted registry file up to a day."""
    query = select(func.max(Snapshot.as_of)).where(
        Snapshot.kind == SnapshotKind.REGISTRY,
        Snapshot.state != SnapshotState.REFUSED,
        Snapshot.as_of <= until,
    )
    return db.session.scalar(query)


def children_by_key(values: Iterable[int]) -> dict[tuple[KeyKind, int], int]:
    """(kind, keyed hash) → child id, for hashes that are known."""
    found: dict[tuple[KeyKind, int], int] = {}
    for chunk in chunks(values):
        query = select(ChildKey).where(ChildKey.value.in_(chunk))
        found |= {(k.kind, k.value): k.child_id for k in db.session.scalars(query)}
    return found


def births(ids: Iterable[int]) -> dict[int, date | None]:
    """Birth dates of children by id."""
    found: dict[int, date | None] = {}
    for chunk in chunks(ids):
        rows = db.session.execute(select(Child.id, Child.birth_date).where(Child.id.in_(chunk)))
        found |= dict(rows.tuples().all())
    return found


def known_flags(child_ids: Iterable[int]) -> dict[tuple[int, str, str], Flag]:
    """Flags of children by (child, rule, evidence key)."""
    found: dict[tuple[int, str, str], Flag] = {}
    for chunk in chunks(child_ids):
        for flag in db.session.scalars(select(Flag).where(Flag.child_id.in_(chunk))):
            found[flag.child_id, flag.rule, flag.evidence_key] = flag
    return found


def flag_by_id(number: int) -> Flag | None:
    """One flag in scope."""
    return db.session.scalars(select(Flag).where(Flag.id == number)).first()


def open_flag_count() -> int:
    """Flags in scope that nobody has judged yet."""
    query = select(func.count(Flag.id)).where(Flag.status == FlagStatus.OPEN)
    return db.session.scalar(query) or 0


def scans(limit: int = 50) -> list[Scan]:
    """Newest scans first."""
    query = select(Scan).order_by(Scan.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def scan_by_id(number: int) -> Scan | None:
    """One scan with its parts."""
    query = select(Scan).where(Scan.id == number).options(selectinload(Scan.parts))
    return db.session.scalars(query).first()
