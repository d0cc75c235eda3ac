"""Lists as files for an office: CSV that Excel opens in Chinese, XLSX whose cells are text.

A cell that a spreadsheet would run as a formula is made harmless with an apostrophe. A file on
disk appears whole or not at all, and only its owner may read it.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from flask_babel import lazy_gettext as _l

from tracking.kernel.errors import RefusedError

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MOST_ROWS = 1_048_575  # rows of an Excel sheet below its header
NARROWEST, WIDEST, MEASURED = 8, 44, 200  # width of a column in half-width characters
MIME = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = Iterable[Sequence[Any]]


def cell(value: Any) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value.value if isinstance(value, Enum) else value)
    return f"'{text}" if text.startswith(FORMULA) else text


def ending_of(path: Path) -> str:
    """The kind of table a file name asks for; RefusedError when it is none."""
    ending = path.suffix.lower()
    if ending not in MIME:
        raise RefusedError(
            _l("“%(file)s” must end in %(endings)s."), file=path.name, endings=" / ".join(MIME)
        )
    return ending


def as_bytes(ending: str, columns: Sequence[str], rows: Rows) -> bytes:
    """A table as the content of a download; `ending` is .csv or .xlsx."""
    content = io.BytesIO()
    _write(content, ending, columns, rows)
    return content.getvalue()


def write_table(
    path: Path, columns: Sequence[str], rows: Rows, *, confirm: Callable[[int], None]
) -> int:
    """Write a table file and return its number of rows.

    `confirm` is told that number when the file is complete and before it takes its name: an
    export that cannot be recorded does not happen.
    """
    ending = ending_of(path)
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            count = _write(file, ending, columns, rows)
            file.flush()
            os.fsync(file.fileno())
        confirm(count)
        unfinished.replace(path)
    except OSError as error:
        raise RefusedError(
            _l("“%(file)s” cannot be written: %(reason)s."),
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return count


def _write(file: IO[bytes], ending: str, columns: Sequence[str], rows: Rows) -> int:
    return (_write_csv if ending == ".csv" else _write_xlsx)(file, columns, rows)


def _write_csv(file: IO[bytes], columns: Sequence[str], rows: Rows) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([cell(name) for name in columns])
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    text.detach()
    return count


def _write_xlsx(file: IO[bytes], columns: Sequence[str], rows: Rows) -> int:
    table = [[cell(value) for value in row] for row in rows]
    if len(table) > MOST_ROWS:
        raise RefusedError(
            _l("An Excel sheet holds %(rows)s rows at most; write a .csv file."),
            rows=f"{MOST_ROWS:,}",
        )
    # Kept in memory: scratch files would hold personal data in clear.
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    head, body = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _width([name, *(r[place] for r in table[:MEASURED])]), body)
        sheet.write_string(0, place, name, head)
    for number, row in enumerate(table, 1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, len(table), len(columns) - 1)
    book.close()
    return len(table)


def _width(texts: Iterable[str]) -> int:
    """The width of a column: Chinese characters take the place of two Latin ones."""
    longest = max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in t) for t in texts)
    return min(max(longest + 2, NARROWEST), WIDEST)
