"""What every reader returns: text columns by header, and rows that could not be split."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

TABLE = 10_000_000  # row numbers of the second table of a file start here, of the third at twice


class Refusal(Exception):
    """A file that cannot be used: a code of `refusals.py` and the values of its sentence.

    The limited process knows no languages; whoever started it turns this into words.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Ragged:
    """A row with another number of cells than the header; its text is kept for its keys."""

    row: int
    expected: int
    found: int
    text: str


@dataclass(frozen=True)
class RawTable:
    """One table as text.

    `columns` maps the header as written to a string array (once mapped: the field); `rows`
    holds the row number in the file of each array element (the first line of the file is 1;
    in the n-th further table it is n × TABLE higher). `name` is the sheet or archive member.
    """

    columns: dict[str, pa.Array]
    rows: pa.Array
    ragged: tuple[Ragged, ...] = field(default=())
    name: str = ""


def place(number: int, tables: list[str]) -> tuple[str, int]:
    """Sheet (or member) and row of a row number; the name is blank where there is one table."""
    index, row = divmod(number, TABLE)
    return (tables[index] if index < len(tables) and len(tables) > 1 else ""), row
