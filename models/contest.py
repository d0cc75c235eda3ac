"""What a school or a guardian contests in a child's file, and what the bureau decided."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case, CaseEvent
from models.database import Model, term
from models.flag import Flag
from models.sealing import SealedText
from models.user import User
from models.vocabulary.contests import ContestedBy, ContestState


class Contest(Model):
    """One contest of a flag or of an entry of the timeline. Reached through its case only."""

    __tablename__ = "contests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("flags.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))
    state: Mapped[ContestState] = mapped_column(term(ContestState))
    contested_by: Mapped[ContestedBy] = mapped_column(term(ContestedBy))
    contested_on: Mapped[date]
    name: Mapped[str] = mapped_column(SealedText("contests.name"))
    reason: Mapped[str] = mapped_column(SealedText("contests.reason"))
    due_on: Mapped[date]
    filed_at: Mapped[datetime]
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[str] = mapped_column(SealedText("contests.decision"), default="")
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(back_populates="contests")
    flag: Mapped[Flag | None] = relationship()
    event: Mapped[CaseEvent | None] = relationship()
    filed_by: Mapped[User] = relationship(foreign_keys=[filed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
