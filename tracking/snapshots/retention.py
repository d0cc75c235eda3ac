"""What is deleted when its period is over, and the record that remains.

The record is written before the files go: what a power cut leaves of them is removed by the
next run, and never again counts as missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import audit, clock
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, care, care_queries
from tracking.thresholds.queries import value_of

DEPARTMENTS = frozenset(
    {
        SnapshotKind.HOUSEHOLD,
        SnapshotKind.RESIDENCE,
        SnapshotKind.DISABILITY,
        SnapshotKind.WELFARE,
        SnapshotKind.POVERTY,
        SnapshotKind.DEATHS,
    }
)


def run(settings: Settings, now: datetime) -> int:
    """Delete what has been kept long enough; returns how many snapshots lost something."""
    originals, rows = (int(value_of(f"archive.{n}")) for n in ("originals", "department_rows"))
    with care.alone(settings.archive_dir):
        scans, count = care_queries.scans_ended(), 0
        for snapshot in care_queries.accepted():
            over = expired(snapshot, scans, now, originals, rows)
            new = {what: days for what, days in over.items() if what not in deleted_of(snapshot)}
            if new:
                record(snapshot, new, now)
                count += 1
            remove(settings.archive_dir, snapshot, deleted_of(snapshot))
    return count


def expired(
    snapshot: Snapshot, scans: Iterable[datetime], now: datetime, originals: int, rows: int
) -> dict[str, int]:
    """What of a snapshot is over, with the days it was kept for.

    A department's list counts from the end of the first scan after it came, which matched it;
    its original holds the same rows and goes with them.
    """
    if snapshot.kind in DEPARTMENTS:
        matched = next((ended for ended in scans if ended >= snapshot.imported_at), None)
        if matched is not None and matched + timedelta(days=rows) <= now:
            return {"original": rows, "rows": rows}
    if snapshot.imported_at + timedelta(days=originals) <= now:
        return {"original": originals}
    return {}


def deleted_of(snapshot: Snapshot) -> dict[str, Any]:
    """What of a snapshot was deleted: what → when, by whom, after how many days."""
    deleted: dict[str, Any] = snapshot.report.get("deleted", {})
    return deleted


def record(snapshot: Snapshot, what: dict[str, int], now: datetime) -> None:
    """Write down what is about to be deleted, in the snapshot and in the audit log."""
    with transaction():
        report = care_queries.held(snapshot.id).report
        when = {"on": clock.local(now).date().isoformat(), "by": audit.MACHINE}
        new = {name: {**when, "days": days} for name, days in what.items()}
        snapshot.report = {**report, "deleted": {**report.get("deleted", {}), **new}}
        audit.record("snapshot.delete", by=None, target=f"snapshot:{snapshot.id}", details=what)


def remove(root: Path, snapshot: Snapshot, what: Iterable[str]) -> None:
    """Remove the files of what was written down as deleted."""
    folder = archive.place_of(root, snapshot)
    for name, belongs in care.BELONGS.items():
        if belongs in what:
            (folder / name).unlink(missing_ok=True)
