"""The column map of every kind of file."""

from __future__ import annotations

import functools

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.columns import departments, registry
from tracking.snapshots.columns.column import Column
from tracking.snapshots.reading.plain import plain

COLUMNS: dict[SnapshotKind, tuple[Column, ...]] = {
    SnapshotKind.REGISTRY: registry.REGISTRY,
    SnapshotKind.MOVEMENTS: registry.MOVEMENTS,
    SnapshotKind.ROLL_CALL: registry.ROLL_CALL,
    SnapshotKind.HOUSEHOLD: departments.HOUSEHOLD,
    SnapshotKind.RESIDENCE: departments.RESIDENCE,
    SnapshotKind.DISABILITY: departments.DISABILITY,
    SnapshotKind.WELFARE: departments.WELFARE,
    SnapshotKind.POVERTY: departments.POVERTY,
    SnapshotKind.DISPATCHED: departments.DISPATCHED,
    SnapshotKind.GRADUATES: registry.GRADUATES,
    SnapshotKind.DEATHS: departments.DEATHS,
}


@functools.cache
def header_fields(kind: SnapshotKind) -> dict[str, str]:
    """Plain header → field for one kind of file; a header that two fields list is the first's."""
    pairs = [(plain(header), c.field) for c in COLUMNS[kind] for header in c.headers]
    return dict(reversed(pairs))
