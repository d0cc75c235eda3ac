"""An archived file of one day, and the part of it that each school answers for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, PathText, term
from models.scope import Owned
from models.user import User
from models.vocabulary.snapshots import PartState, SnapshotKind, SnapshotState


class Snapshot(Model):
    """One attempt to bring in a file. A refused one keeps its report and nothing else.

    Holds counts and messages, never personal data: those stand encrypted in the archive
    under `content_hash`. `org_path` is the importer's, for the list of attempts.
    """

    __tablename__ = "snapshots"
    __table_args__ = (Index("ix_snapshots_kind_as_of", "kind", "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SnapshotKind] = mapped_column(term(SnapshotKind))
    as_of: Mapped[date]
    state: Mapped[SnapshotState] = mapped_column(term(SnapshotState))
    file_name: Mapped[str] = mapped_column(String(200))
    file_size: Mapped[int] = mapped_column(default=0)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_in_error: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    org_path: Mapped[str] = mapped_column(PathText)

    imported_by: Mapped[User | None] = relationship()
    parts: Mapped[list[SnapshotPart]] = relationship(
        back_populates="snapshot", order_by="SnapshotPart.school_code"
    )


class SnapshotPart(Owned, Model):
    """The rows of one school in one registry file, accepted or set aside by the guard.

    `lost` of `rows_before` pupils are gone unexplained; `columns` went empty or changed their
    meaning, for `affected` pupils.
    """

    __tablename__ = "snapshot_parts"
    __table_args__ = (UniqueConstraint("snapshot_id", "school_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), index=True)
    school_code: Mapped[str] = mapped_column(String(20), index=True)
    state: Mapped[PartState] = mapped_column(term(PartState))
    rows: Mapped[int] = mapped_column(default=0)
    rows_before: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    affected: Mapped[int] = mapped_column(default=0)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str] = mapped_column(String(500), default="")

    snapshot: Mapped[Snapshot] = relationship(back_populates="parts")
    released_by: Mapped[User | None] = relationship()
