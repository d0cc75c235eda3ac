"""Region codes from outside: the packaged list, and CSV files with code,name,from,until."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from flask_babel import lazy_gettext as _l

from tracking.kernel.errors import FileRefusedError

FIRST_DAY = date(1949, 10, 1)  # of codes whose beginning is not on record
NEEDED = ("code", "name")
LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 80
# A line is `  0205 county="[1983-1998]NAME,[1999-]NAME"` below `15 province="NAME"`.
PROVINCE = re.compile(r'(\d\d) province="(.*)"')
COUNTY = re.compile(r'\s+(\d{4}) county="(.*)"')
SPAN = re.compile(r"(?:\[(\d{4})?-(\d{4})?\])?([^,\[]+)")


@dataclass(frozen=True)
class Span:
    """One name of one code and the days it was valid."""

    code: str
    name: str
    parent_code: str
    valid_from: date
    valid_until: date | None


def parent_of(code: str) -> str:
    """The code one level up: prefecture of a county, province of a prefecture."""
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def packaged_spans() -> list[Span]:
    """The list that python-stdnum carries (GB/T 2260 with the years of each code)."""
    found: list[Span] = []
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines():
        if head := PROVINCE.fullmatch(line):
            province = head[1]
        elif entry := COUNTY.fullmatch(line):
            found += _spans(province + entry[1], entry[2])
    once = {(span.code, span.valid_from): span for span in found if _is_span(span)}
    return list(once.values())


def _is_span(span: Span) -> bool:
    """Whether a line makes sense: a few of the packaged ones end before they begin."""
    return span.valid_until is None or span.valid_from <= span.valid_until


def _spans(code: str, text: str) -> Iterator[Span]:
    for start, end, name in SPAN.findall(text):
        yield Span(
            code,
            name,
            parent_of(code),
            date(int(start), 1, 1) if start else FIRST_DAY,
            date(int(end), 12, 31) if end else None,
        )


def read_spans(path: Path) -> list[Span]:
    """The rows of an office's own file; FileRefusedError names the first row that is wrong."""
    if path.stat().st_size > LARGEST:
        raise FileRefusedError(_l("The file is larger than 20 MB: no list of regions."))
    rows = _rows(path.read_bytes())
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if missing := [name for name in NEEDED if name not in header]:
        raise FileRefusedError(
            _l("Columns are missing: %(columns)s. The first line must name the columns."),
            columns=", ".join(missing),
        )
    spans: dict[tuple[str, date], Span] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        span = _read(number, {n: c.strip() for n, c in zip(header, cells, strict=False)})
        if (span.code, span.valid_from) in spans:
            raise _wrong(number, "code")
        spans[span.code, span.valid_from] = span
    if not spans:
        raise FileRefusedError(_l("The file holds no region."))
    return list(spans.values())


def _read(row: int, cells: dict[str, str]) -> Span:
    code, name = cells.get("code", ""), cells.get("name", "")
    if not re.fullmatch(r"[1-9][0-9]{5}", code):
        raise _wrong(row, "code")
    if not name or len(name) > LONGEST_NAME:
        raise _wrong(row, "name")
    start = _day(row, "from", cells.get("from", "")) or FIRST_DAY
    end = _day(row, "until", cells.get("until", ""))
    if end and end < start:
        raise _wrong(row, "until")
    return Span(code, name, parent_of(code), start, end)


def _day(row: int, column: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _wrong(row, column) from error


def _wrong(row: int, column: str) -> FileRefusedError:
    return FileRefusedError(
        _l(
            "Row %(row)s, column “%(column)s” cannot be used. Codes have six digits and stand "
            "once per first day, names are not empty, days look like 2024-01-31."
        ),
        row=row,
        column=column,
    )


def _rows(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise FileRefusedError(_l("The file cannot be read as CSV text in UTF-8 or GB18030."))
