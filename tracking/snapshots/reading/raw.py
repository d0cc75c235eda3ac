"""What every reader returns: text columns by header, and rows that could not be split."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Ragged:
    """A row with another number of cells than the header; its text is kept for its keys."""

    row: int
    expected: int
    found: int
    text: str


@dataclass(frozen=True)
class RawTable:
    """The file as text.

    `columns` maps the header as written to a string array; `rows` holds the row number in
    the file (the header's first line is 1) of each array element.
    """

    columns: dict[str, pa.Array]
    rows: pa.Array
    ragged: tuple[Ragged, ...] = field(default=())
