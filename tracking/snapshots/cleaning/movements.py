"""Registry movements (学籍异动明细) in the archived form."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.registry import MovementKind, MovementState
from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.sealing import hashed, sealed
from tracking.snapshots.cleaning.values import (
    as_date,
    mapped,
    ruined,
    tidy,
    tidy_names,
    tidy_numbers,
)
from tracking.snapshots.columns import MOVEMENT, STATE, plain
from tracking.snapshots.form import SEALED_FIELDS
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import RawTable

NUMBERS = frozenset({"student_no", "id_number", "from_school", "to_school"})
FIELDS = (
    *SEALED_FIELDS[SnapshotKind.MOVEMENTS],
    "kind",
    "moved_on",
    "approved_on",
    "state",
    "from_school",
    "to_school",
    "to_school_name",
    "cause",
)


def movement_columns(raw: RawTable, issues: Issues) -> dict[str, pa.Array]:
    """All columns of the archived form from the text columns of a movements file."""
    blank = pa.array([""] * len(raw.rows), pa.string())
    text = {n: tidied(n, raw.columns.get(n, blank)) for n in FIELDS}
    for name in ("student_no", "id_number"):
        bad = ruined(text[name])
        for row, value in zip(raw.rows.filter(bad), text[name].filter(bad), strict=True):
            issues.add(row.as_py(), name, "excel_number", value.as_py())
        text[name] = pc.if_else(bad, "", text[name])
    moved_on = mapped(text["moved_on"], as_date, pa.date32())
    approved_on = mapped(text["approved_on"], as_date, pa.date32())
    for row in raw.rows.filter(pc.is_null(moved_on)):
        issues.add(row.as_py(), "moved_on", "bad_date")
    lists = {n: text[n].to_pylist() for n in SEALED_FIELDS[SnapshotKind.MOVEMENTS]}
    return {
        "row_no": raw.rows,
        "student_key": hashed("student", lists["student_no"]),
        "id_key": hashed("id", lists["id_number"]),
        "name_key": hashed("name", lists["name"]),
        "kind": kinds(text["kind"], raw.rows, issues),
        "kind_text": text["kind"],
        "state": states(text["state"], approved_on, issues),
        "moved_on": moved_on,
        "approved_on": approved_on,
        "from_school": text["from_school"],
        "to_school": text["to_school"],
        "to_school_name": text["to_school_name"],
        "cause": text["cause"],
        "sealed": sealed(SnapshotKind.MOVEMENTS, lists, len(raw.rows)),
    }


def tidied(name: str, column: pa.Array) -> pa.Array:
    """One field as uniform text."""
    if name in NUMBERS:
        return tidy_numbers(column)
    return tidy_names(column) if name == "name" else tidy(column)


def kinds(column: pa.Array, rows: pa.Array, issues: Issues) -> pa.Array:
    """The kind of each movement; one that is not understood is listed and explains nothing."""
    known = mapped(column, lambda v: MOVEMENT.get(plain(v)), pa.string())
    bad = pc.is_null(known)
    for row, value in zip(rows.filter(bad), column.filter(bad), strict=True):
        issues.add(row.as_py(), "kind", "bad_kind", value.as_py())
    return pc.fill_null(known, MovementKind.OTHER.value)


def states(column: pa.Array, approved_on: pa.Array, issues: Issues) -> pa.Array:
    """How far each is handled; without a word for it, an approval date tells."""
    known = mapped(column, lambda v: STATE.get(plain(v)), pa.string())
    strange = column.filter(pc.and_(pc.is_null(known), pc.not_equal(column, "")))
    for entry in pc.value_counts(strange).to_pylist():
        issues.note("unknown_state", entry["values"], entry["counts"])
    dated = pc.if_else(pc.is_valid(approved_on), MovementState.DONE.value, MovementState.OPEN.value)
    return pc.coalesce(known, dated)
