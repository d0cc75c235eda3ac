"""Lists for an office: text stays text, formulas stay dead, files appear whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from models.vocabulary.cases import CaseState
from tracking.kernel import tables
from tracking.kernel.errors import RefusedError

Rows = list[list[Any]]
COLUMNS = ("number", "text")
DANGEROUS = (
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1",
    '=HYPERLINK("x")',
)  # fmt: skip
HARMLESS = ("张三", "150291201305060018", "1.50291E+17", "a=b", "", "0012", 'a,b\n"c"')


def read_csv(content: bytes) -> Rows:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> Rows:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


READERS: dict[str, Callable[[bytes], Rows]] = {".csv": read_csv, ".xlsx": read_xlsx}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_no_cell_becomes_a_formula_and_no_text_a_number(ending: str) -> None:
    rows = [(str(n), text) for n, text in enumerate((*DANGEROUS, *HARMLESS))]
    read = READERS[ending](tables.as_bytes(ending, COLUMNS, rows))
    assert read[0] == list(COLUMNS)
    texts = [row[1] for row in read[1:]]
    assert texts == [f"'{text}" for text in DANGEROUS] + list(HARMLESS)


def test_csv_opens_in_excel_in_chinese() -> None:
    assert tables.as_bytes(".csv", COLUMNS, []).startswith(b"\xef\xbb\xbf")


def test_days_codes_and_blanks_are_written_as_they_are_stored() -> None:
    values = (date(2026, 11, 2), CaseState.ASSIGNED, None, 7)
    assert [tables.cell(value) for value in values] == ["2026-11-02", "assigned", "", "7"]


def test_a_file_appears_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    seen: list[bool] = []
    count = tables.write_table(
        path, COLUMNS, [("1", "x")], confirm=lambda _rows: seen.append(path.exists())
    )
    assert (count, seen) == (1, [False])
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["cases.csv"]


def test_an_export_that_cannot_be_recorded_does_not_happen(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("the former one")

    def refuse(_rows: int) -> None:
        raise RefusedError("The audit log cannot be written.")

    with pytest.raises(RefusedError):
        tables.write_table(path, COLUMNS, [("1", "x")], confirm=refuse)
    assert path.read_text() == "the former one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["cases.csv"]


def test_a_place_or_an_ending_that_does_not_do_is_named(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        for path in (tmp_path / "cases.doc", tmp_path / "missing" / "cases.csv"):
            with pytest.raises(RefusedError) as refused:
                tables.write_table(path, COLUMNS, [], confirm=lambda _rows: None)
            assert path.name in str(refused.value)
    assert not list(tmp_path.glob("cases.*"))
