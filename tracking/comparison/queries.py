"""Reads over scans, and over the files that stand for a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from models.database import db
from models.scan import Scan, ScanPart
from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotKind, SnapshotState


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
    return dict(db.session.execute(query).all())


def list_snapshots(kind: SnapshotKind, since: date, until: date) -> list[Snapshot]:
    """Accepted lists of a kind between two days whose rows are still kept, oldest first."""
    query = (
        select(Snapshot)
        .where(
            Snapshot.kind == kind,
            Snapshot.state != SnapshotState.REFUSED,
            Snapshot.as_of >= since,
            Snapshot.as_of <= until,
        )
        .order_by(Snapshot.as_of, Snapshot.id)
    )
    return [s for s in db.session.scalars(query) if "rows" not in s.report.get("deleted", {})]
