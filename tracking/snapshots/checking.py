"""Looking at a file without storing anything: read, map, clean, judge school by school."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.kernel import regions
from tracking.kernel.errors import FileRefusedError
from tracking.kernel.settings import Settings
from tracking.snapshots import parts, queries
from tracking.snapshots.area import narrowed
from tracking.snapshots.arrivals import Arrival, ImportResult, Progress
from tracking.snapshots.cleaning import Cleaned, clean
from tracking.snapshots.columns import kind_of
from tracking.snapshots.issues import Issues
from tracking.snapshots.mapping import Mapped, known_headers, mapped
from tracking.snapshots.reading.limited import read_tables
from tracking.snapshots.reading.raw import RawTable, place


@dataclass(frozen=True)
class Checked:
    """A file that can be used, in whole or in part, and what that would come to."""

    mapped: Mapped
    cleaned: Cleaned
    verdicts: list[parts.Verdict]
    result: ImportResult


def check(arrival: Arrival, settings: Settings, progress: Progress) -> Checked:
    """Look at a file; FileRefusedError when nothing of it can be used."""
    progress("reading", 0, 1)
    if queries.root() is None:
        raise FileRefusedError(_l("Import the organisations first: nobody could own the rows."))
    found = opened(arrival, progress)
    rows = len(found.table.rows) + len(found.table.ragged)
    progress("checking", 0, rows)
    cleaned = clean(
        found.table,
        found.kind,
        regions.known_codes(),
        lambda done: progress("checking", done, rows),
    )
    refuse_mostly_bad(cleaned, rows, arrival.file_name, found.tables)
    progress("checking", rows, rows)
    is_roll = found.kind is SnapshotKind.REGISTRY
    progress("comparing", 0, 1)
    cleaned, foreign = narrowed(cleaned, found.kind, arrival.by)
    verdicts = parts.judge(cleaned, arrival, settings, foreign) if is_roll else []
    note_unknown_schools(cleaned, verdicts)
    progress("comparing", 1, 1)
    return Checked(found, cleaned, verdicts, summed(found, rows, cleaned.issues, verdicts))


def opened(arrival: Arrival, progress: Progress) -> Mapped:
    """The tables of the file as one, with its columns named by field."""
    tables = read_tables(
        arrival.path,
        arrival.file_name,
        known_headers(arrival.kind),
        lambda done, total: progress("reading", done, total),
    )
    kind = arrival.kind or recognised(tables, arrival.file_name)
    return mapped(tables, kind, arrival.file_name, arrival.mapping)


def recognised(tables: list[RawTable], file: str) -> SnapshotKind:
    """The kind of a file by its headers; FileRefusedError when that is not certain."""
    for table in tables:
        if kind := kind_of(table.columns):
            return kind
    raise FileRefusedError(
        _l("The headers of “%(file)s” do not tell what kind of list it is. Say the kind."),
        file=file,
    )


def refuse_mostly_bad(cleaned: Cleaned, rows: int, file: str, tables: list[str]) -> None:
    """A file in which most rows are in error is another file, or was mapped wrongly."""
    if len(cleaned.issues.rows) * 2 > rows:
        first = cleaned.issues.report()["rows"][0]
        table, row = place(first["row"], tables)
        raise FileRefusedError(
            _l(
                "More than half of the rows of “%(file)s” cannot be used, the first is row "
                "%(row)s, column “%(column)s”. Check that columns and values belong together."
            ),
            file=f"{file} · {table}" if table else file,
            row=row,
            column=parts.header_of(first["column"]),
        )


def note_unknown_schools(cleaned: Cleaned, verdicts: list[parts.Verdict]) -> None:
    """Name each school code that is not registered once, with its number of rows."""
    for verdict in verdicts:
        if verdict.state is PartState.UNKNOWN:
            cleaned.issues.note("unknown_school", verdict.school_code, verdict.rows)


def summed(found: Mapped, rows: int, issues: Issues, verdicts: list[parts.Verdict]) -> ImportResult:
    """The outcome of a file that can be used, in whole or in part."""
    states = Counter(v.state.value for v in verdicts)
    whole = not issues.rows and set(states) <= {PartState.ACCEPTED.value}
    return ImportResult(
        kind=found.kind,
        state=SnapshotState.ACCEPTED if whole else SnapshotState.PARTIAL,
        rows_read=rows,
        rows_in_error=len(issues.rows),
        report={**issues.report(), "tables": found.tables, "unused": found.unused},
        parts=dict(states),
    )
