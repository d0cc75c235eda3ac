"""A first look at a file: its tables, headers and some values of each column, for the mapping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.columns import kind_of
from tracking.snapshots.mapping import known_headers
from tracking.snapshots.reading.limited import read_tables
from tracking.snapshots.reading.raw import RawTable
from tracking.snapshots.reading.refusals import refused

SAMPLES, LONGEST = 3, 30  # sample values per column, characters of each


def look_at(
    path: Path, name: str, kind: SnapshotKind | None, tell: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """Tables, headers, samples and the recognised kind (or None) as plain data."""
    tables = read_tables(
        path, name, known_headers(kind), lambda done, total: tell("reading", done, total)
    )
    filled = [table for table in tables if len(table.rows)]
    if not filled:
        raise refused("empty", name)
    headers = list(dict.fromkeys(header for table in filled for header in table.columns))
    if not headers:
        raise FileRefusedError(refused("no_table", name).words, file=name)
    kinds = [found for table in filled if (found := kind_of(table.columns))]
    return {
        "tables": [{"name": t.name, "rows": len(t.rows) + len(t.ragged)} for t in filled],
        "headers": headers,
        "samples": {header: samples(filled, header) for header in headers},
        "kind": kinds[0].value if kinds else None,
    }


def samples(tables: list[RawTable], header: str) -> list[str]:
    """The first different values of a column that are not blank."""
    found: list[str] = []
    for table in tables:
        column = table.columns.get(header, pa.array([], pa.string()))
        for value in column.slice(0, 200).to_pylist():
            text = (value or "").strip()[:LONGEST]
            if text and text not in found:
                found.append(text)
            if len(found) == SAMPLES:
                return found
    return found
