"""Who answers for a child on the education line and on the government line, and since when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.organisation import Organisation
from models.scope import Owned
from models.sealing import SealedText
from models.user import User
from models.vocabulary.lines import Post, Way, WorkOf


class Responsible(Model):
    """One person, or an organisation that has yet to name one, at a post for one episode.

    Never changed but by acknowledging it: another person is another row, and the former ends.
    Who has an account is named by it; name and telephone of others are sealed. Reached through
    its case.
    """

    __tablename__ = "responsibles"
    __table_args__ = (
        Index("ix_responsibles_case_id_ended_at", "case_id", "ended_at"),
        Index("ix_responsibles_user_id_ended_at", "user_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    episode: Mapped[int]
    post: Mapped[Post] = mapped_column(term(Post))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    place: Mapped[str] = mapped_column(String(120), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str | None] = mapped_column(SealedText("responsibles.name"))
    phone: Mapped[str | None] = mapped_column(SealedText("responsibles.phone"))
    named_at: Mapped[datetime]
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_on: Mapped[date | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    way: Mapped[Way | None] = mapped_column(term(Way))

    case: Mapped[Case] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    named_by: Mapped[User | None] = relationship(foreign_keys=[named_by_id])
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id])


class WorkTransfer(Owned, Model):
    """Open work that a bureau gave from one to another at once, so that it can be taken back.

    `moved` holds, by case id, the version of the case after the move (organisations), or the
    new and the former row of a responsible person (persons).
    """

    __tablename__ = "work_transfers"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[WorkOf] = mapped_column(term(WorkOf))
    from_id: Mapped[int]
    to_id: Mapped[int]
    from_name: Mapped[str] = mapped_column(String(120))
    to_name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(500))
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]

    by: Mapped[User] = relationship()
