"""Whole columns of text made uniform: width, spaces, names, numbers, dates, codes.

Work is done once per distinct value wherever a column has few of them, and only where a
column holds something to mend.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

EXCEL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL = 18_264  # 1950-01-01; five figures below are no day of anybody in these files
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
RUINED = r"^\d(\.\d+)?E\+?\d+$"
WHOLE = r"^(\d+)\.0+$"
DOTS = "[\u2022\u30fb\uff0e\u2027\u22c5\u0387.\u318d]"  # variants of the middle dot in names
UNSEEN = "'`\u200b\u200c\u200d\u2060\ufeff"  # in front of numbers that must stay text


def tidy(column: pa.Array) -> pa.Array:
    """Half width, no surrounding spaces, no leading apostrophe; null becomes ""."""
    text = pc.fill_null(column, "") if column.null_count else column
    if not pc.all(pc.string_is_ascii(text)).as_py():
        text = pc.utf8_normalize(text, form="NFKC")
    return pc.utf8_trim_whitespace(
        pc.utf8_rtrim(pc.utf8_ltrim(pc.utf8_trim_whitespace(text), UNSEEN), UNSEEN[1:])
    )


def tidy_names(column: pa.Array) -> pa.Array:
    """Names without inner spaces and with one kind of middle dot."""
    text = mended(tidy(column), r"\s", r"\s+", "")
    return mended(text, DOTS, DOTS, "\u00b7")


def tidy_numbers(column: pa.Array) -> pa.Array:
    """Numbers of persons: upper case, without spaces and hyphens, whole ones without `.0`."""
    if is_bare(column):
        return pc.ascii_upper(column)
    text = mended(tidy(column), r"[\s\-]", r"[\s\-]", "")
    return pc.utf8_upper(tidy_whole(text))


def is_bare(column: pa.Array) -> bool:
    """Whether a column holds nothing but plain letters and figures, so nothing to mend."""
    bare = pc.or_(pc.ascii_is_alnum(column), pc.equal(column, ""))
    return not column.null_count and bool(pc.all(bare).as_py())


def tidy_whole(column: pa.Array) -> pa.Array:
    """Whole numbers that a spreadsheet wrote as `3.0`."""
    return mended(column, WHOLE, WHOLE, r"\1")


def mended(column: pa.Array, sign: str, pattern: str, by: str) -> pa.Array:
    """Replace a pattern in a column that shows the sign of it anywhere."""
    if not pc.any(pc.match_substring_regex(column, sign)).as_py():
        return column
    return pc.replace_substring_regex(column, pattern, by)


def ruined(column: pa.Array) -> pa.Array:
    """Where a long number was turned into 1.50291E+17 by a spreadsheet."""
    return pc.match_substring_regex(column, RUINED)


def mapped(column: pa.Array, convert: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Each value converted, computed once per distinct value; `convert` may give None."""
    coded = pc.dictionary_encode(column)
    results = pa.array([convert(v) for v in coded.dictionary.to_pylist()], kind)
    return results.take(coded.indices)


@functools.lru_cache(maxsize=1 << 16)
def as_date(text: str) -> date | None:
    """A day from 20150903, 2015-09-03, 2015/9/3, 2015年9月3日, 201509 or an Excel serial."""
    return _day(re.findall(r"\d+", re.split(r"[ T]", text, maxsplit=1)[0]))


def as_last_date(text: str) -> date | None:
    """The last day of a span such as 2020.01.01-2030.01.01, or the only one."""
    digits = re.findall(r"\d+", text)
    if len(digits) == 6 and len(digits[3]) == 4:
        return _day(digits[3:])
    if len(digits) == 2 and len(digits[1]) == 8:
        return _day(digits[1:])
    return as_date(text)


def as_year_or_date(text: str) -> date | None:
    """A day; a year alone, as in “class of 2026”, means the July in which it leaves school."""
    year = re.fullmatch(r"(\d{4})\D*", text)
    return date(int(year[1]), 7, 1) if year and 1950 <= int(year[1]) < 2100 else as_date(text)


def _day(digits: list[str]) -> date | None:
    try:
        found = _read(digits)
    except ValueError:
        return None
    return found if found and EARLIEST <= found < LATEST else None


def _read(digits: list[str]) -> date | None:
    first = digits[0] if digits else ""
    if len(digits) >= 3:
        return date(int(first), int(digits[1]), int(digits[2]))
    if len(digits) == 2 and len(first) == 4:
        return date(int(first), int(digits[1]), 1)
    if len(first) == 8:
        return date(int(first[:4]), int(first[4:6]), int(first[6:]))
    if len(first) == 6:
        return date(int(first[:4]), int(first[4:]), 1)
    if len(first) == 5 and int(first) >= FIRST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(first))
    return None
