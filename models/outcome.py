"""A result the school proposes with its proof, and what the bureau decided on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.sealing import SealedJson, SealedText
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.outcomes import Decision, OutcomeCode

if TYPE_CHECKING:
    from models.placement import Placement


class Outcome(Model):
    """One proposal; a returned one stays, the next is a new row. Reached through its case.

    `valid_until` is the last day an outcome explains where the child is (leave, deferral, abroad).
    `facts` are what may stand for a document: the new school's code and the new student number.
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
    facts: Mapped[dict[str, Any]] = mapped_column(SealedJson("outcomes.facts"), default=dict)
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[Decision] = mapped_column(term(Decision))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision_reason: Mapped[str] = mapped_column(String(2000), default="")

    case: Mapped[Case] = relationship(back_populates="outcomes")
    placement: Mapped[Placement | None] = relationship(back_populates="outcome", lazy="joined")
    submitted_by: Mapped[User] = relationship(foreign_keys=[submitted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
