"""A file on its way in through the browser, and the column choices remembered for its source."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.scope import Owned
from models.sealing import SealedJson
from models.user import User
from models.vocabulary.intakes import IntakeState, IntakeStep
from models.vocabulary.snapshots import SnapshotKind


class Intake(Owned, Model):
    """One upload from choosing to accepting; `org_path` is the uploader's.

    The file itself lies sealed in the staging folder until it is accepted or cancelled. `look`
    holds headers and sample values, sealed because samples are personal data; `report` holds
    counts and codes only. `basis` is the newest snapshot that the check compared with.
    """

    __tablename__ = "intakes"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[IntakeState] = mapped_column(term(IntakeState), index=True)
    kind: Mapped[SnapshotKind | None] = mapped_column(term(SnapshotKind))
    as_of: Mapped[date]
    file_name: Mapped[str] = mapped_column(String(200))
    file_size: Mapped[int] = mapped_column(default=0)
    look: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("intakes.look"))
    mapping: Mapped[dict[str, Any]] = mapped_column(SealedJson("intakes.mapping"), default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message: Mapped[str] = mapped_column(String(1000), default="")
    basis: Mapped[int] = mapped_column(default=0)
    step: Mapped[IntakeStep] = mapped_column(term(IntakeStep), default=IntakeStep.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id"))
    version: Mapped[int] = mapped_column(default=1)

    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ColumnChoice(Model):
    """Which columns people of an organisation chose for files with the same headers.

    Sealed: in a file without a header row, the first person's data stand where headers should.
    """

    __tablename__ = "column_choices"
    __table_args__ = (UniqueConstraint("organisation_id", "headers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    headers: Mapped[str] = mapped_column(String(64))
    kind: Mapped[SnapshotKind] = mapped_column(term(SnapshotKind))
    mapping: Mapped[dict[str, Any]] = mapped_column(SealedJson("column_choices.mapping"))
    chosen_at: Mapped[datetime]
