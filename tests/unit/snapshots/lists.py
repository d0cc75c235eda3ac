"""Files of tests as text columns, and cleaned ones as rows a person can read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow as pa

from models.sealing import KEYS
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning import Cleaned, clean
from tracking.snapshots.form import opened
from tracking.snapshots.mapping import mapped
from tracking.snapshots.reading import RawTable

SAMPLES = Path(__file__).parents[2] / "samples" / "lists"
FIRST_ROW = 2
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(birth: str = "20150903", sequence: int = 121, region: int = 150291) -> str:
    """An invented number with its right check digit, computed digit by digit."""
    body = f"{region}{birth}{sequence:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def table(headers: list[str], *rows: list[str]) -> RawTable:
    """Text columns by header, as a reader gives them."""
    columns = {h: pa.array([row[i] for row in rows], pa.string()) for i, h in enumerate(headers)}
    return RawTable(columns, pa.array(range(FIRST_ROW, FIRST_ROW + len(rows)), pa.int32()))


def sample(kind: SnapshotKind) -> RawTable:
    """The sample file of a kind."""
    text = (SAMPLES / f"{kind.value}.csv").read_text(encoding="utf-8")
    headers, *rows = csv.reader(io.StringIO(text, newline=""))
    return table(headers, *rows)


def cleaned(raw: RawTable, kind: SnapshotKind, regions: frozenset[str] = frozenset()) -> Cleaned:
    """A file mapped and cleaned, with keys that are only for tests."""
    KEYS.fill({1: b"d" * 32}, b"h" * 32)
    return clean(mapped([raw], kind, "test.csv").table, kind, regions)


def rows(raw: RawTable, kind: SnapshotKind) -> list[dict[str, Any]]:
    """The archived rows of a file with their identifying fields opened."""
    found = cleaned(raw, kind).table.sort_by("row_no").to_pylist()
    identities: dict[int, dict[str, str]] = {}
    for row in found:
        identities |= opened(kind, row["sealed"]) if row["sealed"] else {}
    return [identities[row["row_no"]] | row for row in found]
