"""Reads for the care of the archive: what should be there, what waits, what is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.database import db
from models.intake import Intake
from models.scan import Scan
from models.snapshot import Snapshot
from models.vocabulary.snapshots import SnapshotState
from tracking.snapshots.intake_queries import ENDED


def accepted() -> list[Snapshot]:
    """Every snapshot that has a folder in the archive, oldest first."""
    query = select(Snapshot).where(Snapshot.state != SnapshotState.REFUSED).order_by(Snapshot.id)
    return list(db.session.scalars(query))


def held(number: int) -> Snapshot:
    """A snapshot as it is now, held until the running transaction ends."""
    query = select(Snapshot).where(Snapshot.id == number).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def waiting_intakes() -> set[int]:
    """Numbers of the uploads whose files are still needed."""
    return set(db.session.scalars(select(Intake.id).where(Intake.state.not_in(ENDED))))


def left_since(moment: datetime) -> list[int]:
    """Numbers of the uploads that nobody and nothing has touched since a moment."""
    query = select(Intake.id).where(Intake.state.not_in(ENDED), Intake.seen_at < moment)
    return list(db.session.scalars(query.order_by(Intake.id)))


def held_intake(number: int) -> Intake:
    """An upload as it is now, held until the running transaction ends."""
    query = select(Intake).where(Intake.id == number).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def scans_ended() -> list[datetime]:
    """When each scan ended, oldest first."""
    return list(db.session.scalars(select(Scan.finished_at).order_by(Scan.finished_at)))
