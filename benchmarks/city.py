"""A generated city as files and as an installation, made in a process of its own.

Usage: python -m benchmarks.city FOLDER STUDENTS [--workbook]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import xlsxwriter
from pyarrow import csv

from demo.bulk import write_bulk

BEFORE: Final = date(2026, 11, 9)
NOW: Final = date(2026, 11, 16)
SEED: Final = 2026


@dataclass(frozen=True)
class Files:
    """The files of a generated city."""

    folder: Path

    @property
    def organisations(self) -> Path:
        """Bureaus and schools."""
        return self.folder / "organisations.csv"

    @property
    def movements(self) -> Path:
        """The movements of the second week."""
        return self.folder / f"movements-{NOW:%Y%m%d}.csv"

    @property
    def workbook(self) -> Path:
        """The first roster as an Excel file."""
        return self.roster(BEFORE).with_suffix(".xlsx")

    def roster(self, day: date) -> Path:
        """The roster of a week."""
        return self.folder / f"registry-{day:%Y%m%d}.csv"


def write_workbook(roster: Path, target: Path) -> None:
    """The same rows as an Excel file, every cell a text."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("学籍")
        table = csv.open_csv(
            roster, convert_options=csv.ConvertOptions(column_types=_as_text(roster))
        )
        for place, name in enumerate(table.schema.names):
            sheet.write_string(0, place, name)
        number = 0
        for batch in table:
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                for place, text in enumerate(row):
                    if text:
                        sheet.write_string(number, place, text)


def _as_text(roster: Path) -> dict[str, str]:
    with roster.open(encoding="utf-8") as file:
        return dict.fromkeys(file.readline().strip().split(","), "string")


if __name__ == "__main__":
    files = Files(Path(sys.argv[1]))
    write_bulk(int(sys.argv[2]), files.folder, [BEFORE, NOW], SEED)
    if "--workbook" in sys.argv:
        write_workbook(files.roster(BEFORE), files.workbook)
