"""Small files of every form, made in memory; all people in them are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from tracking.snapshots.reading.raw import RawTable
from tracking.snapshots.reading.worker import tables_of

KNOWN = frozenset({"学籍号", "姓名", "性别", "出生日期"})
HEADER = ("学籍号", "姓名", "性别", "出生日期")
ROWS = (
    ("G150291201305060010", "赵安", "女", "20130506"),
    ("G150291201305060029", "钱宁", "男", "20130506"),
)


def tables(content: bytes) -> list[RawTable]:
    """What the reader makes of a file."""
    return list(tables_of(io.BytesIO(content), KNOWN))


def csv_of(rows: Iterable[Sequence[str]] = ROWS, encoding: str = "utf-8") -> bytes:
    """A comma-separated file with the header above its rows."""
    return "".join(",".join(row) + "\r\n" for row in (HEADER, *rows)).encode(encoding)


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Iterable[str] = ()) -> bytes:
    """An Excel workbook; numbers stay numbers, None is a blank cell."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, int | float):
                    sheet.write_number(number, place, cell)
                elif cell is not None:
                    sheet.write_string(number, place, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return content.getvalue()


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return content.getvalue()


def changed(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """A zip file with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    return archive({**kept, **members})
