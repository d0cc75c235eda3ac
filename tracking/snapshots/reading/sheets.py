"""Excel workbooks: cells keep their type, so a number that Excel ruined is told as such.

An identity number typed as a number has lost its last digits for good (doubles hold 15 to 17
digits); it is passed on as `1.50291E+17`, which the checks refuse by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from tracking.snapshots.reading.headers import HEADER_ROWS, header_row, named_once
from tracking.snapshots.reading.raw import RawTable, Refusal

EXACT = 10**15  # whole numbers up to here survive a double unharmed
CHUNK = 20_000
Told = Callable[[int, int], None]


def read_workbook(file: IO[bytes], headers: frozenset[str], tell: Told) -> Iterator[RawTable]:
    """Each visible sheet that has rows, as a table; Refusal when the workbook is not readable."""
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible:
                yield from read_sheet(workbook.get_sheet_by_name(sheet.name), headers, tell)
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Refusal("workbook") from error


def read_sheet(sheet: CalamineSheet, headers: frozenset[str], tell: Told) -> Iterator[RawTable]:
    """One sheet as a table; nothing when it is empty."""
    height = sheet.total_height  # rows are counted from the first of the sheet, blank ones too
    rows = sheet.iter_rows() if sheet.height else iter(())
    head = list(islice(rows, HEADER_ROWS))
    if not head:
        return
    at = header_row([[text(cell) for cell in row] for row in head], headers)
    names = named_once([text(cell) for cell in head[at]])
    columns: list[list[pa.Array]] = [[] for _ in names]
    numbers: list[int] = []
    body = [*head[at + 1 :]]
    row_no = at + 2
    while True:
        body += list(islice(rows, CHUNK))
        if not body:
            break
        kept = [(n, row) for n, row in enumerate(body, row_no) if any(_filled(row))]
        numbers += [n for n, _ in kept]
        for place, column in enumerate(columns):
            column.append(pa.array([text(row[place]) for _, row in kept], pa.string()))
        row_no += len(body)
        tell(row_no - 1, height)
        body = []
    yield RawTable(
        {
            name: pa.chunked_array(parts, pa.string()).combine_chunks()
            for name, parts in zip(names, columns, strict=True)
            if name
        },
        pa.array(numbers, pa.int32()),
        name=sheet.name,
    )


def _filled(row: Iterable[Any]) -> Iterator[bool]:
    return (cell not in ("", None) for cell in row)


def text(cell: Any) -> str:
    """One cell as the text a person would have typed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        return number(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def number(cell: float) -> str:
    """A number as typed; one that a double cannot hold is written so that it shows."""
    if cell != cell or cell in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
        return ""
    if cell == int(cell) and abs(cell) < EXACT:
        return str(int(cell))
    return f"{cell:.5E}" if abs(cell) >= EXACT else repr(cell)
