"""Every field of a file as uniform text; a field that the file lacks is blank."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.values import (
    ruined,
    tidy,
    tidy_names,
    tidy_numbers,
    tidy_whole,
)
from tracking.snapshots.columns import COLUMNS
from tracking.snapshots.form import SEALED_FIELDS
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import RawTable

Texts = dict[str, pa.Array]
PROBED, FEW = 2_000, 8  # a column with few values among its first rows is mended value by value

KEY_NUMBERS = ("student_no", "id_number", "local_no")
OTHER_NUMBERS = (
    "guardian1_id",
    "guardian2_id",
    "certificate_no",
    "household_no",
    "permit_no",
    "person_no",
)
NUMBERS = {
    *KEY_NUMBERS,
    *OTHER_NUMBERS,
    *("phone", "guardian1_phone", "guardian2_phone", "teacher_phone"),
    *("school_code", "from_school", "to_school", "actual_school"),
}
NAMES = {"name", "former_name", "guardian1_name", "guardian2_name", "teacher_name"}
FREE = {"address", "note", "cause", "guardian1_relation", "guardian2_relation", "approval_no"}


def tidied(raw: RawTable, kind: SnapshotKind, issues: Issues) -> Texts:
    """The fields of a file as text, without numbers that a spreadsheet has ruined."""
    blank = pa.array([""] * len(raw.rows), pa.string())
    fields = dict.fromkeys((*(c.field for c in COLUMNS[kind]), *SEALED_FIELDS[kind]))
    there = [field for field in fields if field in raw.columns]
    text = dict.fromkeys(fields, blank) | {f: uniform(f, raw.columns[f]) for f in there}
    for name in (*KEY_NUMBERS, *OTHER_NUMBERS):
        if name not in raw.columns or name not in text:
            continue
        bad = ruined(text[name])
        if pc.any(bad).as_py():
            _list_ruined(name, text[name].filter(bad), raw.rows.filter(bad), issues)
            text[name] = pc.if_else(bad, "", text[name])
    return text


def uniform(name: str, column: pa.Array) -> pa.Array:
    """One column as uniform text."""
    probe = column.slice(0, PROBED)
    if len(column) > PROBED and len(pc.unique(probe)) * FEW < len(probe):
        coded = pc.dictionary_encode(pc.fill_null(column, ""))
        return _mended(name, coded.dictionary).take(coded.indices)
    return _mended(name, column)


def _mended(name: str, column: pa.Array) -> pa.Array:
    if name in NUMBERS:
        return tidy_numbers(column)
    if name in NAMES:
        return tidy_names(column)
    return tidy(column) if name in FREE else tidy_whole(tidy(column))


def _list_ruined(name: str, values: pa.Array, rows: pa.Array, issues: Issues) -> None:
    """A ruined number of the child itself is an error, one of somebody else a remark."""
    if name not in KEY_NUMBERS:
        issues.remark(rows, name, "excel_number")
        return
    for row, value in zip(rows, values, strict=True):
        issues.add(row.as_py(), name, "excel_number", value.as_py())


def list_bad(
    rows: pa.Array, bad: pa.Array, values: pa.Array, where: tuple[str, str], issues: Issues
) -> None:
    """List each row where `bad` holds; `where` is the column and the code of the issue."""
    if pc.any(bad).as_py():
        for row, value in zip(rows.filter(bad), values.filter(bad), strict=True):
            issues.add(row.as_py(), where[0], where[1], value.as_py())


def note_values(values: pa.Array, code: str, issues: Issues, before: str = "") -> None:
    """Name each value once with its number of rows, the most frequent first."""
    counted = pc.value_counts(values).to_pylist()
    for entry in sorted(counted, key=lambda e: (-e["counts"], e["values"])):
        issues.note(code, entry["values"], entry["counts"], before)
