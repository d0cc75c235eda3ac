"""Opening archived rows: for the few that need a closer look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.sealing import UnsealError
from models.vocabulary.snapshots import Damage
from tracking.identity.matching import OPENED
from tracking.identity.resolve import Rows
from tracking.snapshots import archive
from tracking.snapshots.queries import snapshots_by_id


def rows_from(root: Path) -> Rows:
    """A function that opens archived rows, for the few that need a closer look."""

    def rows(wanted: list[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
        return archived_rows(root, wanted, OPENED)

    return rows


def archived_rows(
    root: Path, wanted: list[tuple[int, int]], columns: Sequence[str] | None = None
) -> dict[tuple[int, int], dict[str, Any]]:
    """Archived rows with identity opened, by (snapshot id, row number)."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for number, snapshot in snapshots_by_id(n for n, _ in wanted).items():
        path = archive.whole_rows(root, snapshot)
        try:
            numbers = [r for n, r in wanted if n == number]
            rows = archive.rows_at(path, snapshot.kind, numbers, columns)
        except UnsealError as error:
            raise archive.damaged(snapshot, Damage.UNREADABLE) from error
        found |= {(number, row_no): row for row_no, row in rows.items()}
    return found
