"""Which column of a file is which field: proposed from known headers, corrected by people.

A mapping is field → header as written. Tables of one file (sheets, members of an archive) that
have the needed columns are one long table afterwards; the others are named, not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from flask_babel import lazy_gettext as _l

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.columns import COLUMNS, Column, header_fields, plain
from tracking.snapshots.reading.raw import TABLE, RawTable


@dataclass(frozen=True)
class Mapped:
    """A file as one table whose columns are named by field.

    `tables` are the names of the sheets or members in it, `unused` those of the others.
    """

    kind: SnapshotKind
    table: RawTable
    tables: list[str]
    unused: list[str]
    mapping: dict[str, str]


def known_headers(kind: SnapshotKind | None) -> frozenset[str]:
    """Plain headers that a file of a kind may have; of all kinds when None is given."""
    kinds = COLUMNS if kind is None else (kind,)
    return frozenset(header for each in kinds for header in header_fields(each))


def proposed(kind: SnapshotKind, headers: Iterable[str]) -> dict[str, str]:
    """Field → header for every field whose header is known.

    Where a file has several headers for one field, the first variant in the column map wins.
    """
    found = {plain(header): header for header in reversed(list(headers))}
    return {
        column.field: found[plain(header)]
        for column in COLUMNS[kind]
        for header in reversed(column.headers)
        if plain(header) in found
    }


def corrected(
    kind: SnapshotKind, headers: Sequence[str], wanted: Mapping[str, str] | None
) -> dict[str, str]:
    """The proposal with what a person (or an earlier file) decided; "" takes a field away."""
    chosen = proposed(kind, headers)
    fields = {column.field for column in COLUMNS[kind]}
    for field, header in (wanted or {}).items():
        if field in fields and not header:
            chosen.pop(field, None)
        elif field in fields and header in headers:
            chosen[field] = header
    return chosen


def lacking(kind: SnapshotKind, mapping: Mapping[str, str]) -> list[Column]:
    """Needed columns that a mapping does not have."""
    return [c for c in COLUMNS[kind] if c.required and c.field not in mapping]


def mapped(
    tables: Sequence[RawTable],
    kind: SnapshotKind,
    file: str,
    wanted: Mapping[str, str] | None = None,
) -> Mapped:
    """Put the usable tables of a file together; FileRefusedError when there is none."""
    chosen = [(t, corrected(kind, list(t.columns), wanted)) for t in tables]
    usable = [(t, m) for t, m in chosen if not lacking(kind, m)]
    if not usable:
        refuse(kind, file, [m for _, m in chosen])
    parts = [_by_field(t, m, n) for n, (t, m) in enumerate(usable)]
    whole = _joined(parts)
    if len(whole.rows) == 0 and not whole.ragged:
        raise FileRefusedError(
            _l("“%(file)s” has a header but no rows. Export it again."), file=file
        )
    return Mapped(
        kind=kind,
        table=whole,
        tables=[t.name for t, _ in usable],
        unused=[t.name for t, m in chosen if lacking(kind, m)],
        mapping=usable[0][1],
    )


def refuse(kind: SnapshotKind, file: str, mappings: list[dict[str, str]]) -> None:
    """Say which needed columns the best table of a file lacks."""
    best = min((lacking(kind, m) for m in mappings), key=len, default=lacking(kind, {}))
    raise FileRefusedError(
        _l(
            "“%(file)s” is not a file of the kind “%(kind)s”, or columns are missing: "
            "%(columns)s. Export it again with these columns."
        ),
        file=file,
        kind=kind.label,
        columns=", ".join(column.headers[0] for column in best),
    )


def _by_field(table: RawTable, mapping: Mapping[str, str], number: int) -> RawTable:
    """One table with its columns named by field and its row numbers made unique in the file."""
    shift = number * TABLE
    rows = pa.array(table.rows.to_numpy(zero_copy_only=False) + shift, pa.int32())
    ragged = tuple(replace(row, row=row.row + shift) for row in table.ragged)
    columns = {field: table.columns[header] for field, header in mapping.items()}
    return RawTable(columns, rows, ragged, table.name)


def _joined(parts: list[RawTable]) -> RawTable:
    """Several tables below each other; a field that one lacks is blank there."""
    if len(parts) == 1:
        return parts[0]
    fields = list(dict.fromkeys(field for part in parts for field in part.columns))
    blanks = [pa.array([""] * len(part.rows), pa.string()) for part in parts]
    return RawTable(
        {
            field: pa.concat_arrays(
                [p.columns.get(field, b) for p, b in zip(parts, blanks, strict=True)]
            )
            for field in fields
        },
        pa.concat_arrays([part.rows for part in parts]),
        tuple(row for part in parts for row in part.ragged),
    )
