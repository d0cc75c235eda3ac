"""Rows in error as the clerk wrote them, beside what is wrong: a list to send back and mend.

They are personal data: kept sealed beside the file they come from, shown as a download that is
recorded.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from models.sealing import seal, unseal
from models.snapshot import Snapshot
from tracking.kernel.settings import Settings
from tracking.snapshots import archive, issues, queries, staging
from tracking.snapshots.checking import Checked
from tracking.snapshots.parts import header_of
from tracking.snapshots.reading.raw import place

NAME = "rejected.sealed"


def rows_of(checked: Checked) -> dict[str, Any]:
    """The rows in error with their original cells and the codes of what is wrong."""
    report = checked.cleaned.issues.report()
    wrong: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for issue in report["rows"]:
        wrong[issue["row"]].append(issue)
    table = checked.mapped.table
    kept = pc.is_in(table.rows, value_set=pa.array(sorted(wrong), pa.int32()))
    numbers = table.rows.filter(kept).to_pylist()
    columns = {field: column.filter(kept).to_pylist() for field, column in table.columns.items()}
    ragged = {row.row: row.text for row in table.ragged}
    cells = {n: [columns[f][i] for f in columns] for i, n in enumerate(numbers)}
    return {
        "headers": [checked.mapped.mapping.get(field, field) for field in columns],
        "tables": checked.mapped.tables,
        "rows": [
            {"row": n, "issues": found, "cells": cells.get(n, [ragged.get(n, "")])}
            for n, found in sorted(wrong.items())
        ],
    }


def as_table(rows: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Heads and rows of the download: where, what is wrong, and the row as it came."""
    heads = ["sheet", "row", "column", "problem", *rows.get("headers", [])]
    lines = []
    for entry in rows.get("rows", []):
        sheet, number = place(entry["row"], rows.get("tables", []))
        for issue in entry["issues"]:
            column = header_of(issue["column"]) if issue["column"] else ""
            lines.append([sheet, number, column, issues.words(issue), *entry["cells"]])
    return heads, lines


def move_in(settings: Settings, intake: int, snapshot_id: int | None) -> None:
    """Keep the rows in error of an accepted upload beside its archived file."""
    rows = staging.kept_rows(settings.staging_dir, intake)
    for snapshot in queries.snapshots_by_id([snapshot_id] if snapshot_id else []).values():
        keep(settings.archive_dir, snapshot, rows)


def keep(root: Path, snapshot: Snapshot, rows: dict[str, Any]) -> None:
    """Write the rows in error of a file into its folder, sealed."""
    if rows.get("rows"):
        content = json.dumps(rows, ensure_ascii=False).encode()
        path = archive.place_of(root, snapshot)
        archive.write_whole(path / NAME, seal(content, f"rejected.{snapshot.content_hash}"))


def kept(root: Path, snapshot: Snapshot) -> dict[str, Any]:
    """The rows in error of an archived file; empty when there are none (any more)."""
    path = archive.place_of(root, snapshot) / NAME
    if not path.is_file():
        return {}
    rows: dict[str, Any] = json.loads(
        unseal(path.read_bytes(), f"rejected.{snapshot.content_hash}")
    )
    return rows
