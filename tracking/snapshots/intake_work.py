"""The process that works on an upload: reads it, checks it, archives it, and says how far it is.

Started by `intakes.set_to_work` as `baoxue snapshots work NUMBER`. It may die at any moment: the
intake's row then tells that it has been silent, and a person starts it again.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from models.database import db
from models.intake import Intake
from models.scope import EVERYWHERE, within
from models.vocabulary.intakes import IntakeState, IntakeStep
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import audit, clock
from tracking.kernel.errors import ArchiveError, BaoxueError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import archive, differences, intake_queries, queries, rejected, staging
from tracking.snapshots.arrivals import Arrival
from tracking.snapshots.checking import Checked, check
from tracking.snapshots.intakes import WORKING, fingerprint
from tracking.snapshots.looking import look_at
from tracking.snapshots.service import store

EVERY = 0.7  # seconds between two notes of progress
BEAT = 5.0  # seconds between two signs of life while nothing is told


@dataclass
class Pulse:
    """Writes progress into the intake's row from a thread of its own."""

    app: Flask
    number: int
    step: IntakeStep = IntakeStep.WAITING
    done: int = 0
    total: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def tell(self, step: str, done: int, total: int) -> None:
        """Note how far the work is; called often, so it only remembers."""
        self.step, self.done, self.total = IntakeStep(step), done, total

    def beat(self) -> None:
        """Write what was noted until the work ends."""
        written, last = None, 0.0
        while not self.stopped.wait(EVERY):
            noted = (self.step, self.done, self.total)
            if noted != written or time.monotonic() - last > BEAT:
                with suppress(DBAPIError):  # a database that is busy now takes the next note
                    self._write(*noted)
                    written, last = noted, time.monotonic()

    def _write(self, step: IntakeStep, done: int, total: int) -> None:
        with self.app.app_context(), within(EVERYWHERE), transaction():
            values = {"step": step, "done": done, "total": total, "seen_at": clock.now()}
            query = update(Intake).where(Intake.id == self.number, Intake.state.in_(WORKING))
            db.session.execute(query.values(**values))


def work(number: int, app: Flask, settings: Settings) -> None:
    """Do what an intake waits for; whatever is wrong with the file becomes its message."""
    pulse = Pulse(app, number)
    beating = threading.Thread(target=pulse.beat)
    beating.start()
    try:
        with staging.turn(settings.staging_dir, lambda: pulse.tell("waiting", 0, 0)):
            _work(number, settings, pulse)
    finally:
        pulse.stopped.set()
        beating.join()


def _work(number: int, settings: Settings, pulse: Pulse) -> None:
    intake = intake_queries.intake_in_scope(number)
    if intake is None or intake.state not in WORKING:
        return
    try:
        with staging.opened(settings.staging_dir, number) as path:
            if intake.state is IntakeState.READING:
                read(intake, path, pulse)
            else:
                look_and_store(intake, path, settings, pulse)
    except FileNotFoundError:
        settle(number, IntakeState.CANCELLED)
    except ArchiveError as error:  # no fault of this file: it waits until the archive is whole
        settle(number, IntakeState.MAPPING, message=str(error)[:1000])
    except BaoxueError as error:
        settle(number, IntakeState.REFUSED, message=str(error)[:1000])
        with transaction():
            audit.record(
                "snapshot.refused", by=intake.created_by, target=f"intake:{number}", allowed=False
            )
        staging.forget(settings.staging_dir, number)


def settle(number: int, state: IntakeState, **columns: Any) -> None:
    """Write how a piece of work ended, unless a person gave the upload up meanwhile."""
    with transaction():
        intake = db.session.get_one(Intake, number)
        if intake.state in WORKING:
            intake.state, intake.seen_at = state, clock.now()
            if state in (IntakeState.REFUSED, IntakeState.CANCELLED):
                intake.look, intake.mapping = None, {}
            for name, value in columns.items():
                setattr(intake, name, value)


def read(intake: Intake, path: Path, pulse: Pulse) -> None:
    """Read headers and samples, recognise the kind, propose columns."""
    look = look_at(path, intake.file_name, intake.kind, pulse.tell)
    choice = intake_queries.column_choice(
        intake.created_by.organisation_id, fingerprint(look["headers"])
    )
    kind = intake.kind or (choice.kind if choice else None) or look["kind"]
    settle(
        intake.id,
        IntakeState.MAPPING,
        look={**look, "kind": None},
        kind=SnapshotKind(kind) if kind else None,
        mapping=choice.mapping if choice and choice.kind == kind else {},
    )


def arrival_of(intake: Intake, path: Path) -> Arrival:
    """The upload as any other file that comes in."""
    return Arrival(
        path,
        intake.kind,
        intake.as_of,
        intake.decided_by or intake.created_by,
        intake.file_name,
        intake.mapping,
    )


def look_and_store(intake: Intake, path: Path, settings: Settings, pulse: Pulse) -> None:
    """Check a file; when it is to be stored and the check still holds, archive it."""
    number, basis = intake.id, queries.newest_accepted()
    stored_wanted = intake.state is IntakeState.STORING
    before = intake.basis
    arrival = arrival_of(intake, path)
    checked = check(arrival, settings, pulse.tell)
    if stored_wanted and before == basis:
        digest = archive.content_hash(path)
        result = store(arrival, checked, digest, settings, pulse.tell)
        rejected.move_in(settings, number, result.snapshot_id)
        settle(number, IntakeState.ACCEPTED, snapshot_id=result.snapshot_id, look=None)
        staging.forget(settings.staging_dir, number)
        return
    keep_check(number, checked, arrival, basis, settings, again=stored_wanted)


def keep_check(
    number: int,
    checked: Checked,
    arrival: Arrival,
    basis: int,
    settings: Settings,
    *,
    again: bool,
) -> None:
    """Write what a check found; `again` when another file was accepted since the last one."""
    report = {
        **checked.result.report,
        "rows_read": checked.result.rows_read,
        "rows_in_error": checked.result.rows_in_error,
        "parts": parts_of(checked),
        "differences": differences.counted(checked, arrival.as_of, settings),
        "again": again,
    }
    staging.keep_rows(settings.staging_dir, number, rejected.rows_of(checked))
    settle(number, IntakeState.CHECKED, report=report, basis=basis)
    if not staging.is_kept(settings.staging_dir, number):
        staging.forget(settings.staging_dir, number)  # a person gave it up meanwhile


def parts_of(checked: Checked) -> list[dict[str, Any]]:
    """The guard's verdicts as plain data."""
    return [
        {
            "school_code": v.school_code,
            "state": v.state.value,
            "rows": v.rows,
            "before": v.before,
            "lost": v.lost,
            "columns": list(v.word.columns),
            "affected": v.word.affected,
        }
        for v in checked.verdicts
    ]
