"""Snapshots on disk: written once, whole, synced before the database knows of them.

`archive/<kind>/<first two>/<content hash>-<as of>/` holds `rows.parquet` (the form of
`form.py`) and `original.sealed` (the file as it came, encrypted whole). A folder without a
row in the database is what a crash left behind: the next import of the file replaces it, and
`care.py` clears it away. What is read is first held against the hash that was recorded, so
that a missing or altered file is an ArchiveError that names it, whatever would have read it.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from flask_babel import lazy_gettext as _l

from models.sealing import seal
from models.snapshot import Snapshot
from models.vocabulary.snapshots import Damage, SnapshotKind
from tracking.kernel.engine import EmbeddedEngine, Frame
from tracking.kernel.errors import ArchiveError, FileRefusedError
from tracking.snapshots import queries
from tracking.snapshots.form import KEYS, opened

ROW_GROUP = 131_072
ROWS, ORIGINAL = "rows.parquet", "original.sealed"
HASH, NEXT_HASH = "rows_sha256", "rows_sha256_next"  # in a snapshot's report


def content_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bytes_hash(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def folder_of(root: Path, kind: SnapshotKind, digest: str, as_of: date, area: str) -> Path:
    """Where the snapshot of a file and a day lies; `area` is the path of who brought it in.

    A county's import holds that county's rows, so the same file of another one lies elsewhere.
    """
    codes = area.strip("/").split("/")
    whose = f"-{codes[-1]}" if len(codes) > 1 else ""
    return root / str(kind.value) / digest[:2] / f"{digest}-{as_of:%Y%m%d}{whose}"


def original_place(digest: str) -> str:
    """What a sealed original is bound to."""
    return f"original.{digest}"


def place_of(root: Path, snapshot: Snapshot) -> Path:
    """The folder of a snapshot."""
    return folder_of(root, snapshot.kind, snapshot.content_hash, snapshot.as_of, snapshot.org_path)


def whole_rows(root: Path, snapshot: Snapshot) -> Path:
    """The Parquet file of a snapshot, proved to hold what was archived; else ArchiveError.

    A page may have read the row before a key rotation re-wrote the file: on a difference the
    database is asked once more before it is called one.
    """
    if "rows" in snapshot.report.get("deleted", {}):
        raise ArchiveError(
            _l("The rows of “%(file)s” of %(day)s were deleted after their period."),
            **named(snapshot),
        )
    path = place_of(root, snapshot) / ROWS
    try:
        found = digest_of(path)
    except FileNotFoundError:
        raise damaged(snapshot, Damage.MISSING) from None
    except OSError:
        raise damaged(snapshot, Damage.UNREADABLE) from None
    known = hashes_in(snapshot.report)
    if known and found not in known and found not in hashes_in(queries.report_now(snapshot.id)):
        raise damaged(snapshot, Damage.ALTERED)
    return path


def hashes_in(report: dict[str, Any]) -> set[str]:
    """What `rows.parquet` may hash to: two values while a key rotation replaces it."""
    return {report[name] for name in (HASH, NEXT_HASH) if report.get(name)}


def damaged(snapshot: Snapshot, damage: Damage) -> ArchiveError:
    """The alarm about one archived file, with the remedy."""
    words = {
        Damage.MISSING: _l(
            "The archived file “%(file)s” of %(day)s is missing. Restore its folder "
            "%(folder)s from the backup of the archive; nothing was changed."
        ),
        Damage.ALTERED: _l(
            "The archived file “%(file)s” of %(day)s was altered. Restore its folder "
            "%(folder)s from the backup of the archive; nothing was changed."
        ),
        Damage.UNREADABLE: _l(
            "The archived file “%(file)s” of %(day)s cannot be read. Look at disk, rights and "
            "keys, or restore its folder %(folder)s from the backup; nothing was changed."
        ),
    }
    return ArchiveError(words[damage], damage=damage, **named(snapshot))


def named(snapshot: Snapshot) -> dict[str, Any]:
    """What a message says about an archived file."""
    return {
        "snapshot_id": snapshot.id,
        "file": snapshot.file_name,
        "day": snapshot.as_of.isoformat(),
        "folder": str(place_of(Path("archive"), snapshot)),
    }


def digest_of(path: Path) -> str:
    """The hash of a file's bytes, computed again only when the file was touched."""
    look = path.stat()
    return _digest(path, look.st_size, look.st_mtime_ns, look.st_ctime_ns, look.st_ino)


@functools.lru_cache(maxsize=1024)
def _digest(path: Path, *_look: int) -> str:
    return content_hash(path)


@dataclass(frozen=True)
class Coming:
    """A file that is to become a snapshot: what it is, whose, and the hash of its bytes."""

    kind: SnapshotKind
    as_of: date
    digest: str
    area: str
    file_name: str

    def folder(self, root: Path) -> Path:
        """Where it will lie."""
        return folder_of(root, self.kind, self.digest, self.as_of, self.area)


