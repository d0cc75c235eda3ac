"""Key rotation: a new data key, and everything that is sealed sealed anew with it.

It may die at any moment. Each file is replaced whole, by one that was written beside it; the
hash of the new rows stands in the database before they take their place. Each row of the
database is changed in a transaction. Whatever was reached, both keys are there and all can be
read; the next run goes on where this one ended, with the same key.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from flask_babel import lazy_gettext as _l

from models.sealing import KEYS, LOOK_EVERY, UnsealError, resealed
from models.snapshot import Snapshot
from tracking.kernel import audit, clock, keys, resealing
from tracking.kernel.errors import ArchiveError, RefusedError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, care, care_queries, form, rejected, staging
from tracking.snapshots.care import Progress, alone, silent

PASSES = 3  # what others sealed with the old key while a pass went on is met by the next
RETIRE_AFTER = timedelta(days=1)  # work that began before the newest key may hold older values
FILES = tuple(care.BELONGS)
STAGED = (".sealed", ".rows")
ROW_WEIGHT = 1_000  # bytes of a file that take about as long as a row of the database


@dataclass
class Rotated:
    """What a run did: the key, how much was sealed anew, which files could not be."""

    key: int
    is_new: bool
    files: int = 0
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class KeyUse:
    """One data key and what is sealed with it."""

    number: int
    is_newest: bool
    values: int
    files: list[Path]


def rotate(settings: Settings, progress: Progress = silent) -> Rotated:
    """Seal everything with a new key, or finish a rotation that was interrupted."""
    with alone(settings.archive_dir):
        number, begun = max(keys.data_keys(settings.keys_dir)), is_unfinished(settings)
        if not begun:
            number = keys.add_data_key(settings.keys_dir)
            note("keys.rotate", number)
            time.sleep(2 * LOOK_EVERY)  # by then every process that runs seals with it
        done = Rotated(number, is_new=not begun)
        for _pass in range(PASSES):
            reseal(settings, done, progress)
            if done.failed or not is_unfinished(settings):
                break
        note("keys.resealed", number, files=done.files, failed=len(done.failed))
    return done


def is_unfinished(settings: Settings) -> bool:
    """Whether anything needed is sealed with an older key; what cannot be read does not count."""
    there = keys.data_keys(settings.keys_dir)
    older = there.keys() - {max(there)}
    return any(use.number in older and (use.values or use.files) for use in uses(settings))


def retire(settings: Settings, progress: Progress = silent) -> list[int]:
    """Finish what is left, prove that nothing is sealed with older keys, and remove those."""
    with alone(settings.archive_dir):
        found = keys.data_keys(settings.keys_dir)
        newest = max(found)
        if clock.now().timestamp() - found[newest].stat().st_mtime < RETIRE_AFTER.total_seconds():
            raise RefusedError(
                _l("The newest key is not a day old: work that began before it may still hold "
                   "values of an older one. Remove the older keys tomorrow.")
            )  # fmt: skip
        reseal(settings, Rotated(newest, is_new=False), progress)
        old = [use for use in uses(settings, everything=True) if use.number != newest]
        for use in old:
            if use.values or use.files:
                raise RefusedError(
                    _l("Nothing was removed: %(values)s values and %(files)s files are sealed "
                       "with key %(number)s. See `baoxue snapshots verify`."),
                    values=use.values, files=len(use.files), number=use.number,
                )  # fmt: skip
        for number in (use.number for use in old if use.number in found):
            note("keys.retire", number)
            keys.remove_data_key(settings.keys_dir, number)
    return sorted(found.keys() - {newest})


def note(action: str, number: int, **details: int) -> None:
    """Record what was done with a key."""
    with transaction():
        audit.record(action, by=None, target=f"key:{number}", details=details)


def uses(settings: Settings, *, everything: bool = False) -> list[KeyUse]:
    """The data keys, oldest first, and those only named by sealed values.

    `everything` counts files that no snapshot and no upload needs as well.
    """
    values, files = resealing.key_uses(), Counter[int]()
    named: dict[int, list[Path]] = {}
    for path in every_file(settings) if everything else needed_files(settings):
        for number in keys_of(path):
            files[number] += 1
            named.setdefault(number, []).append(path)
    there = keys.data_keys(settings.keys_dir)
    newest = max(there)
    return [
        KeyUse(number, number == newest, values[number], named.get(number, []))
        for number in sorted({*there, *values, *files})
    ]


def keys_of(path: Path) -> Iterable[int]:
    """The numbers of the keys a file is sealed with; 0 when that cannot be told."""
    try:
        if path.suffix == ".parquet":
            return care.keys_in_rows(path).keys()
        with path.open("rb") as file:
            head = file.read(2)
    except FileNotFoundError:
        return ()
    except (OSError, pa.ArrowException):
        return (0,)
    return (head[1],) if len(head) == 2 else (0,)


def needed_files(settings: Settings) -> Iterator[Path]:
    """Every sealed file that a snapshot or an upload needs."""
    for snapshot in care_queries.accepted():
        folder = archive.place_of(settings.archive_dir, snapshot)
        yield from (p for n in FILES if (p := folder / n).is_file())
    for number in sorted(care_queries.waiting_intakes()):
        pair = (staging.file_of, staging.rows_of)
        yield from (p for of in pair if (p := of(settings.staging_dir, number)).is_file())


def every_file(settings: Settings) -> Iterator[Path]:
    """Every sealed file on disk, those of running imports and of crashes too."""
    for path in sorted(settings.archive_dir.rglob("*")):
        if path.name in FILES:
            yield path
    yield from sorted(p for p in settings.staging_dir.glob("*.*") if p.suffix in STAGED)


def reseal(settings: Settings, done: Rotated, progress: Progress) -> None:
    """One pass over everything that is sealed."""
    snapshots = care_queries.accepted()
    weights = [_weight(settings, snapshot) for snapshot in snapshots]
    total = sum(weights) + resealing.row_count() * ROW_WEIGHT
    reached = 0
    for snapshot, weight in zip(snapshots, weights, strict=True):
        progress(reached, total)
        _reseal_snapshot(settings.archive_dir, snapshot, done)
        reached += weight
    for rows in resealing.reseal():
        reached += rows * ROW_WEIGHT
        progress(reached, total)
    _reseal_staging(settings.staging_dir, done)
    progress(1, 1)


def _weight(settings: Settings, snapshot: Snapshot) -> int:
    folder = archive.place_of(settings.archive_dir, snapshot)
    return sum(path.stat().st_size for n in FILES if (path := folder / n).is_file())


def _reseal_snapshot(root: Path, snapshot: Snapshot, done: Rotated) -> None:
    folder, digest = archive.place_of(root, snapshot), snapshot.content_hash
    works: dict[str, Callable[[], bool]] = {
        archive.ROWS: lambda: reseal_rows(root, snapshot),
        archive.ORIGINAL: lambda: _reseal_file(
            folder / archive.ORIGINAL, archive.original_place(digest)
        ),
        rejected.NAME: lambda: _reseal_file(folder / rejected.NAME, f"rejected.{digest}"),
    }
    for name in care.files_of(snapshot):
        if not (folder / name).is_file():
            continue  # `verify` tells what is missing
        try:
            done.files += works[name]()
        except (ArchiveError, UnsealError, OSError, pa.ArrowException):
            done.failed.append(str((folder / name).relative_to(root)))


def _reseal_file(path: Path, place: str) -> bool:
    """Seal a whole file anew; whether it used an older key."""
    before = path.read_bytes()
    after = resealed(before, place)
    if after is before:
        return False
    archive.write_whole(path, after)
    return True


def reseal_rows(root: Path, snapshot: Snapshot) -> bool:
    """Write the rows of a snapshot anew, sealed with the newest key; whether that was needed."""
    path = archive.whole_rows(root, snapshot)
    settle(snapshot, path)
    if set(care.keys_in_rows(path)) <= {KEYS.sealing()[0]}:
        return False
    beside = path.with_name(f".{archive.ROWS}.part")
    _write_resealed(path, beside, form.place(snapshot.kind))
    archive.sync(beside)
    with transaction():
        report = care_queries.held(snapshot.id).report
        next_hash = {archive.NEXT_HASH: archive.content_hash(beside)}
        snapshot.report = {**report, **next_hash}
    beside.replace(path)
    archive.sync(path.parent)
    settle(snapshot, path)
    return True


def settle(snapshot: Snapshot, path: Path) -> None:
    """Let the database know one hash again: that of the file which has its place now."""
    if archive.NEXT_HASH not in snapshot.report:
        return
    with transaction():
        report = dict(care_queries.held(snapshot.id).report)
        next_hash = report.pop(archive.NEXT_HASH)
        if archive.content_hash(path) == next_hash:
            report[archive.HASH] = next_hash
        snapshot.report = report


def _write_resealed(source: Path, target: Path, place: str) -> None:
    with (
        pq.ParquetFile(source) as file,
        pq.ParquetWriter(target, file.schema_arrow, **archive.packing(file.schema_arrow)) as writer,
    ):
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            column = table.schema.get_field_index("sealed")
            values = [v and resealed(v, place) for v in table["sealed"].to_pylist()]
            renewed = table.set_column(
                column, table.schema.field(column), pa.array(values, pa.binary())
            )
            writer.write_table(renewed, row_group_size=max(1, table.num_rows))


def _reseal_staging(folder: Path, done: Rotated) -> None:
    """Seal uploads anew, while none is being worked on."""
    if not folder.is_dir():
        return
    with staging.turn(folder, lambda: None):
        for number in sorted(care_queries.waiting_intakes()):
            pairs = (
                (staging.file_of(folder, number), f"staging.{number}"),
                (staging.rows_of(folder, number), f"staging.rows.{number}"),
            )
            for path, place in pairs:
                try:
                    done.files += path.is_file() and _reseal_file(path, place)
                except FileNotFoundError:
                    continue  # given up at this moment
                except (UnsealError, OSError):
                    done.failed.append(f"staging/{path.name}")
            if number not in care_queries.waiting_intakes():
                staging.forget(folder, number)  # given up while it was sealed anew
