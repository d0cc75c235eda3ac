"""Apache Spark behind narwhals: the same frames on a cluster, or on all cores of one machine.

The archive is read where it lies when executors see the same folder, else from the copy that
`BAOXUE_SPARK_ARCHIVE` names, through Spark's own connector; each file of a copy is held against
the archived one. Connectors, credentials and the size of executors are Spark's own settings
(`spark-defaults.conf`). Executors run no Python. Spill files hold keyed hashes and codes only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import narwhals.stable.v2 as nw
import pyarrow as pa
from flask_babel import lazy_gettext as _l
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext, StorageLevel
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import DataFrame, SparkSession

from tracking.kernel.engine.contract import Frame, plain
from tracking.kernel.errors import ArchiveError, RefusedError
from tracking.kernel.settings import Settings

launch: Any = launch_gateway  # pyspark has types, but not here
ALWAYS: Final = {
    "spark.app.name": "baoxue",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class SparkEngine:
    """Lazy frames of the process's Spark session, which ends with the last open engine."""

    def __init__(
        self, master: str = "local[*]", memory: str = "2GB", copy: tuple[Path, str] | None = None
    ) -> None:
        """Name the cluster; `copy` is the archive's folder and the URL where Spark reads it."""
        self._master, self._memory, self._copy = master, memory, copy
        self._kept: list[DataFrame] = []

    def __enter__(self) -> Self:
        self._session = SESSION.enter(self._master, self._memory)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            while self._kept:
                self._kept.pop().unpersist()
        finally:
            SESSION.leave()

    def parquet(self, paths: Sequence[Path]) -> Frame:
        """A lazy frame over Parquet files of one form."""
        return nw.from_native(self._session.read.parquet(*(self._place(p) for p in paths)))

    def table(self, table: pa.Table) -> Frame:
        """A lazy frame over an Arrow table held by the caller."""
        return nw.from_native(self._session.createDataFrame(table))

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once; what an executor loses is computed again."""
        kept = frame.to_native().persist(StorageLevel.MEMORY_AND_DISK)
        self._kept.append(kept)
        kept.count()
        computed: Frame = nw.from_native(kept)
        return computed

    def step(self, frame: Frame) -> Frame:
        """The frame itself."""
        return frame

    def collect(self, frame: Frame) -> pa.Table:
        """Run the query and return its rows as an Arrow table."""
        return plain(frame.to_native().toArrow())

    def _place(self, path: Path) -> str:
        """Where Spark reads an archived file."""
        if self._copy is None:
            return f"file://{path}"
        root, url = self._copy
        place = f"{url.rstrip('/')}/{path.relative_to(root).as_posix()}"
        with path.open("rb") as file:
            known = hashlib.file_digest(file, "sha256").hexdigest()
        if digest_at(self._session, place) != known:
            raise ArchiveError(
                _l(
                    "Spark's copy %(place)s is not the archived file. Copy the archive there "
                    "once more; nothing was changed."
                ),
                place=place,
            )
        return place


def digest_at(session: SparkSession, place: str) -> str:
    """SHA-256 of a file read through Spark's own connector; blank when it is not there."""
    java: Any = session.sparkContext._jvm  # noqa: SLF001 - pyspark opens no other door
    path = java.org.apache.hadoop.fs.Path(place)
    try:
        stream = path.getFileSystem(session._jsc.hadoopConfiguration()).open(path)  # noqa: SLF001
    except Py4JError:
        return ""
    try:
        return str(java.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream))
    finally:
        stream.close()


class Session:
    """The one Spark session of a process: it starts in seconds, so that open engines share it.

    It ends with the last of them, and the Java process with it: a scan a week must not hold
    a cluster's machines, nor this one's memory, for the rest of the week.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._engines = 0
        self._spark: SparkSession | None = None
        self._gateway: Any = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def enter(self, master: str, memory: str) -> SparkSession:
        """The session, started when it is not there."""
        with self._turn:
            if self._spark is None:
                self._spark = self._started(master, memory)
            self._engines += 1
            return self._spark

    def leave(self) -> None:
        """One engine less."""
        with self._turn:
            self._engines -= 1
            if self._engines == 0:
                self._end()

    def _started(self, master: str, memory: str) -> SparkSession:
        if not (shutil.which("java") or "JAVA_HOME" in os.environ):
            raise RefusedError(
                _l(
                    "Spark needs Java 17 or newer, which is not installed here. Install it (on "
                    "Debian: default-jre-headless), or unset BAOXUE_ENGINE."
                )
            )
        self._folder = tempfile.TemporaryDirectory(prefix="baoxue-", ignore_cleanup_errors=True)
        log = Path(self._folder.name) / "spark.log"
        conf = SparkConf(loadDefaults=False).setAll(
            list(configuration(master, memory, self._folder.name).items())
        )
        try:
            with log.open("wb") as output:
                self._gateway = launch(conf, {"stdout": output, "stderr": output})
            with warnings.catch_warnings():
                # About frames of pandas 3 in Spark, of which there are none: Arrow goes in and out.
                warnings.filterwarnings("ignore", "PySpark does not yet fully", FutureWarning)
                return SparkSession(SparkContext(conf=conf, gateway=self._gateway))
        except (PySparkException, Py4JError) as error:
            told = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
            self._end()
            raise RefusedError(
                _l("Spark does not start at %(master)s: %(reason)s"),
                master=master,
                reason=told[-1] if told else str(error).partition("\n")[0],
            ) from error

    def _end(self) -> None:
        if self._spark is not None:
            self._spark.stop()
        if self._gateway is not None:
            self._gateway.shutdown()
            self._gateway.proc.communicate()  # Java ends when its input does
        # pyspark would go on talking to the Java process that was its first.
        SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
        if self._folder is not None:
            self._folder.cleanup()
        self._spark = self._gateway = self._folder = None


def configuration(master: str, memory: str, folder: str) -> dict[str, str]:
    """Spark's settings; on one machine those that keep it to this machine and its folder."""
    settings = {**ALWAYS, "spark.master": master}
    if not master.startswith("local"):
        return settings
    return settings | {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder} -XX:-UsePerfData",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": memory.removesuffix("B").lower(),
        "spark.local.dir": folder,
        "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
    }


SESSION = Session()


def engine_of(settings: Settings) -> SparkEngine:
    """The engine of an installation."""
    url = settings.spark_archive
    copy = (settings.archive_dir, url) if url else None
    return SparkEngine(settings.spark_master, settings.memory, copy)
