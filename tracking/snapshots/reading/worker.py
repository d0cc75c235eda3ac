"""The limited process that opens files: it reads one file and hands its tables over as Arrow.

Started afresh for every file by `limited.py`, with ceilings on memory, time and what it may
write, because readers of office files can be made to hang, to eat all memory or to abort. Its
death is just another refusal. It loads nothing of the product but this package.

In: one line of JSON (`path`, `headers`, `memory`, `seconds`, `room`). Out: for each table a line of
JSON that tells its size; once a line came in that says where, its Arrow stream lies in the shared
memory `room`, and an empty line says so. At the end a line of JSON tells how it went. Progress goes
to stderr.
"""

from __future__ import annotations

import errno
import io
import json
import mmap
import resource
import sys
from collections.abc import Iterator
from dataclasses import astuple
from typing import IO, Any

import pyarrow as pa

from tracking.snapshots.reading.raw import RawTable, Refusal
from tracking.snapshots.reading.sheets import read_workbook
from tracking.snapshots.reading.sniff import Form, form_of, members
from tracking.snapshots.reading.text import read_text

LARGEST_OUTPUT = 0  # bytes this process may write to any file: none


class NoPandas:
    """Keeps Arrow from loading pandas, which takes longer than reading most files."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Say that there is none."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def tables_of(file: IO[bytes], headers: frozenset[str], name: str = "") -> Iterator[RawTable]:
    """Every table of a file, in its order."""
    form = form_of(file)
    if form is Form.WORKBOOK:
        yield from read_workbook(file, headers, tell)
    elif form is Form.TEXT:
        yield read_text(file.read(), headers, name)
    else:
        for member, content in members(file):
            for table in tables_of(io.BytesIO(content), headers, member):
                label = member if table.name in ("", member) else f"{member} · {table.name}"
                yield RawTable(table.columns, table.rows, table.ragged, label)


def tell(done: int, total: int) -> None:
    """Say how far the reading is."""
    sys.stderr.write(f"{done} {total}\n")
    sys.stderr.flush()


def limit(memory: int, seconds: int) -> None:
    """Put the ceilings over this process; there is no way back."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def send(out: IO[bytes], table: RawTable, room: int) -> None:
    """Lay one table into the memory that is shared with whoever asked for it.

    It is mapped, because this process may not write to any file.
    """
    batch = pa.record_batch([table.rows, *table.columns.values()], ["", *table.columns])
    size = pa.MockOutputStream()
    stream_into(size, batch)
    ragged = [astuple(row) for row in table.ragged]
    say(out, {"table": table.name, "ragged": ragged, "bytes": size.size()})
    start = json.loads(sys.stdin.buffer.readline())
    with mmap.mmap(room, size.size(), offset=start) as memory:
        stream_into(pa.FixedSizeBufferWriter(pa.py_buffer(memory)), batch)
    out.write(b"\n")
    out.flush()


def stream_into(sink: pa.NativeFile, batch: pa.RecordBatch) -> None:
    """Write a batch as an Arrow stream."""
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)


def say(out: IO[bytes], document: dict[str, Any]) -> None:
    """Write one line of JSON."""
    out.write(json.dumps(document).encode() + b"\n")
    out.flush()


def main() -> None:
    """Read what was asked for; a refusal is an answer, not a failure."""
    sys.meta_path.insert(0, NoPandas())
    asked = json.loads(sys.stdin.buffer.readline())
    limit(asked["memory"], asked["seconds"])
    out = sys.stdout.buffer
    try:
        with open(asked["path"], "rb") as file:  # noqa: PTH123 - may be a descriptor's path
            for table in tables_of(file, frozenset(asked["headers"])):
                send(out, table, asked["room"])
    except Refusal as refusal:
        say(out, {"refused": refusal.code, "values": refusal.values})
    except MemoryError:
        say(out, {"refused": "too_much", "values": {}})
    except OSError as error:
        if error.errno == errno.ENOMEM:
            say(out, {"refused": "too_much", "values": {}})
        else:
            say(out, {"refused": "unreadable", "values": {"reason": error.strerror or "?"}})
    else:
        say(out, {"done": True})


if __name__ == "__main__":
    main()
