"""DuckDB behind narwhals: lazy frames over archived Parquet, in bounded memory.

A connection belongs to one scan; nothing is kept in a database file, so there is no lock to
leave behind. Spill files go to the operating system's temporary folder and hold keyed hashes
and codes only (sealed columns are never read into a join).
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from tracking.kernel.engine.contract import Frame
from tracking.kernel.settings import Settings


class EmbeddedEngine:
    """One DuckDB connection as a context manager."""

    def __init__(self, memory: str = "2GB") -> None:
        """Open an in-memory database with a ceiling such as "2GB"."""
        self._numbers = itertools.count()
        self._spill = tempfile.TemporaryDirectory(prefix="baoxue-")
        self._connection = duckdb.connect(
            ":memory:",
            config={"memory_limit": memory, "temp_directory": self._spill.name},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._spill.cleanup()

    def parquet(self, paths: Sequence[Path]) -> Frame:
        """A lazy frame over Parquet files of one form."""
        relation = self._connection.read_parquet([str(p) for p in paths])
        return nw.from_native(relation)

    def table(self, table: pa.Table) -> Frame:
        """A lazy frame over an Arrow table held by the caller."""
        return nw.from_native(self._connection.from_arrow(table))

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for results that several steps read."""
        name = f"kept_{next(self._numbers)}"
        frame.to_native().create(name)
        return nw.from_native(self._connection.table(name))

    def collect(self, frame: Frame) -> pa.Table:
        """Run the query and return its rows as an Arrow table."""
        return frame.collect(backend="pyarrow").to_native()


def engine_of(settings: Settings) -> EmbeddedEngine:
    """The engine of an installation."""
    return EmbeddedEngine(settings.memory)
