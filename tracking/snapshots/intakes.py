"""What people do with an upload: hand it in, confirm its columns, accept or cancel it.

The heavy work between these acts is done by a process of its own (`intake_work.py`), which
`set_to_work` starts; a page that asks how far it is reads the intake's row.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from models.database import db
from models.intake import ColumnChoice, Intake
from models.user import User
from models.vocabulary.intakes import IntakeState, IntakeStep
from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.snapshots import intake_queries, staging
from tracking.snapshots.mapping import lacking

WORKING = frozenset({IntakeState.READING, IntakeState.CHECKING, IntakeState.STORING})
UNDECIDED = WORKING | {IntakeState.MAPPING, IntakeState.CHECKED}
DEAD = timedelta(seconds=45)  # a working process says that it lives every few seconds


@dataclass(frozen=True)
class Upload:
    """What a person hands in."""

    content: bytes
    name: str
    kind: SnapshotKind | None
    as_of: date


def receive(upload: Upload, *, by: User, settings: Settings) -> Intake:
    """Keep an upload sealed and let it be read."""
    with transaction():
        now = clock.now()
        intake = Intake(
            state=IntakeState.READING,
            kind=upload.kind,
            as_of=upload.as_of,
            file_name=upload.name[:200],
            file_size=len(upload.content),
            step=IntakeStep.WAITING,
            seen_at=now,
            created_at=now,
            created_by_id=by.id,
            org_path=by.organisation.path,
        )
        db.session.add(intake)
        db.session.flush()
        audit.record("intake.receive", by=by, target=f"intake:{intake.id}")
    staging.keep_file(settings.staging_dir, intake.id, upload.content)
    set_to_work(intake, settings)
    return intake


def confirm_columns(
    intake: Intake,
    kind: SnapshotKind,
    mapping: Mapping[str, str],
    *,
    by: User,
    version: int,
    settings: Settings,
) -> None:
    """Take and remember the columns a person confirmed, and let the file be checked."""
    missing = lacking(kind, {field: header for field, header in mapping.items() if header})
    if missing:
        raise RefusedError(
            _l("These columns are needed: %(columns)s. Choose a column of the file for each."),
            columns=", ".join(column.headers[0] for column in missing),
        )
    with transaction():
        check(intake, version, IntakeState.MAPPING, IntakeState.CHECKED)
        intake.kind, intake.mapping = kind, dict(mapping)
        remember(intake, by)
        enter(intake, IntakeState.CHECKING)
        audit.record("intake.columns", by=by, target=f"intake:{intake.id}")
    set_to_work(intake, settings)


def accept(intake: Intake, *, by: User, version: int, settings: Settings) -> None:
    """Let a checked file be archived in the name of a person."""
    with transaction():
        check(intake, version, IntakeState.CHECKED)
        intake.decided_by_id = by.id
        enter(intake, IntakeState.STORING)
        audit.record("intake.accept", by=by, target=f"intake:{intake.id}")
    set_to_work(intake, settings)


def cancel(intake: Intake, *, by: User, version: int, settings: Settings) -> None:
    """Give an upload up: nothing remains but the record of it."""
    with transaction():
        check(intake, version, *(UNDECIDED - {IntakeState.STORING}))
        intake.look, intake.mapping, intake.report = None, {}, {}
        intake.decided_by_id = by.id
        enter(intake, IntakeState.CANCELLED)
        audit.record("intake.cancel", by=by, target=f"intake:{intake.id}")
    staging.forget(settings.staging_dir, intake.id)


def resume(intake: Intake, *, by: User, settings: Settings) -> None:
    """Start the work again when its process died."""
    with transaction():
        if not is_stuck(intake):
            raise RefusedError(_l("The work on this file goes on."))
        enter(intake, intake.state)
        audit.record("intake.resume", by=by, target=f"intake:{intake.id}")
    set_to_work(intake, settings)


def is_stuck(intake: Intake) -> bool:
    """Whether the process that should work on an intake has been silent for too long."""
    return intake.state in WORKING and clock.now() - intake.seen_at > DEAD


def check(intake: Intake, version: int, *allowed: IntakeState) -> None:
    """Refuse an act on a page that is too old."""
    if intake.version != version or intake.state not in allowed:
        raise StaleError(
            _l("This upload is “%(state)s” by now. Nothing was done; look at it again."),
            state=intake.state.label,
        )


def enter(intake: Intake, state: IntakeState) -> None:
    """Move an intake on."""
    intake.state, intake.step = state, IntakeStep.WAITING
    intake.done = intake.total = 0
    intake.message = ""
    intake.seen_at = clock.now()


def fingerprint(headers: Iterable[str]) -> str:
    """The same for files with the same headers in whatever order."""
    return hashlib.sha256("\x1f".join(sorted(headers)).encode()).hexdigest()


def remember(intake: Intake, by: User) -> None:
    """Keep the confirmed columns for the next file with these headers."""
    headers = fingerprint((intake.look or {}).get("headers", []))
    choice = intake_queries.column_choice(by.organisation_id, headers)
    if choice is None:
        choice = ColumnChoice(organisation_id=by.organisation_id, headers=headers)
        db.session.add(choice)
    if intake.kind is not None:
        choice.kind = intake.kind
    choice.mapping, choice.chosen_at = intake.mapping, clock.now()


def set_to_work(intake: Intake, settings: Settings) -> None:
    """Start the process that works on an intake; it outlives the request and the server."""
    process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
        [sys.executable, "-m", "app", "snapshots", "work", str(intake.id)],
        env={**os.environ, **settings.as_environment()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or the dead process stays in the table.
    threading.Thread(target=process.wait, daemon=True).start()
