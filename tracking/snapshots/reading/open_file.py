"""Chooses the reader by what a file is, not by what it is called."""

from __future__ import annotations

from pathlib import Path

from flask_babel import lazy_gettext as _l

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.columns import COLUMNS, header_fields, plain
from tracking.snapshots.reading.raw import RawTable
from tracking.snapshots.reading.sheets import read_workbook
from tracking.snapshots.reading.text import read_text

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, kind: SnapshotKind) -> RawTable:
    """Read a CSV or Excel file of one kind; FileRefusedError says why it cannot be used.

    The returned columns are named by field; headers that are not understood are left out.
    """
    known = header_fields(kind)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise FileRefusedError(_l("The file “%(file)s” is empty."), file=path.name)
    is_workbook = head.startswith((ZIP, OLE))
    raw = (read_workbook if is_workbook else read_text)(path, frozenset(known))
    return named(raw, kind, path.name)


def named(raw: RawTable, kind: SnapshotKind, file: str) -> RawTable:
    """Rename headers to fields and make sure that the needed ones are there.

    Where a file has several headers for one field, the first variant in `columns.py` wins.
    """
    found = {plain(header): header for header in reversed(raw.columns)}
    columns = {
        column.field: found[plain(header)]
        for column in COLUMNS[kind]
        for header in reversed(column.headers)
        if plain(header) in found
    }
    missing = [c.headers[0] for c in COLUMNS[kind] if c.required and c.field not in columns]
    if missing:
        raise FileRefusedError(
            _l(
                "“%(file)s” is not a file of the kind “%(kind)s”, or columns are missing: "
                "%(columns)s. Export it again with these columns."
            ),
            file=file,
            kind=kind.label,
            columns=", ".join(missing),
        )
    if len(raw.rows) == 0 and not raw.ragged:
        raise FileRefusedError(
            _l("“%(file)s” has a header but no rows. Export it again."), file=file
        )
    return RawTable({f: raw.columns[h] for f, h in columns.items()}, raw.rows, raw.ragged)
