"""Checks of identity numbers (GB 11643) and student numbers over whole columns at once.

Pure: text in, arrays out. Region codes are not judged here: no list of them is complete, and
a number keeps the code of the day it was issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
CHECKS = np.frombuffer(b"10X98765432", np.uint8)
ZERO, NINE, LETTER_X = ord("0"), ord("9"), ord("X")
LONG, SHORT, STUDENT = 18, 15, 19
EARLIEST_YEAR, LATEST_YEAR = 1900, 2099
STUDENT_LETTERS = (ord("G"), ord("J"), ord("L"))
CENTURY = np.frombuffer(b"19", np.uint8) - ZERO  # of all 15-digit numbers, issued until 1999

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Fault(IntEnum):
    """The first thing that is wrong with a number."""

    NONE = 0
    BLANK = 1
    LENGTH = 2
    CHARACTER = 3
    DATE = 4
    CHECK = 5


@dataclass(frozen=True)
class IdNumbers:
    """What a column of identity numbers says, one element per row.

    `long` is the number with 18 characters, upper case and half width (15-digit ones are
    completed, what is no identity number stays as it is); `sex` is 1, 2 or 0 for unknown and
    `birth` NaT for unknown, both only known where there is no fault.
    """

    fault: NDArray[np.uint8]
    long: pa.Array
    sex: NDArray[np.uint8]
    birth: NDArray[np.datetime64]


@dataclass(frozen=True)
class StudentNumbers:
    """What a column of student numbers says: fault, first letter, and the number behind it."""

    fault: NDArray[np.uint8]
    letter: pa.Array
    body: pa.Array


def plain_numbers(column: pa.Array) -> pa.Array:
    """Half width, upper case, without spaces and hyphens; null becomes blank."""
    text = pc.fill_null(column, "")
    if not pc.all(pc.string_is_ascii(text)).as_py():
        text = pc.utf8_normalize(text, form="NFKC")
    if pc.any(pc.match_substring_regex(text, r"[\s\-a-z]")).as_py():
        text = pc.utf8_upper(pc.replace_substring_regex(text, r"[\s\-]", ""))
    return text


def id_numbers(column: pa.Array) -> IdNumbers:
    """Check a whole column of identity numbers."""
    text = plain_numbers(column)
    length = _lengths(text)
    fault = np.full(len(text), Fault.LENGTH, np.uint8)
    fault[length == 0] = Fault.BLANK
    sex = np.zeros(len(text), np.uint8)
    birth = np.full(len(text), np.datetime64("NaT"), "datetime64[D]")
    completed: list[tuple[Mask, pa.Array]] = []
    for width in (LONG, SHORT):
        where = length == width
        if not where.any():
            continue
        figures = _characters(text.filter(pa.array(where)), width)
        numbers = figures if width == LONG else lengthened(figures)
        found, born = _judged(numbers)
        fault[where] = found
        good = found == Fault.NONE
        sex[where] = np.where(good, 2 - (numbers[:, 16] - ZERO) % 2, 0)
        birth[where] = np.where(good, born, np.datetime64("NaT"))
        if width == SHORT:
            where[where] = good
            completed.append((where, _texts(numbers[good])))
    for where, values in completed:
        text = pc.replace_with_mask(text, pa.array(where), values)
    return IdNumbers(fault, text, sex, birth)


def student_numbers(column: pa.Array) -> StudentNumbers:
    """Check the form of a whole column of student numbers: G, J or L and 18 characters."""
    text = plain_numbers(column)
    length = _lengths(text)
    fault = np.full(len(text), Fault.LENGTH, np.uint8)
    fault[length == 0] = Fault.BLANK
    where = length == STUDENT
    if where.any():
        figures = _characters(text.filter(pa.array(where)), STUDENT)
        fine = np.isin(figures[:, 0], STUDENT_LETTERS) & _is_number(figures[:, 1:])
        fault[where] = np.where(fine, Fault.NONE, Fault.CHARACTER)
    good = pa.array(fault == Fault.NONE)
    return StudentNumbers(
        fault,
        pc.if_else(good, pc.utf8_slice_codeunits(text, 0, 1), ""),
        pc.if_else(good, pc.utf8_slice_codeunits(text, 1, STUDENT), ""),
    )


def lengthened(figures: Bytes) -> Bytes:
    """15 characters with the century put in and the check character added."""
    century = np.broadcast_to(CENTURY + ZERO, (len(figures), 2))
    body = np.concatenate([figures[:, :6], century, figures[:, 6:]], axis=1)
    return np.concatenate([body, _check_characters(body)[:, None]], axis=1)


def _judged(numbers: Bytes) -> tuple[NDArray[np.uint8], NDArray[np.datetime64]]:
    """Fault and birth date of numbers with 18 characters, the gravest fault first."""
    born, is_day = _days(numbers)
    wrong_check = _check_characters(numbers) != numbers[:, 17]
    fault = np.select(
        [~_is_number(numbers), ~is_day, wrong_check],
        [Fault.CHARACTER, Fault.DATE, Fault.CHECK],
        Fault.NONE,
    )
    return fault.astype(np.uint8), born


def _check_characters(numbers: Bytes) -> Bytes:
    """The check character (mod 11-2) of the first 17 digits of each number."""
    digits = numbers[:, :17].astype(np.int64) - ZERO
    checks: Bytes = CHECKS[(digits @ WEIGHTS) % 11]
    return checks


def _is_number(numbers: Bytes) -> Mask:
    """17 digits and a digit or X."""
    digits = (numbers >= ZERO) & (numbers <= NINE)
    last: Mask = digits[:, 17] | (numbers[:, 17] == LETTER_X)
    return np.asarray(digits[:, :17].all(axis=1) & last)


def _days(numbers: Bytes) -> tuple[NDArray[np.datetime64], Mask]:
    """The day in characters 7 to 14, and whether there is such a day."""
    digits = numbers[:, 6:14].astype(np.int64) - ZERO
    year, month, day = (
        digits[:, start:end] @ (10 ** np.arange(end - start - 1, -1, -1))
        for start, end in ((0, 4), (4, 6), (6, 8))
    )
    possible = (year >= EARLIEST_YEAR) & (year <= LATEST_YEAR) & (month >= 1) & (month <= 12)
    months = np.where(possible, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    last = (months + 1).astype("datetime64[D]") - first
    is_day = possible & (day >= 1) & (day <= last.astype(np.int64))
    return first + np.where(is_day, day - 1, 0), is_day


def _lengths(text: pa.Array) -> NDArray[np.int32]:
    lengths: Any = pc.binary_length(text).to_numpy(zero_copy_only=False)
    characters: Any = pc.utf8_length(text).to_numpy(zero_copy_only=False)
    # A character beyond ASCII is no part of a number: such text has the length of none.
    return np.where((lengths == characters) | (characters == 0), characters, -1)


def _characters(text: pa.Array, width: int) -> Bytes:
    """Texts of one length as a matrix of bytes."""
    if isinstance(text, pa.ChunkedArray):
        text = text.combine_chunks()
    offsets = np.frombuffer(text.buffers()[1], np.int32)
    start = int(offsets[text.offset])
    content: Bytes = np.frombuffer(text.buffers()[2], np.uint8, len(text) * width, start)
    return content.reshape(-1, width)


def _texts(numbers: Bytes) -> pa.Array:
    width = numbers.shape[1]
    return pa.array(
        np.ascontiguousarray(numbers).view(f"S{width}").ravel().astype(str), pa.string()
    )
