"""A filled workbook as rows of text: opened in the limited process, nothing written to disk."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from models.database import db
from models.field_packet import PacketReturn
from models.user import User
from tracking.followups.packets.columns import COLUMNS, TO_FILL, titles
from tracking.kernel import audit, clock
from tracking.kernel.errors import FileRefusedError
from tracking.kernel.transaction import transaction
from tracking.snapshots.reading.limited import read_tables
from tracking.snapshots.reading.plain import plain
from tracking.snapshots.reading.raw import RawTable

MOST_ROWS = 500  # rows of visits that somebody can look through
LONGEST_CELL = 5000


@dataclass(frozen=True)
class Row:
    """One row that holds a visit: its number in the sheet, and its cells by column."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """One cell."""
        return self.cells.get(name, "")


def take_in(content: bytes, name: str, *, by: User) -> PacketReturn:
    """Read a workbook and keep its rows, sealed, until they are decided."""
    rows = rows_of(content, name)
    with transaction():
        kept = PacketReturn(
            file_name=name[:200],
            rows={"rows": [asdict(row) for row in rows]},
            read_at=clock.now(),
            read_by_id=by.id,
            org_path=by.organisation.path,
        )
        db.session.add(kept)
        db.session.flush()
        details = {"rows": len(rows)}
        audit.record("packet.read", by=by, target=f"return:{kept.id}", details=details)
    return kept


def kept_rows(kept: PacketReturn) -> list[Row]:
    """The rows of a workbook that was read."""
    return [Row(**row) for row in kept.rows.get("rows", [])]


def rows_of(content: bytes, name: str) -> list[Row]:
    """The rows of the sheet of visits in which somebody wrote something."""
    known = titles()
    headers = {plain(title): column for title, column in known.items()}
    table = next((t for t in tables_of(content, name, list(headers)) if is_ours(t, headers)), None)
    if table is None:
        raise FileRefusedError(
            _l("“%(file)s” is not a workbook of a field packet: its column “%(code)s” is missing. "
               "Fill in the workbook that was downloaded here."), file=name,
            code=COLUMNS[0].title,
        )  # fmt: skip
    rows = filled(table, headers)
    if not rows:
        raise FileRefusedError(_l("No visit is filled in yet in “%(file)s”."), file=name)
    if len(rows) > MOST_ROWS:
        raise FileRefusedError(
            _l("“%(file)s” holds more than %(most)d visits. Send it in parts."),
            file=name, most=MOST_ROWS,
        )  # fmt: skip
    return rows


def tables_of(content: bytes, name: str, headers: list[str]) -> list[RawTable]:
    """The tables of a file that lies in memory only."""
    handle = os.memfd_create("packet")
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(content)
        path = Path(f"/proc/{os.getpid()}/fd/{handle}")
        return read_tables(path, name, headers, lambda _done, _total: None)
    finally:
        os.close(handle)


def is_ours(table: RawTable, headers: dict[str, str]) -> bool:
    """Whether a table has the columns of a packet that nothing works without."""
    names = {headers.get(plain(header)) for header in table.columns}
    return {"code", "visit", "happened_on", "account"} <= names


def filled(table: RawTable, headers: dict[str, str]) -> list[Row]:
    """Rows with something in a cell that is to be filled in."""
    columns: dict[str, Any] = {
        headers[plain(header)]: column
        for header, column in table.columns.items()
        if plain(header) in headers
    }
    wanted = {column.name for column in TO_FILL}
    found = []
    for at, number in enumerate(table.rows.to_pylist()):
        texts = {name: (column[at].as_py() or "").strip() for name, column in columns.items()}
        cells = {name: text[:LONGEST_CELL] for name, text in texts.items() if text}
        if wanted & cells.keys():
            found.append(Row(number, cells))
    return found
