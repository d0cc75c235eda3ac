"""Sight of one child's file given to an organisation that does not own it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, PathText, term
from models.vocabulary.lines import GrantReason

if TYPE_CHECKING:
    from models.organisation import Organisation


class Grant(Model):
    """One grant, honoured in models/scope.py; one that has ended stays as a record.

    `org_path` is of whoever may see the file: that organisation, nobody above or below it.
    """

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_org_path_ended_at", "org_path", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    org_path: Mapped[str] = mapped_column(PathText)
    reason: Mapped[GrantReason] = mapped_column(term(GrantReason))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
