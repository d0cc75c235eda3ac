"""A child handed over to another bureau of the city, or to one outside, with its receipt."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.organisation import Organisation
from models.sealing import SealedText
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.handovers import HandoverState


class Handover(Model):
    """One hand-over. Reached through its case, which both sides see while it waits.

    `receiver_id` is a bureau of the city; where it is blank, `place` names one outside, and the
    receipt that came back on paper is written down here: day, school, who confirmed, document.
    """

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    state: Mapped[HandoverState] = mapped_column(term(HandoverState), index=True)
    from_state: Mapped[CaseState] = mapped_column(term(CaseState))
    sender_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    place: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(SealedText("handovers.reason"))
    whereabouts: Mapped[str] = mapped_column(SealedText("handovers.whereabouts"))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str | None] = mapped_column(SealedText("handovers.answer"))
    receipt_on: Mapped[date | None]
    receipt_school: Mapped[str] = mapped_column(String(200), default="")
    receipt_contact: Mapped[str | None] = mapped_column(SealedText("handovers.receipt_contact"))
    receipt_document: Mapped[str] = mapped_column(String(200), default="")

    case: Mapped[Case] = relationship()
    sender: Mapped[Organisation] = relationship(foreign_keys=[sender_id])
    receiver: Mapped[Organisation | None] = relationship(foreign_keys=[receiver_id])
    sent_by: Mapped[User] = relationship(foreign_keys=[sent_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
