"""Bringing a file in: check, archive, record. It happens whole or not at all."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from models.database import db
from models.snapshot import Snapshot, SnapshotPart
from models.tally import held_tally
from models.user import User
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState
from tracking.kernel import audit, clock
from tracking.kernel.errors import FileRefusedError, RefusedError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, differences, parts, queries, staging
from tracking.snapshots.area import area_of
from tracking.snapshots.arrivals import Arrival, ImportResult, Progress, silent
from tracking.snapshots.checking import Checked, check
from tracking.snapshots.telling import tell_set_aside


def import_file(
    arrival: Arrival, settings: Settings, *, dry_run: bool = False, progress: Progress = silent
) -> ImportResult:
    """Bring one file in; FileRefusedError after recording the attempt when it cannot be used."""
    digest = archive.content_hash(arrival.path)
    try:
        if known := queries.same_file(arrival.kind, digest, arrival.as_of, whole_area(arrival)):
            return repeated(known)
        # Several large files at once would not fit into memory: each waits for its turn.
        with staging.turn(settings.staging_dir, lambda: progress("reading", 0, 1)):
            checked = check(arrival, settings, progress)
            if not dry_run:
                return store(arrival, checked, digest, settings, progress)
            found = differences.counted(checked, arrival.as_of, settings)
            return replace(checked.result, differences=found)
    except FileRefusedError as error:
        if not dry_run:
            record_refusal(arrival, digest, str(error))
        raise


def store(
    arrival: Arrival, checked: Checked, digest: str, settings: Settings, progress: Progress
) -> ImportResult:
    """Archive a file that was checked, and record it."""
    kind, result, number = checked.mapped.kind, checked.result, None
    progress("storing", 0, result.rows_read)
    with (
        archive.written(
            settings.archive_dir,
            archive.Coming(kind, arrival.as_of, digest, whole_area(arrival), arrival.file_name),
            arrival.path,
            checked.cleaned.table,
        ) as written,
        transaction(),
    ):
        held_tally("archive")  # one import at a time is at the point where files take their place
        if known := queries.same_file(kind, digest, arrival.as_of, whole_area(arrival)):
            return repeated(known)
        snapshot = recorded(arrival, digest, result)
        snapshot.report = {**result.report, "rows_sha256": written.rows_hash}
        db.session.flush()
        judged = [verdict.as_part(snapshot) for verdict in checked.verdicts]
        db.session.add_all(judged)
        db.session.flush()
        tell_set_aside(snapshot, judged)
        written.take_place()
        if kind is SnapshotKind.MOVEMENTS:
            parts.rejudge(settings, arrival.as_of, area_of(arrival.by))
        number = snapshot.id
        audit.record(
            "snapshot.import",
            by=arrival.by,
            target=f"snapshot:{number}",
            details={"kind": kind.value, "rows": result.rows_read, "state": result.state.value},
        )
    progress("storing", result.rows_read, result.rows_read)
    return replace(result, snapshot_id=number)


def repeated(known: Snapshot) -> ImportResult:
    """The same bytes for the same day were accepted before: nothing changes."""
    return ImportResult(
        known.kind,
        known.state,
        known.rows_read,
        known.rows_in_error,
        known.report,
        known.id,
        repeated=True,
    )


def whole_area(arrival: Arrival) -> str:
    """The path of who brings a file in; the command line and the drop folder stand for all."""
    if arrival.by is not None:
        return arrival.by.organisation.path
    top = queries.root()
    return top.path if top else "-/"


def recorded(arrival: Arrival, digest: str, result: ImportResult) -> Snapshot:
    """The snapshot's row, added to the running transaction."""
    snapshot = Snapshot(
        kind=result.kind,
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
        org_path=whole_area(arrival),
    )
    db.session.add(snapshot)
    return snapshot


def record_refusal(arrival: Arrival, digest: str, words: str) -> None:
    """Keep the attempt and its reason, and nothing of the file."""
    target = arrival.kind.value if arrival.kind else "auto"
    with transaction():
        if arrival.kind is not None:
            refused = ImportResult(arrival.kind, SnapshotState.REFUSED, 0, 0, {"refusal": words})
            recorded(arrival, digest, refused)
        audit.record("snapshot.refused", by=arrival.by, target=target, allowed=False)


def release(part: SnapshotPart, *, by: User, reason: str) -> None:
    """Accept a part that the guard set aside; the reason is kept with the name.

    A school that was not in the file has no rows: its pupils are then compared as gone.
    """
    with transaction():
        if part.id not in {waiting.id for waiting in queries.open_set_asides()}:
            raise RefusedError(_l("This roster is not waiting for a decision any more."))
        part.state = PartState.RELEASED
        part.released_by_id, part.released_at = by.id, clock.now()
        part.release_reason = reason
        audit.record("snapshot.release", by=by, target=f"part:{part.id}")
