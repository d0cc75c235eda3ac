"""A result the school proposes with its proof, and what the bureau decided on it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.sealing import SealedText
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.outcomes import Decision, OutcomeCode


class Outcome(Model):
    """One proposal; a returned one stays, the next is a new row. Reached through its case.

    `valid_until` is the last day an outcome explains where the child is (leave, deferral, abroad).
    """

    __tablename__ = "outcomes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    code: Mapped[OutcomeCode] = mapped_column(term(OutcomeCode))
    from_state: Mapped[CaseState] = mapped_column(term(CaseState))
    happened_on: Mapped[date]
    valid_until: Mapped[date | None]
    proof: Mapped[str] = mapped_column(SealedText("outcomes.proof"))
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[Decision] = mapped_column(term(Decision))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision_reason: Mapped[str] = mapped_column(String(2000), default="")

    case: Mapped[Case] = relationship(back_populates="outcomes")
    submitted_by: Mapped[User] = relationship(foreign_keys=[submitted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
