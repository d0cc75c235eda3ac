"""An act on many children at once, with what became of it for each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.scope import Owned
from models.user import User
from models.vocabulary.bulk import BulkKind


class BulkAct(Owned, Model):
    """One act; it belongs to the organisation of whoever did it."""

    __tablename__ = "bulk_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BulkKind] = mapped_column(term(BulkKind))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]

    by: Mapped[User] = relationship()
    lines: Mapped[list[BulkLine]] = relationship(back_populates="act", order_by="BulkLine.id")


class BulkLine(Model):
    """One child of such an act. Reached through its act only.

    `refusal` says why nothing was done, if so; `before` holds codes of how the case stood, and
    `version_after` its version afterwards: while that stays, the act can be taken back;
    `kept_because` says why it was not when somebody asked for it.
    """

    __tablename__ = "bulk_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("bulk_acts.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    refusal: Mapped[str] = mapped_column(String(500), default="")
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version_after: Mapped[int | None]
    kept_because: Mapped[str] = mapped_column(String(500), default="")

    act: Mapped[BulkAct] = relationship(back_populates="lines")
    case: Mapped[Case | None] = relationship()
