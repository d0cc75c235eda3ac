"""Whole columns of text made uniform: width, spaces, names, numbers, dates, codes.

Work is done once per distinct value wherever a column has few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

Code = TypeVar("Code")

EXCEL_EPOCH = date(1899, 12, 30)
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 1, 1)
RUINED = r"^\d(\.\d+)?E\+?\d+$"
DOTS = "[\u2022\u30fb\uff0e\u2027\u22c5\u0387.\u318d]"  # variants of the middle dot in names


def tidy(column: pa.Array) -> pa.Array:
    """Half width, no surrounding spaces, no leading apostrophe; null becomes ""."""
    text = pc.fill_null(column, "")
    text = pc.utf8_normalize(text, form="NFKC")
    return pc.utf8_ltrim(pc.utf8_trim_whitespace(text), characters="'`\u200b\ufeff")


def tidy_names(column: pa.Array) -> pa.Array:
    """Names without inner spaces and with one kind of middle dot."""
    text = pc.replace_substring_regex(tidy(column), r"\s+", "")
    return pc.replace_substring_regex(text, DOTS, "\u00b7")


def tidy_numbers(column: pa.Array) -> pa.Array:
    """Numbers of persons: upper case, without spaces and hyphens."""
    return pc.utf8_upper(pc.replace_substring_regex(tidy(column), r"[\s\-]", ""))


def ruined(column: pa.Array) -> pa.Array:
    """Where a long number was turned into 1.50291E+17 by a spreadsheet."""
    return pc.match_substring_regex(column, RUINED)


def mapped(column: pa.Array, convert: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Each value converted, computed once per distinct value; `convert` may give None."""
    coded = pc.dictionary_encode(column)
    results = pa.array([convert(v) for v in coded.dictionary.to_pylist()], kind)
    return results.take(coded.indices)


def as_date(text: str) -> date | None:
    """A day from 20150903, 2015-09-03, 2015/9/3, 2015年9月3日, 201509 or an Excel serial."""
    if not text:
        return None
    digits = re.findall(r"\d+", re.split(r"[ T]", text, maxsplit=1)[0])
    try:
        if len(digits) >= 3:
            found = date(int(digits[0]), int(digits[1]), int(digits[2]))
        elif len(digits) == 2 and len(digits[0]) == 4:
            found = date(int(digits[0]), int(digits[1]), 1)
        elif digits and len(digits[0]) == 8:
            found = date(int(digits[0][:4]), int(digits[0][4:6]), int(digits[0][6:]))
        elif digits and len(digits[0]) == 6:
            found = date(int(digits[0][:4]), int(digits[0][4:]), 1)
        elif digits and len(digits[0]) == 5:
            found = EXCEL_EPOCH + timedelta(days=int(digits[0]))
        else:
            return None
    except ValueError:
        return None
    return found if EARLIEST <= found < LATEST else None
