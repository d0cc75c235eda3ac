"""The engines that must find what the embedded one finds; Spark only where there is Java."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tracking.kernel.engine import Engine, engine_for
from tracking.kernel.settings import Settings

# Quick to start and light on memory, for frames of some hundred rows.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
OTHERS = (
    "pandas",
    pytest.param(
        "spark",
        marks=(
            pytest.mark.xdist_group("spark"),  # one worker starts it, once
            pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
        ),
    ),
)


def engine_named(name: str) -> Engine:
    """An engine as settings choose it."""
    return engine_for(Settings(Path(), "", engine=name, memory="1GB", spark_master="local[2]"))


@contextmanager
def spark_held() -> Iterator[None]:
    """Keep Spark's session, which ends with its last engine, for all tests of this process."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JDK_JAVA_OPTIONS", JAVA_OPTIONS)
        with engine_named("spark"):
            yield


def ordered(table: pa.Table) -> list[tuple[Any, ...]]:
    """The rows of a table in an order that does not depend on who computed it."""
    rows = (tuple(row.values()) for row in table.to_pylist())
    return sorted(rows, key=lambda row: [(v is not None, str(v)) for v in row])
