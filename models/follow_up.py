"""Contacts, home visits and persuasion records (家访、劝返记录) that a school writes down."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.sealing import SealedText
from models.user import User
from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind


class FollowUp(Model):
    """One contact. The text may tell of illness or family, so it is sealed.

    Reached through its case only; corrections are new records.
    """

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    number: Mapped[int]
    kind: Mapped[FollowUpKind] = mapped_column(term(FollowUpKind))
    happened_on: Mapped[date]
    participants: Mapped[str] = mapped_column(SealedText("follow_ups.participants"))
    met_with: Mapped[str] = mapped_column(SealedText("follow_ups.met_with"))
    account: Mapped[str] = mapped_column(SealedText("follow_ups.account"))
    attitude: Mapped[Attitude] = mapped_column(term(Attitude))
    result: Mapped[ContactResult] = mapped_column(term(ContactResult))
    next_step: Mapped[str] = mapped_column(String(500), default="")
    next_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship(back_populates="follow_ups")
    recorded_by: Mapped[User] = relationship()
