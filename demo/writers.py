"""The files of the city as offices send them: CSV in two encodings, and XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from demo.headers import REGISTRY
from demo.numbers import Integers
from demo.roll import Roll

UTF8: Final = "utf-8-sig"  # with a byte order mark, as office software writes it
GB18030: Final = "gb18030"
XLSX: Final = "xlsx"
_NEEDS_QUOTES: Final = '[",\r\n]'
_AT_ONCE: Final = 50_000  # rows held as text
_MOST_IN_A_WORKBOOK: Final = 50_000  # a bigger workbook would take longer than all the rest


def registry_format(week: int, rows: int) -> str:
    """The formats take turns, as no two offices export alike."""
    form = (UTF8, GB18030, XLSX, UTF8)[week % 4]
    return UTF8 if form == XLSX and rows > _MOST_IN_A_WORKBOOK else form


def write_registry(path: Path, roll: Roll, rows: Integers, form: str, made: datetime) -> None:
    """Some rows of the roll in the given order; `made` is the time a workbook says it was made."""
    if form == XLSX:
        _write_workbook(path, _columns(roll, rows), made)
        return
    with path.open("wb") as file:
        file.write((",".join(REGISTRY) + "\r\n").encode(form))
        for start in range(0, len(rows), _AT_ONCE):
            lines = _lines(_columns(roll, rows[start : start + _AT_ONCE]))
            # Only the start of the file bears the mark.
            file.write(lines.encode("utf-8" if form == UTF8 else form))


def write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Iterable[object]], encoding: str
) -> None:
    """A small CSV file with Windows line ends."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _columns(roll: Roll, rows: Integers) -> list[pa.Array]:
    return [pa.array(roll.columns[header][rows], pa.string()) for header in REGISTRY]


def _lines(columns: Sequence[pa.Array]) -> str:
    for column in columns:
        if pc.any(pc.match_substring_regex(column, _NEEDS_QUOTES)).as_py():
            raise ValueError("a cell would need quotes")
    return "\r\n".join([*pc.binary_join_element_wise(*columns, ",").to_pylist(), ""])


def _write_workbook(path: Path, columns: Sequence[pa.Array], made: datetime) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": made})
        sheet = book.add_worksheet("学籍")
        cells = zip(*(column.to_pylist() for column in columns), strict=True)
        for number, row in enumerate([REGISTRY, *cells]):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)
