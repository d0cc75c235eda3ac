"""A generated city as an installation ready to be scanned, made block by block.

Usage: python -m benchmarks.archived FOLDER STUDENTS

An import holds its file in memory as a whole, and asks the guard about each school. Here the same
rows are cleaned, hashed and sealed by the same code a block at a time, so that 10 million pupils
need no larger machine; they lie in the order of the file, not by school.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq

from app import create_app
from benchmarks.city import SEED
from benchmarks.files import BEFORE, NOW, Files
from benchmarks.installation import Installation, installed
from demo.bulk import write_bulk
from models.database import db
from models.scope import EVERYWHERE, bulk_insert, within
from models.snapshot import Snapshot, SnapshotPart
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.kernel import clock
from tracking.kernel.settings import read_settings
from tracking.snapshots import archive, queries
from tracking.snapshots.cleaning.clean import clean
from tracking.snapshots.form import FORMS
from tracking.snapshots.mapping import mapped
from tracking.snapshots.reading import RawTable

BLOCK: Final = 48 << 20  # bytes of CSV cleaned at once, about as many rows as a row group has


def cleaned(path: Path, kind: SnapshotKind) -> Iterator[pa.Table]:
    """The archived rows of a file, block by block."""
    names = path.open(encoding="utf-8").readline().strip().split(",")
    texts = pv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    row = 2
    for batch in pv.open_csv(path, pv.ReadOptions(block_size=BLOCK), convert_options=texts):
        numbers = pa.array(range(row, row + len(batch)), pa.int32())
        raw = RawTable(dict(zip(names, batch.columns, strict=True)), numbers)
        row += len(batch)
        yield clean(mapped([raw], kind, path.name).table, kind).table


def archive_file(root: Path, path: Path, kind: SnapshotKind, day: date, at: datetime) -> None:
    """Put the rows of a file into the archive and the file on record."""
    digest = hashlib.sha256(path.name.encode()).hexdigest()
    rows = archive.folder_of(root, kind, digest, day, "") / archive.ROWS
    rows.parent.mkdir(parents=True)
    schools: Counter[str] = Counter()
    with pq.ParquetWriter(rows, FORMS[kind], compression="zstd") as writer:
        for table in cleaned(path, kind):
            writer.write_table(table, row_group_size=archive.ROW_GROUP)
            if kind is SnapshotKind.REGISTRY:
                counts = table["school_code"].value_counts().to_pylist()
                schools.update({entry["values"]: entry["counts"] for entry in counts})
    top, known = queries.root(), queries.schools()
    snapshot = Snapshot(
        kind=kind,
        as_of=day,
        state=SnapshotState.ACCEPTED,
        file_name=path.name,
        content_hash=digest,
        report={archive.HASH: archive.content_hash(rows)},
        imported_at=at,
        org_path=top.path if top else "",
    )
    db.session.add(snapshot)
    db.session.flush()
    parts = [
        {
            "snapshot_id": snapshot.id,
            "school_code": code,
            "state": PartState.ACCEPTED,
            "rows": count,
            "columns": [],
            "org_path": known[code].path,
        }
        for code, count in sorted(schools.items())
    ]
    bulk_insert(SnapshotPart, parts)
    db.session.commit()


def build(folder: Path, students: int) -> None:
    """Write the city's files, archive them, and throw the files away."""
    files = Files(folder / "files")
    write_bulk(students, files.folder, [BEFORE, NOW], SEED)
    made: Installation = installed(folder / "installation", files)
    settings = read_settings(made.environment)
    with create_app(settings).app_context(), within(EVERYWHERE):
        for path, kind, day in (
            (files.roster(BEFORE), SnapshotKind.REGISTRY, BEFORE),
            (files.movements, SnapshotKind.MOVEMENTS, NOW),
            (files.roster(NOW), SnapshotKind.REGISTRY, NOW),
        ):
            archive_file(settings.archive_dir, path, kind, day, clock.now())
            path.unlink()
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(files.folder)


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
