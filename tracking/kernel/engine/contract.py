"""What the rules ask of an engine, so that the same text runs on each of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import narwhals.stable.v2 as nw
import pyarrow as pa

Frame = nw.LazyFrame[Any]


class Engine(Protocol):
    """One engine for the length of one scan: a context manager that leaves nothing behind.

    Frames of different engines do not mix. What two engines collect from the same files differs
    in the order of rows at most, and in the width of computed integers: whoever needs an order
    asks for it.
    """

    def __enter__(self) -> Self:
        """Open what the engine needs."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give everything back: memory, processes, spill files."""

    def parquet(self, paths: Sequence[Path]) -> Frame:
        """A lazy frame over Parquet files of one form."""

    def table(self, table: pa.Table) -> Frame:
        """A lazy frame over an Arrow table held by the caller."""

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for results that several steps read."""

    def step(self, frame: Frame) -> Frame:
        """A frame that many others go on from; it changes no result."""

    def collect(self, frame: Frame) -> pa.Table:
        """Run the query and return its rows as an Arrow table, with the types of `plain`."""


def plain(table: pa.Table) -> pa.Table:
    """The table with the types that the embedded engine gives, and no marks of another one."""
    fields = [pa.field(f.name, _plain(f.type)) for f in table.schema]
    return table.cast(pa.schema(fields)).replace_schema_metadata(None)


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return pa.binary()
    return kind
