"""Contacts, home visits and persuasion records (家访、劝返记录) that a school writes down."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.sealing import SealedJson, SealedText
from models.user import User
from models.vocabulary.follow_ups import (
    AbsenceCause,
    Attitude,
    ContactPurpose,
    ContactResult,
    Counterpart,
    FollowUpKind,
    PartySide,
)


class FollowUp(Model):
    """One contact. The text may tell of illness or family, so it is sealed.

    `number` counts the contacts of an episode, `turn` those for the same purpose in it.
    `details` holds, sealed, what only some contacts have: place, others who took part, family,
    cause, opinions, measures. Reached through its case only. Never changed: a correction is a new
    record that names the one it corrects. `packet_row` is the row of a field packet it came from.
    """

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    number: Mapped[int]
    turn: Mapped[int] = mapped_column(default=1)
    kind: Mapped[FollowUpKind] = mapped_column(term(FollowUpKind))
    purpose: Mapped[ContactPurpose] = mapped_column(
        term(ContactPurpose), default=ContactPurpose.VERIFY
    )
    happened_on: Mapped[date]
    happened_at: Mapped[time | None]
    participants: Mapped[str] = mapped_column(SealedText("follow_ups.participants"))
    counterpart: Mapped[Counterpart | None] = mapped_column(term(Counterpart))
    met_with: Mapped[str] = mapped_column(SealedText("follow_ups.met_with"))
    account: Mapped[str] = mapped_column(SealedText("follow_ups.account"))
    attitude: Mapped[Attitude] = mapped_column(term(Attitude))
    parents_attitude: Mapped[Attitude] = mapped_column(term(Attitude), default=Attitude.NOT_KNOWN)
    result: Mapped[ContactResult] = mapped_column(term(ContactResult))
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson("follow_ups.details"), default=dict)
    next_step: Mapped[str] = mapped_column(String(500), default="")
    next_on: Mapped[date | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("follow_ups.id"), unique=True)
    packet_row: Mapped[str | None] = mapped_column(String(40), unique=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship(back_populates="follow_ups")
    recorded_by: Mapped[User] = relationship()

    @property
    def cause(self) -> AbsenceCause | None:
        """Why the child does not attend, as this contact found it."""
        code = self.details.get("cause")
        return AbsenceCause(code) if code else None

    @property
    def parties(self) -> list[tuple[PartySide, str]]:
        """Who took part beside the one named first, by whose people they are."""
        named = self.details.get("parties", {})
        return [(side, named[side.value]) for side in PartySide if named.get(side.value)]
