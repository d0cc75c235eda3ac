"""The care of the archive: is all of it there and whole, and what did a crash leave behind.

Only what is older than a day counts as left behind: a file lies complete beside its place, and
a folder in its place, a moment before the database knows of it.
"""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from flask_babel import lazy_gettext as _l

from models.sealing import UnknownKeyError, UnsealError, unseal
from models.snapshot import Snapshot
from models.tally import held_tally
from models.vocabulary.intakes import IntakeState
from models.vocabulary.notices import NoticeKind
from models.vocabulary.snapshots import Damage, SnapshotKind
from tracking.kernel import audit, clock
from tracking.kernel.errors import ArchiveError, RefusedError
from tracking.kernel.notices import tell
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, care_queries, form, queries, rejected, staging

LEFT_AFTER = timedelta(days=1)
UNDECIDED = timedelta(days=30)  # an upload nobody decided about is given up after that
STAGED = re.compile(r"(\d+)\.(sealed|rows)")
BELONGS = {archive.ROWS: "rows", archive.ORIGINAL: "original", rejected.NAME: "original"}
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Trouble:
    """One archived file that is not as it should be."""

    snapshot: Snapshot
    part: str
    damage: Damage


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Be the only one who re-writes or clears away what is archived; the lock dies with us."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".care").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(
                _l("The archive is being cleaned or its keys are being rotated. Try again later.")
            ) from None
        yield


def examine(root: Path, progress: Progress = silent) -> list[Trouble]:
    """Read every accepted file whole and compare it with what was recorded."""
    snapshots, found = care_queries.accepted(), []
    for number, snapshot in enumerate(snapshots):
        progress(number, len(snapshots))
        found += troubles_of(root, snapshot)
    progress(1, 1)
    return found


def files_of(snapshot: Snapshot) -> list[str]:
    """The files that a snapshot's folder may hold: what was deleted after its period is out."""
    deleted = snapshot.report.get("deleted", {})
    return [name for name, what in BELONGS.items() if what not in deleted]


def troubles_of(root: Path, snapshot: Snapshot) -> list[Trouble]:
    """What is wrong with one snapshot."""
    return [
        Trouble(snapshot, name, damage)
        for name in files_of(snapshot)
        if (damage := LOOKS[name](root, snapshot))
    ]


def _rows_damage(root: Path, snapshot: Snapshot) -> Damage | None:
    try:
        path = archive.whole_rows(root, snapshot)
        for sample in keys_in_rows(path).values():
            unseal(sample, form.place(snapshot.kind))
    except ArchiveError as error:
        return Damage(error.values["damage"])
    except UnknownKeyError:
        return Damage.UNREADABLE
    except (OSError, pa.ArrowException, UnsealError):
        return Damage.ALTERED
    return None


def keys_in_rows(path: Path) -> dict[int, bytes]:
    """The numbers of the keys that rows of a file are sealed with, each with one sealed value."""
    found: dict[int, bytes] = {}
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=["sealed"]):
            column = batch["sealed"].drop_null()
            heads = pc.binary_slice(column, 1, 2)
            for head in pc.unique(heads).to_pylist():
                first = pc.index(heads, pa.scalar(head, heads.type)).as_py()
                found.setdefault(head[0] if head else 0, column[first].as_py())
    return found


def _original_damage(root: Path, snapshot: Snapshot) -> Damage | None:
    path, digest = archive.place_of(root, snapshot) / archive.ORIGINAL, snapshot.content_hash
    try:
        content = unseal(path.read_bytes(), archive.original_place(digest))
    except (OSError, UnsealError) as error:
        return _damage_of(error)
    return None if archive.bytes_hash(content) == digest else Damage.ALTERED


def _rejected_damage(root: Path, snapshot: Snapshot) -> Damage | None:
    try:
        rejected.kept(root, snapshot)
    except (OSError, UnsealError, ValueError) as error:
        return _damage_of(error)
    return None


LOOKS = {
    archive.ROWS: _rows_damage,
    archive.ORIGINAL: _original_damage,
    rejected.NAME: _rejected_damage,
}


def _damage_of(error: Exception) -> Damage:
    if isinstance(error, FileNotFoundError):
        return Damage.MISSING
    return Damage.UNREADABLE if isinstance(error, OSError | UnknownKeyError) else Damage.ALTERED


def raise_alarm(error: ArchiveError) -> None:
    """Tell the bureau of a damaged archived file, once per file."""
    bureau = queries.root()
    if bureau is None or "damage" not in error.values:
        return
    facts: dict[str, Any] = {n: str(error.values[n]) for n in ("damage", "file", "day")}
    number = error.values["snapshot_id"]
    with transaction():
        tell(
            bureau.id,
            NoticeKind.ARCHIVE,
            key=f"archive:{number}",
            at=clock.now(),
            snapshot_id=number,
            **facts,
        )


def leftovers(settings: Settings, now: datetime) -> list[Path]:
    """Folders and files of a crash that nothing needs, older than a day."""
    root = settings.archive_dir
    needed = {archive.place_of(root, s) for s in care_queries.accepted()}
    folders = [folder for kind in SnapshotKind for folder in (root / kind.value).glob("??/*")]
    found = [folder for folder in folders if folder not in needed]
    found += (root / ".incoming").glob("*")
    found += (part for folder in needed for part in folder.glob(".*.part"))
    found += _left_in_staging(settings.staging_dir)
    return sorted(path for path in found if _touched(path) < (now - LEFT_AFTER).timestamp())


def _left_in_staging(folder: Path) -> list[Path]:
    waiting = care_queries.waiting_intakes()
    return [
        path
        for path in folder.glob("*")
        if path.suffix == ".part"
        or ((named := STAGED.fullmatch(path.name)) and int(named[1]) not in waiting)
    ]


def _touched(path: Path) -> float:
    """When something was last written there; a path that is just gone is as new as can be."""
    try:
        return max(p.stat().st_mtime for p in (path, *path.glob("*")))
    except FileNotFoundError:
        return float("inf")


def clear(settings: Settings, now: datetime) -> list[str]:
    """Remove what a crash left; returns what it was, relative to the data folder.

    No import can be at the point where its file takes its place meanwhile.
    """
    with alone(settings.archive_dir), transaction():
        held_tally("archive")
        found = leftovers(settings, now)
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if found:
            audit.record("archive.clear", by=None, details={"removed": len(found)})
    return names_of(found, settings)


def names_of(paths: list[Path], settings: Settings) -> list[str]:
    """Paths as they are told: relative to the data folder."""
    return [str(path.relative_to(settings.data_dir)) for path in paths]


def give_up(settings: Settings, now: datetime) -> int:
    """Give up uploads that nobody decided about for 30 days; how many."""
    given_up = 0
    for number in care_queries.left_since(now - UNDECIDED):
        with transaction():
            intake = care_queries.held_intake(number)
            if intake.seen_at >= now - UNDECIDED:
                continue
            intake.look, intake.mapping, intake.report = None, {}, {}
            intake.state = IntakeState.CANCELLED
            facts = {"undecided_days": UNDECIDED.days}
            audit.record("intake.cancel", by=None, target=f"intake:{number}", details=facts)
            given_up += 1
        staging.forget(settings.staging_dir, number)
    return given_up
