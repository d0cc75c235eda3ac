"""The engine that a setting names, its refusals, and the copy of the archive that Spark reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engines import OTHERS, engine_named
from tracking.kernel.engine import engine_for
from tracking.kernel.errors import ArchiveError, RefusedError
from tracking.kernel.settings import Settings

ROWS = pa.table({"n": pa.array([1, 2, 3], pa.int64()), "sealed": pa.array([b"", None, b"x"])})
SPARK = OTHERS[1]
OPEN = """
import sys
from pathlib import Path
{first}
from tracking.kernel.engine import engine_for
from tracking.kernel.settings import Settings
try:
    with engine_for(Settings(Path(), "", engine="spark", spark_master="{master}")):
        print("open")
except Exception as error:
    print(type(error).__name__, error)
"""


def opening(first: str = "", master: str = "local[1]", **environment: str) -> str:
    """What a process of its own says when it opens Spark."""
    code = OPEN.format(first=first, master=master)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert not done.stderr
    return done.stdout.strip()


def test_an_unknown_engine_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(RefusedError, match="BAOXUE_ENGINE takes embedded, pandas, spark"):
        engine_for(Settings(Path(), "", engine="oxen"))


def test_without_its_library_spark_says_what_to_install() -> None:
    said = opening('sys.modules["pyspark"] = None')
    assert said.startswith("RefusedError")
    assert "pip install 'baoxue[spark]'" in said


def test_without_java_spark_says_what_to_install() -> None:
    said = opening('import os; os.environ.pop("JAVA_HOME", None)', PATH="")
    assert said.startswith("RefusedError")
    assert "default-jre-headless" in said


@pytest.mark.parametrize("engine", [SPARK])
def test_a_cluster_that_is_no_cluster_is_named(engine: str) -> None:
    said = opening(master="oxen")
    assert said.startswith("RefusedError Spark does not start at oxen: ")
    assert "\n" not in said


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A file of the archive."""
    path = tmp_path / "archive" / "registry" / "rows.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(ROWS, path)
    return path


@pytest.fixture
def copy(archive: Path, spark_session: None) -> Settings:
    """An installation whose Spark reads the archive from a copy elsewhere."""
    root = archive.parents[2]
    target = root / "copy" / "registry" / "rows.parquet"
    target.parent.mkdir(parents=True)
    target.write_bytes(archive.read_bytes())
    return Settings(root, "", engine="spark", spark_archive=(root / "copy").as_uri())


def test_files_are_read_where_they_lie(archive: Path, other_engine: str) -> None:
    with engine_named(other_engine) as engine:
        assert engine.collect(engine.parquet([archive])).to_pylist() == ROWS.to_pylist()


@pytest.mark.parametrize("engine", [SPARK])
def test_a_true_copy_of_the_archive_is_read(archive: Path, copy: Settings, engine: str) -> None:
    with engine_for(copy) as opened:
        assert opened.collect(opened.parquet([archive])).num_rows == 3


@pytest.mark.parametrize("engine", [SPARK])
@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_a_copy_that_is_not_the_archive_stops_the_scan(
    archive: Path, copy: Settings, engine: str, damage: str
) -> None:
    other = copy.data_dir / "copy" / "registry" / "rows.parquet"
    other.unlink()
    if damage == "altered":
        pq.write_table(ROWS.slice(1), other)
    with engine_for(copy) as opened, pytest.raises(ArchiveError, match="is not the archived file"):
        opened.parquet([archive])
