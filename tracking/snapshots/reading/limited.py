"""Starts the limited process for one file and takes its tables.

A fresh process, never a forked child of a threaded server: a child would keep the server's
port and locks. What the file may cost depends on its size, so that a small file cannot hold
the machine up.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from tracking.snapshots.reading.raw import Ragged, RawTable
from tracking.snapshots.reading.refusals import refused

MEGABYTE = 1 << 20
FREE_MEMORY, MEMORY_PER_BYTE, MOST_MEMORY = 1_100 * MEGABYTE, 22, 8_192 * MEGABYTE
FREE_SECONDS, SECONDS_PER_MEGABYTE = 8, 2
SOURCES = Path(__file__).resolve().parents[3]
Progress = Callable[[int, int], None]
UNCHANGING = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost: bytes of address space, seconds of processor time."""

    memory: int
    seconds: int

    @property
    def patience(self) -> int:
        """Seconds of the wall clock: a busy machine may take several times as long."""
        return 4 * self.seconds


def limits_for(size: int) -> Limits:
    """Ceilings for a file of so many bytes."""
    memory = min(FREE_MEMORY + MEMORY_PER_BYTE * size, MOST_MEMORY)
    return Limits(memory, FREE_SECONDS + SECONDS_PER_MEGABYTE * size // MEGABYTE)


def read_tables(
    path: Path, name: str, headers: Iterable[str], progress: Progress
) -> list[RawTable]:
    """All tables of a file; FileRefusedError when it cannot be used.

    `name` is what people know the file by; `headers` are plain known headers.
    """
    limits = limits_for(path.stat().st_size)
    with _room() as room, _process(room) as process:
        clock = threading.Timer(limits.patience, process.kill)
        teller = threading.Thread(target=_follow, args=(process.stderr, progress), daemon=True)
        clock.start()
        teller.start()
        try:
            tables, ending = _conversation(process, room, path, headers, limits)
        finally:
            clock.cancel()
            process.kill()
            process.wait()
            teller.join()
    if "refused" in ending:
        raise refused(ending["refused"], name, **ending["values"])
    if not ending:
        late = process.returncode in (-signal.SIGKILL, -signal.SIGXCPU)
        raise refused("too_slow", name, seconds=limits.seconds) if late else refused("died", name)
    return tables


@contextmanager
def _room() -> Iterator[int]:
    """Memory to be shared with the limited process; the tables keep what they need of it."""
    room = os.memfd_create("tables", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        yield room
    finally:
        os.close(room)


@contextmanager
def _process(room: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        "PYTHONPATH": str(SOURCES),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        # Pools that reserve address space ahead would not fit under the ceiling.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tracking.snapshots.reading.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        pass_fds=[room],
        cwd=SOURCES,
    ) as process:
        yield process


def _conversation(
    process: subprocess.Popen[bytes],
    room: int,
    path: Path,
    headers: Iterable[str],
    limits: Limits,
) -> tuple[list[RawTable], dict[str, Any]]:
    """Ask for the file and take what comes; the ending is empty when the process died."""
    asked = {
        "path": str(path.absolute()),
        "headers": sorted(headers),
        "memory": limits.memory,
        "seconds": limits.seconds,
        "room": room,
    }
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise RuntimeError("the reading process has no pipes")
    told: list[tuple[int, dict[str, Any]]] = []
    try:
        _say(stdin, asked)
        pa.array([0])  # Arrow loads what it converts with, while the other process reads
        while line := stdout.readline():
            document = json.loads(line)
            if "table" not in document:
                process.wait()
                return _tables(room, told), document
            start = _more(room, min(document["bytes"], limits.memory))
            _say(stdin, start)
            told.append((start, document))
            stdout.readline()  # blank: it lies there
    except (BrokenPipeError, ValueError, KeyError, pa.ArrowException):
        pass  # it died in the middle of a sentence
    process.wait()
    return [], {}


def _say(stdin: IO[bytes], document: Any) -> None:
    stdin.write(json.dumps(document).encode() + b"\n")
    stdin.flush()


def _more(room: int, size: int) -> int:
    """Make room for so many bytes; where they begin."""
    unit = mmap.ALLOCATIONGRANULARITY
    start = -(-os.fstat(room).st_size // unit) * unit
    os.truncate(room, start + size)
    return start


def _tables(room: int, told: list[tuple[int, dict[str, Any]]]) -> list[RawTable]:
    """What lies in the shared memory, which nobody can change from here on; nothing is copied."""
    fcntl.fcntl(room, fcntl.F_ADD_SEALS, UNCHANGING)
    return [_table(room, start, document) for start, document in told]


def _table(room: int, start: int, document: dict[str, Any]) -> RawTable:
    memory = mmap.mmap(room, document["bytes"], mmap.MAP_PRIVATE, mmap.PROT_READ, offset=start)
    with pa.ipc.open_stream(pa.py_buffer(memory)) as reader:
        table = reader.read_all().combine_chunks()
    first, *names = table.column_names
    columns = {name: _whole(table[name]) for name in names}
    ragged = tuple(Ragged(*row) for row in document["ragged"])
    return RawTable(columns, _whole(table[first]), ragged, document["table"])


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _follow(stream: IO[bytes] | None, progress: Progress) -> None:
    """Pass progress on; whatever else a dying reader says is not for anybody."""
    for line in stream or ():
        done, _, total = line.decode(errors="replace").partition(" ")
        if done.isdigit() and total.strip().isdigit():
            progress(int(done), int(total))
