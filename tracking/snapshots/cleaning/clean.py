"""The cleaning of a file of one kind, and the salvage of rows that could not be split."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.movements import movement_columns
from tracking.snapshots.cleaning.roster import roster_columns
from tracking.snapshots.cleaning.sealing import hashed
from tracking.snapshots.form import FORMS
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import Ragged, RawTable

STUDENT_NO = re.compile(r"\b[GLJ]\d{17}[\dXx]\b")
ID_NUMBER = re.compile(r"\b\d{17}[\dXx]\b")


@dataclass(frozen=True)
class Cleaned:
    """A table in the archived form of its kind, and what was wrong with the file."""

    table: pa.Table
    issues: Issues


def clean(raw: RawTable, kind: SnapshotKind) -> Cleaned:
    """Normalise, check, hash and seal; rows without any key are left out and listed."""
    issues = Issues()
    build = roster_columns if kind is SnapshotKind.REGISTRY else movement_columns
    columns = build(raw, issues) if len(raw.rows) else {}
    form = FORMS[kind]
    whole = pa.table(columns, schema=form) if columns else form.empty_table()
    kept = whole.filter(has_key(whole, issues, kind)) if whole.num_rows else whole
    return Cleaned(pa.concat_tables([kept, salvaged(raw.ragged, form, issues)]), issues)


def has_key(table: pa.Table, issues: Issues, kind: SnapshotKind) -> pa.Array:
    """Which rows can be told again in the next file; the others are listed."""
    names = [n for n in ("student_key", "id_key", "local_key") if n in table.column_names]
    strong = pc.is_valid(pc.coalesce(*(table[n] for n in names)))
    for row in table["row_no"].filter(pc.invert(strong)).to_pylist():
        issues.add(row, "student_no", "no_key")
    if kind is SnapshotKind.REGISTRY:
        return pc.or_(strong, pc.is_valid(table["person_key"]))
    return strong


def salvaged(ragged: tuple[Ragged, ...], form: pa.Schema, issues: Issues) -> pa.Table:
    """Rows of another width, kept by the numbers still legible in them, so nobody vanishes."""
    for row in ragged:
        difference = row.found - row.expected
        issues.add(row.row, "", "ragged", f"{difference:+d}")
    students = [_first(STUDENT_NO, r.text) for r in ragged]
    numbers = [_first(ID_NUMBER, r.text) for r in ragged]
    known = {
        "row_no": pa.array([r.row for r in ragged], pa.int32()),
        "student_key": hashed("student", students),
        "id_key": hashed("id", numbers),
    }
    table = pa.table(
        {f.name: known.get(f.name, pa.nulls(len(ragged), f.type)) for f in form}, schema=form
    )
    legible = pc.is_valid(pc.coalesce(table["student_key"], table["id_key"]))
    return table.filter(legible)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0].upper() if found else ""
