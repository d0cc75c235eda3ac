"""Reads over uploads on their way in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.database import db
from models.intake import ColumnChoice, Intake
from models.vocabulary.intakes import IntakeState

ENDED = (IntakeState.ACCEPTED, IntakeState.CANCELLED, IntakeState.REFUSED)


def intake_in_scope(number: int) -> Intake | None:
    """One upload, if it may be seen."""
    query = select(Intake).where(Intake.id == number).options(joinedload(Intake.created_by))
    return db.session.scalars(query).one_or_none()


def undecided() -> list[Intake]:
    """Uploads that wait for a person or for the machine, newest first."""
    query = (
        select(Intake)
        .where(Intake.state.not_in(ENDED))
        .options(joinedload(Intake.created_by))
        .order_by(Intake.id.desc())
    )
    return list(db.session.scalars(query))


def column_choice(organisation_id: int, headers: str) -> ColumnChoice | None:
    """What people of an organisation chose for files with these headers."""
    query = select(ColumnChoice).where(
        ColumnChoice.organisation_id == organisation_id, ColumnChoice.headers == headers
    )
    return db.session.scalars(query).one_or_none()
