"""Bringing a file in: read, check, guard, archive, record. It happens whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from models.database import db
from models.snapshot import Snapshot, SnapshotPart
from models.user import User
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.kernel import audit, clock
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, parts, queries
from tracking.snapshots.cleaning import Cleaned, clean
from tracking.snapshots.issues import Issues
from tracking.snapshots.reading import read_table

Progress = Callable[[int, int], None]
STEPS = 5


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Arrival:
    """A file to bring in: where it lies, what it is, for which day, who brings it."""

    path: Path
    kind: SnapshotKind
    as_of: date
    by: User | None = None
    name: str = ""

    @property
    def file_name(self) -> str:
        """The name people know the file by."""
        return (self.name or self.path.name)[:200]


@dataclass(frozen=True)
class ImportResult:
    """What became of a file. `snapshot_id` is None for a dry run."""

    state: SnapshotState
    rows_read: int
    rows_in_error: int
    report: dict[str, Any]
    snapshot_id: int | None = None
    repeated: bool = False
    parts: dict[str, int] = field(default_factory=dict)


def import_file(
    arrival: Arrival, settings: Settings, *, dry_run: bool = False, progress: Progress = silent
) -> ImportResult:
    """Bring one file in; FileRefusedError after recording the attempt when it cannot be used."""
    digest = archive.content_hash(arrival.path)
    try:
        if known := queries.same_file(arrival.kind, digest, arrival.as_of):
            return repeated(known)
        return _import(arrival, settings, digest, dry_run=dry_run, progress=progress)
    except FileRefusedError as error:
        if not dry_run:
            record_refusal(arrival, digest, str(error))
        raise


def _import(
    arrival: Arrival, settings: Settings, digest: str, *, dry_run: bool, progress: Progress
) -> ImportResult:
    progress(0, STEPS)
    if queries.root() is None:
        raise FileRefusedError(_l("Import the organisations first: nobody could own the rows."))
    raw = read_table(arrival.path, arrival.kind)
    progress(1, STEPS)
    cleaned = clean(raw, arrival.kind)
    refuse_mostly_bad(cleaned, len(raw.rows) + len(raw.ragged), arrival.file_name)
    progress(2, STEPS)
    is_roll = arrival.kind is SnapshotKind.REGISTRY
    verdicts = parts.judge(cleaned, arrival.as_of, settings) if is_roll else []
    progress(3, STEPS)
    note_unknown_schools(cleaned, verdicts)
    result = summed(len(raw.rows) + len(raw.ragged), cleaned.issues, verdicts)
    if dry_run:
        progress(STEPS, STEPS)
        return result
    rows_hash = archive.store(
        settings.archive_dir, arrival.kind, arrival.as_of, arrival.path, cleaned.table
    )
    progress(4, STEPS)
    with transaction():
        if known := queries.same_file(arrival.kind, digest, arrival.as_of):
            return repeated(known)
        snapshot = recorded(arrival, digest, result)
        snapshot.report = {**result.report, "rows_sha256": rows_hash}
        db.session.flush()
        for verdict in verdicts:
            db.session.add(verdict.as_part(snapshot))
        if arrival.kind is SnapshotKind.MOVEMENTS:
            parts.rejudge(settings, arrival.as_of)
        number = snapshot.id
        audit.record(
            "snapshot.import",
            by=arrival.by,
            target=f"snapshot:{number}",
            details={"rows": result.rows_read, "state": result.state.value},
        )
    progress(STEPS, STEPS)
    return ImportResult(**{**result.__dict__, "snapshot_id": number})


def refuse_mostly_bad(cleaned: Cleaned, rows: int, file: str) -> None:
    """A file in which most rows are in error is another file, or was mapped wrongly."""
    if len(cleaned.issues.rows) * 2 > rows:
        first = cleaned.issues.report()["rows"][0]
        raise FileRefusedError(
            _l(
                "More than half of the rows of “%(file)s” cannot be used, the first is row "
                "%(row)s, column “%(column)s”. Check that columns and values belong together."
            ),
            file=file,
            row=first["row"],
            column=parts.header_of(first["column"]),
        )


def note_unknown_schools(cleaned: Cleaned, verdicts: list[parts.Verdict]) -> None:
    """Name each school code that is not registered once, with its number of rows."""
    for verdict in verdicts:
        if verdict.state is PartState.UNKNOWN:
            cleaned.issues.note("unknown_school", verdict.school_code, verdict.rows)


def summed(rows: int, issues: Issues, verdicts: list[parts.Verdict]) -> ImportResult:
    """The outcome of a file that can be used, in whole or in part."""
    states = Counter(v.state.value for v in verdicts)
    whole = not issues.rows and set(states) <= {PartState.ACCEPTED.value}
    return ImportResult(
        state=SnapshotState.ACCEPTED if whole else SnapshotState.PARTIAL,
        rows_read=rows,
        rows_in_error=len(issues.rows),
        report=issues.report(),
        parts=dict(states),
    )


def repeated(known: Snapshot) -> ImportResult:
    """The same bytes for the same day were accepted before: nothing changes."""
    return ImportResult(
        known.state, known.rows_read, known.rows_in_error, known.report, known.id, repeated=True
    )


def recorded(arrival: Arrival, digest: str, result: ImportResult) -> Snapshot:
    """The snapshot's row, added to the running transaction."""
    top = queries.root()
    snapshot = Snapshot(
        kind=arrival.kind,
        as_of=arrival.as_of,
        state=result.state,
        file_name=arrival.file_name,
        file_size=arrival.path.stat().st_size,
        content_hash=digest,
        rows_read=result.rows_read,
        rows_in_error=result.rows_in_error,
        report=result.report,
        imported_at=clock.now(),
        imported_by_id=arrival.by.id if arrival.by else None,
        org_path=arrival.by.organisation.path if arrival.by else (top.path if top else "-/"),
    )
    db.session.add(snapshot)
    return snapshot


def record_refusal(arrival: Arrival, digest: str, words: str) -> None:
    """Keep the attempt and its reason, and nothing of the file."""
    with transaction():
        refused = ImportResult(SnapshotState.REFUSED, 0, 0, {"refusal": words})
        recorded(arrival, digest, refused)
        audit.record("snapshot.refused", by=arrival.by, target=arrival.kind.value, allowed=False)


def release(part: SnapshotPart, *, by: User, reason: str) -> None:
    """Accept a part that the guard set aside; the reason is kept with the name."""
    with transaction():
        if part.state is not PartState.SHRUNK:
            raise RefusedError(_l("This roster is not waiting for a decision any more."))
        part.state = PartState.RELEASED
        part.released_by_id, part.released_at = by.id, clock.now()
        part.release_reason = reason
        audit.record("snapshot.release", by=by, target=f"part:{part.id}")
