"""pandas behind narwhals: everything in memory at once, the reference for small rolls.

Columns keep their Arrow types (pandas' own lose the difference between blank and false, and
turn dates into objects), and each step is done when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import narwhals.stable.v2 as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tracking.kernel.engine.contract import Frame, plain
from tracking.kernel.settings import Settings


class PandasEngine:
    """Frames of the process itself; there is nothing to open or to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def parquet(self, paths: Sequence[Path]) -> Frame:
        """A frame over Parquet files of one form."""
        return self.table(pq.read_table([str(p) for p in paths]))

    def table(self, table: pa.Table) -> Frame:
        """A frame over an Arrow table."""
        frame: Frame = nw.from_native(table.to_pandas(types_mapper=pd.ArrowDtype)).lazy()
        return frame

    def keep(self, frame: Frame) -> Frame:
        """The frame itself, which is computed already."""
        return frame

    def step(self, frame: Frame) -> Frame:
        """The frame itself."""
        return frame

    def collect(self, frame: Frame) -> pa.Table:
        """The rows of the frame."""
        rows = frame.collect(backend="pandas").to_native()
        for name, kind in rows.dtypes.items():
            if not isinstance(kind, pd.ArrowDtype):  # from a literal; with gaps it became floats
                rows[name] = rows[name].convert_dtypes(dtype_backend="pyarrow")
        return plain(pa.Table.from_pandas(rows, preserve_index=False))


def engine_of(settings: Settings) -> PandasEngine:
    """The engine of an installation."""
    _ = settings  # the machine's memory is its only limit
    return PandasEngine()