@dataclass(frozen=True)
class Written:
    """A snapshot that lies complete and synced beside its place."""

    incoming: Path
    final: Path
    rows_hash: str

    def take_place(self) -> None:
        """Move it to its place in one step; what a crash left there gives way.

        Called inside the transaction that makes the database know of it, while no other
        import can be at the same point.
        """
        self.final.parent.mkdir(parents=True, exist_ok=True)
        if self.final.exists():
            shutil.rmtree(self.final)
        self.incoming.rename(self.final)
        sync(self.final.parent)


@contextmanager
def written(root: Path, snapshot: Coming, original: Path, table: pa.Table) -> Iterator[Written]:
    """Write rows and original beside their place; nothing of it stays unless it takes it."""
    incoming = root / ".incoming" / uuid.uuid4().hex
    incoming.mkdir(parents=True)
    try:
        rows = incoming / ROWS
        with ThreadPoolExecutor(1) as beside:
            sealed = beside.submit(
                write_original, incoming / ORIGINAL, original, snapshot.digest, snapshot.file_name
            )
            write_rows(rows, table)
            sealed.result()
        yield Written(incoming, snapshot.folder(root), content_hash(rows))
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def packing(schema: pa.Schema) -> dict[str, Any]:
    """How rows are packed: hashes and sealed values look random, so that is not tried."""
    packs = {f.name: not (pa.types.is_binary(f.type) or f.type == KEYS) for f in schema}
    return {
        "compression": {name: "zstd" if does else "none" for name, does in packs.items()},
        "use_dictionary": [name for name, does in packs.items() if does],
    }


def write_rows(path: Path, table: pa.Table) -> None:
    """Write rows, those of one school together."""
    if "school_code" in table.column_names and not is_ordered(table["school_code"]):
        table = table.sort_by("school_code")
    pq.write_table(table, path, row_group_size=ROW_GROUP, **packing(table.schema))
    sync(path)


def is_ordered(codes: pa.ChunkedArray) -> bool:
    """Whether rows stand in the order of their schools, as official exports do."""
    return bool(pc.all(pc.less_equal(codes[:-1], codes[1:])).as_py()) and not codes.null_count


def write_original(path: Path, original: Path, digest: str, name: str) -> None:
    """Seal the very bytes that were checked; a file that changed meanwhile is refused."""
    content = original.read_bytes()
    if bytes_hash(content) != digest:
        raise FileRefusedError(
            _l("“%(file)s” changed while it was read. Bring it in again once it is complete."),
            file=name,
        )
    write_whole(path, seal(content, original_place(digest)))


def rows_at(
    path: Path, kind: SnapshotKind, numbers: Iterable[int], columns: Sequence[str] | None = None
) -> dict[int, dict[str, Any]]:
    """Archived rows by row number, with their identifying fields opened.

    `columns` are the fields wanted of them; all when None. Only what was asked for is read, and
    identities are opened in blocks, of which only the wanted rows are kept.
    """
    wanted = set(numbers)
    if not wanted:
        return {}
    with EmbeddedEngine() as engine:
        there = engine.parquet([path])
        names = [n for n in there.collect_schema().names() if n != "sealed"]
        kept = [n for n in names if columns is None or n in (*columns, "row_no", "block")]
        found = {r["row_no"]: r for r in _picked(engine, there.select(kept), wanted)}
        blocks: dict[int, list[int]] = {}
        for number, row in found.items():
            if row["block"] is not None:
                blocks.setdefault(row["block"], []).append(number)
        for bearer in _picked(engine, there.select("row_no", "sealed"), set(blocks)):
            identities = opened(kind, bytes(bearer["sealed"]), blocks[bearer["row_no"]], columns)
            for number, identity in identities.items():
                found[number] |= identity
    return found


def _picked(engine: EmbeddedEngine, frame: Frame, numbers: set[int]) -> list[dict[str, Any]]:
    """Rows of a frame by their numbers."""
    wanted = engine.table(pa.table({"row_no": pa.array(sorted(numbers), pa.int32())}))
    rows: list[dict[str, Any]] = engine.collect(
        frame.join(wanted, on="row_no", how="inner")
    ).to_pylist()
    return rows


def rows_with(path: Path, keys: Iterable[tuple[str, int]]) -> set[int]:
    """Numbers of the archived rows that bear one of the keyed hashes, given as (column, hash)."""
    wanted: dict[str, set[int]] = {}
    for column, value in keys:
        wanted.setdefault(column, set()).add(value)
    if not wanted:
        return set()
    ways = [nw.col(column).is_in(sorted(values)) for column, values in wanted.items()]
    with EmbeddedEngine() as engine:
        bearing = engine.parquet([path]).filter(nw.any_horizontal(*ways, ignore_nulls=True))
        return set(engine.collect(bearing.select("row_no"))["row_no"].to_pylist())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, synced with its folder; rights stay."""
    unfinished = path.with_name(f".{path.name}.part")
    rights = path.stat().st_mode & 0o777 if path.exists() else 0o666
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, rights)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file or folder written through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
