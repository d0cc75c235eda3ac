"""A generated city as files and as an installation, made in a process of its own.

Usage: python -m benchmarks.city FOLDER STUDENTS [--workbook]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import xlsxwriter
from pyarrow import csv

from benchmarks.files import BEFORE, NOW, Files
from demo.bulk import write_bulk

SEED: Final = 2026


def write_workbook(roster: Path, target: Path) -> None:
    """The same rows as an Excel file, every cell a text."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Registry")
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
