"""Read a made-up city back as an office would, with none of the code that wrote it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_calamine import load_workbook

from demo.city import CityFiles

Row = dict[str, str]


def expected_check(body: str) -> str:
    """The check character of GB 11643, written differently from the code under test."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]


def lines_of(path: Path) -> list[list[str]]:
    """Header and rows of a CSV (UTF-8 or GB18030) or XLSX file."""
    if path.suffix == ".xlsx":
        sheet = load_workbook(str(path)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def rows_of(path: Path) -> list[Row]:
    """One dictionary per row, by the file's own header."""
    header, *lines = lines_of(path)
    return [dict(zip(header, line, strict=True)) for line in lines]


@dataclass(frozen=True)
class City:
    """The files and what stands in them, by date."""

    files: CityFiles
    rosters: dict[date, list[Row]]
    movements: dict[date, list[Row]]
    truth: list[Row]

    def roster_before(self, as_of: date) -> list[Row]:
        """The roster of the week before."""
        dates = sorted(self.rosters)
        return self.rosters[dates[dates.index(as_of) - 1]]

    def rosters_from(self, as_of: date) -> list[list[Row]]:
        """The rosters of that date and later, oldest first."""
        return [rows for when, rows in sorted(self.rosters.items()) if when >= as_of]


def read_city(files: CityFiles) -> City:
    """Everything that was written."""
    dated: dict[str, dict[date, list[Row]]] = {"registry": {}, "movements": {}}
    for file in files.snapshots:
        if file.as_of is not None:
            dated[file.kind][file.as_of] = rows_of(file.path)
    return City(files, dated["registry"], dated["movements"], rows_of(files.truth))
