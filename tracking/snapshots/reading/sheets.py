"""Excel workbooks: cells keep their type, so a number that Excel ruined is told as such.

An identity number typed as a number has lost its last digits for good (doubles hold 15 to 17
digits); it is passed on as `1.50291E+17`, which the checks refuse by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from flask_babel import lazy_gettext as _l
from python_calamine import CalamineError, CalamineWorkbook

from tracking.kernel.errors import FileRefusedError
from tracking.snapshots.columns import plain
from tracking.snapshots.reading.raw import RawTable

HEADER_ROWS = 12
EXACT = 10**15  # whole numbers up to here survive a double unharmed


def read_workbook(path: Path, headers: frozenset[str]) -> RawTable:
    """Read the sheet that has the most known headers; FileRefusedError when none is readable."""
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefusedError(
            _l(
                "“%(file)s” cannot be opened as an Excel workbook: it is damaged, cut off or "
                "protected. Save it again as .xlsx without a password."
            ),
            file=path.name,
        ) from error
    known, number, rows = max(
        (header_row(rows, headers) for rows in sheets), key=lambda f: f[0], default=(0, 0, [])
    )
    if known == 0:
        rows = sheets[0] if sheets else []
    return as_columns(rows, number)


def header_row(rows: list[list[Any]], headers: frozenset[str]) -> tuple[int, int, list[list[Any]]]:
    """How many known headers the best of the first rows has, its index, and the rows."""
    best = (0, 0)
    for index, row in enumerate(rows[:HEADER_ROWS]):
        known = sum(plain(str(cell)) in headers for cell in row)
        best = max(best, (known, -index))
    return best[0], -best[1], rows


def as_columns(rows: list[list[Any]], header: int) -> RawTable:
    """Columns of text below the header row; empty rows are left out, numbers stay right."""
    if not rows:
        return RawTable({}, pa.array([], pa.int32()))
    names = [str(cell) for cell in rows[header]]
    body = [(n, row) for n, row in enumerate(rows[header + 1 :], header + 2) if any(_filled(row))]
    columns = {
        name: pa.array([text(row[i]) for _, row in body], pa.string())
        for i, name in enumerate(names)
        if name.strip()
    }
    return RawTable(columns, pa.array([n for n, _ in body], pa.int32()))


def _filled(row: Iterable[Any]) -> Iterable[bool]:
    return (cell not in ("", None) for cell in row)


def text(cell: Any) -> str:
    """One cell as the text a person would have typed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        if cell == int(cell) and abs(cell) < EXACT:
            return str(int(cell))
        return f"{cell:.5E}" if abs(cell) >= EXACT else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
