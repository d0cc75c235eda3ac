"""The cleaning of a file of one kind, and the salvage of rows that could not be split."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.lists import list_columns
from tracking.snapshots.cleaning.movements import movement_columns
from tracking.snapshots.cleaning.persons import Columns
from tracking.snapshots.cleaning.roster import roster_columns
from tracking.snapshots.cleaning.sealing import hashed, sealed
from tracking.snapshots.cleaning.text import Texts, tidied
from tracking.snapshots.form import FORMS, SEALED_FIELDS
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import Ragged, RawTable

STUDENT_NO = re.compile(r"\b[GLJ]\d{17}[\dXx]\b")
ID_NUMBER = re.compile(r"\b\d{17}[\dXx]\b")
REGISTRY_KINDS = (
    SnapshotKind.REGISTRY,
    SnapshotKind.MOVEMENTS,
    SnapshotKind.ROLL_CALL,
    SnapshotKind.GRADUATES,
)


@dataclass(frozen=True)
class Cleaned:
    """A table in the archived form of its kind, and what was wrong with the file."""

    table: pa.Table
    issues: Issues


def clean(raw: RawTable, kind: SnapshotKind, regions: frozenset[str] = frozenset()) -> Cleaned:
    """Normalise, check, hash and seal; rows without any key are left out and listed.

    `regions` are the region codes on record; without any, regions are not looked at.
    """
    issues = Issues()
    form = FORMS[kind]
    if len(raw.rows):
        text = tidied(raw, kind, issues)
        whole = pa.table(_columns(raw, kind, issues, regions, text), schema=form)
        told = has_key(whole, issues, kind)
        identity = {name: text[name].filter(told) for name in SEALED_FIELDS[kind]}
        kept = with_identity(whole.filter(told), kind, identity)
    else:
        kept = form.empty_table()
    return Cleaned(pa.concat_tables([kept, salvaged(raw.ragged, form, issues)]), issues)


def with_identity(table: pa.Table, kind: SnapshotKind, identity: Texts) -> pa.Table:
    """The table with its identifying fields sealed; rows may be sorted, not left out, after it."""
    rows = table["row_no"].combine_chunks()
    values, bearers = sealed(kind, rows, identity)
    for name, column in (("sealed", values), ("block", bearers)):
        table = table.set_column(
            table.schema.get_field_index(name), table.schema.field(name), column
        )
    return table


def _columns(
    raw: RawTable, kind: SnapshotKind, issues: Issues, regions: frozenset[str], text: Texts
) -> Columns:
    if kind is SnapshotKind.MOVEMENTS:
        return movement_columns(text, raw.rows, issues)
    if kind is SnapshotKind.REGISTRY:
        return roster_columns(text, raw.rows, issues, regions)
    return list_columns(kind, text, raw.rows, issues, regions)


def has_key(table: pa.Table, issues: Issues, kind: SnapshotKind) -> pa.Array:
    """Which rows can be told again in the next file; those without a number are listed.

    A roll call is taken by class, where a name is enough.
    """
    strong = _any_of(table, ("student_key", "id_key", "local_key"))
    told = strong
    if kind is SnapshotKind.ROLL_CALL:
        strong = told = pc.or_(
            strong, pc.and_(pc.is_valid(table["name_key"]), pc.is_valid(table["school_code"]))
        )
    elif kind is not SnapshotKind.MOVEMENTS:
        told = pc.or_(strong, pc.is_valid(table["person_key"]))
    column = "student_no" if kind in REGISTRY_KINDS else "id_number"
    for row in table["row_no"].filter(pc.invert(strong)).to_pylist():
        issues.add(row, column, "no_key")
    return told


def _any_of(table: pa.Table, names: tuple[str, ...]) -> pa.Array:
    return pc.is_valid(pc.coalesce(*(table[n] for n in names)))


def salvaged(ragged: tuple[Ragged, ...], form: pa.Schema, issues: Issues) -> pa.Table:
    """Rows of another width, kept by the numbers still legible in them, so nobody vanishes."""
    for row in ragged:
        difference = row.found - row.expected
        issues.add(row.row, "", "ragged", f"{difference:+d}")
    students = [_first(STUDENT_NO, r.text) for r in ragged]
    numbers = [_first(ID_NUMBER, r.text) for r in ragged]
    known = {
        "row_no": pa.array([r.row for r in ragged], pa.int32()),
        "student_key": hashed("student", pa.array(students, pa.string())),
        "id_key": hashed("id", pa.array(numbers, pa.string())),
    }
    table = pa.table(
        {f.name: known.get(f.name, pa.nulls(len(ragged), f.type)) for f in form}, schema=form
    )
    legible = pc.is_valid(pc.coalesce(table["student_key"], table["id_key"]))
    return table.filter(legible)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0].upper() if found else ""
