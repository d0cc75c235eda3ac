"""The cleaning of a file of one kind, and the salvage of rows that could not be split."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.snapshots import SnapshotKind
from tracking.snapshots.cleaning.lists import list_columns
from tracking.snapshots.cleaning.movements import movement_columns
from tracking.snapshots.cleaning.persons import Columns
from tracking.snapshots.cleaning.roster import roster_columns
from tracking.snapshots.cleaning.sealing import hashed, sealed
from tracking.snapshots.cleaning.text import Texts, tidied, uniform
from tracking.snapshots.columns import plain
from tracking.snapshots.columns.codes import movement_words, status_words
from tracking.snapshots.columns.words import Words
from tracking.snapshots.form import FORMS, SEALED_FIELDS
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import Ragged, RawTable

PORTION = 1 << 15  # rows that are cleaned together: what the processor holds close by
# The column whose words tell, over the whole file, by which table of codes it was written.
CODED = {
    SnapshotKind.REGISTRY: ("status", status_words),
    SnapshotKind.MOVEMENTS: ("kind", movement_words),
}
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


@dataclass(frozen=True)
class Task:
    """What the cleaning of each portion of a file goes by."""

    kind: SnapshotKind
    regions: frozenset[str]
    words: Words


def clean(
    raw: RawTable,
    kind: SnapshotKind,
    regions: frozenset[str] = frozenset(),
    tell: Callable[[int], None] = lambda _rows: None,
) -> Cleaned:
    """Normalise, check, hash and seal; rows without any key are left out and listed.

    `regions` are the region codes on record; without any, regions are not looked at. The rows
    are cleaned in portions, on all cores: the libraries below leave the interpreter alone.
    `tell` hears how many are done.
    """
    task, issues, tables, done = Task(kind, regions, code_words(raw, kind)), Issues(), [], 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for cleaned in pool.map(lambda portion: cleaned_portion(portion, task), portions(raw)):
            tables.append(cleaned.table)
            issues.take(cleaned.issues)
            done += PORTION
            tell(min(done, len(raw.rows)))
    tables.append(salvaged(raw.ragged, FORMS[kind], issues))
    return Cleaned(pa.concat_tables(tables), issues)


def portions(raw: RawTable) -> Iterator[RawTable]:
    """The rows of a table in order, some at a time."""
    for start in range(0, len(raw.rows), PORTION):
        columns = {name: column.slice(start, PORTION) for name, column in raw.columns.items()}
        yield RawTable(columns, raw.rows.slice(start, PORTION))


def code_words(raw: RawTable, kind: SnapshotKind) -> Words:
    """How the codes of a file are read: the same word may mean another thing in another export."""
    field, chosen = CODED.get(kind, ("", status_words))
    found = pc.unique(raw.columns[field]) if field in raw.columns else pa.array([], pa.string())
    return chosen(plain(value) for value in uniform(field, found).to_pylist())


def cleaned_portion(raw: RawTable, task: Task) -> Cleaned:
    """Some rows in the archived form."""
    issues, kind = Issues(), task.kind
    text = tidied(raw, kind, issues)
    table = pa.table(_columns(raw.rows, text, task, issues), schema=FORMS[kind])
    told = has_key(table, issues, kind)
    identity = {name: text[name] for name in SEALED_FIELDS[kind]}
    if not pc.all(told).as_py():
        table, identity = table.filter(told), {n: c.filter(told) for n, c in identity.items()}
    return Cleaned(with_identity(table, kind, identity), issues)


def with_identity(table: pa.Table, kind: SnapshotKind, identity: Texts) -> pa.Table:
    """The table with its identifying fields sealed; rows may be sorted, not left out, after it."""
    rows = table["row_no"].combine_chunks()
    values, bearers = sealed(kind, rows, identity)
    for name, column in (("sealed", values), ("block", bearers)):
        table = table.set_column(
            table.schema.get_field_index(name), table.schema.field(name), column
        )
    return table


def _columns(rows: pa.Array, text: Texts, task: Task, issues: Issues) -> Columns:
    if task.kind is SnapshotKind.MOVEMENTS:
        return movement_columns(text, rows, issues, task.words)
    if task.kind is SnapshotKind.REGISTRY:
        return roster_columns(text, rows, issues, task.regions, task.words)
    return list_columns(task.kind, text, rows, issues, task.regions)


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
