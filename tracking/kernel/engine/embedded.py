"""DuckDB behind narwhals: lazy frames over archived Parquet, in bounded memory.

A frame is planned step by step, and DuckDB checks all that stands below with every step. So it is
planned over empty tables of the same columns, where that costs next to nothing, and only the
finished query meets the data.

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
        self._plans = duckdb.connect(":memory:", config={"threads": 1})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._plans.close()
        self._connection.close()
        self._spill.cleanup()

    def parquet(self, paths: Sequence[Path]) -> Frame:
        """A lazy frame over Parquet files of one form."""
        name = self._name()
        self._connection.read_parquet([str(p) for p in paths]).create_view(name)
        return self._planned(name)

    def table(self, table: pa.Table) -> Frame:
        """A lazy frame over an Arrow table held by the caller."""
        name = self._name()
        self._connection.register(name, table)
        return self._planned(name)

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for results that several steps read."""
        return self._made("TABLE", frame)

    def step(self, frame: Frame) -> Frame:
        """A frame that many others go on from: they are planned from here."""
        return self._made("VIEW", frame)

    def collect(self, frame: Frame) -> pa.Table:
        """Run the query and return its rows as an Arrow table."""
        return self._connection.execute(_query(frame)).to_arrow_table()

    def _made(self, what: str, frame: Frame) -> Frame:
        name = self._name()
        self._connection.execute(f"CREATE {what} {name} AS {_query(frame)}")
        return self._planned(name)

    def _name(self) -> str:
        return f"frame_{next(self._numbers)}"

    def _planned(self, name: str) -> Frame:
        """An empty table with the columns of a named one, to plan over."""
        made = self._connection.table(name)
        columns = zip(made.columns, made.types, strict=True)
        written = ", ".join(f'"{column}" {kind}' for column, kind in columns)
        self._plans.execute(f"CREATE TABLE {name} ({written})")
        return nw.from_native(self._plans.table(name))


def _query(frame: Frame) -> str:
    relation: duckdb.DuckDBPyRelation = frame.to_native()
    return relation.sql_query()


def engine_of(settings: Settings) -> EmbeddedEngine:
    """The engine of an installation."""
    return EmbeddedEngine(settings.memory)
