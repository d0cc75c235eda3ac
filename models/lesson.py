"""Lessons at home (送教上门) that were given to a child."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachment import Attachment
from models.case import Case
from models.database import Model
from models.sealing import SealedText
from models.user import User


class Lesson(Model):
    """One visit with its lessons. A wrong record is struck with a reason and stays."""

    __tablename__ = "lessons"
    __table_args__ = (Index("ix_lessons_case_id_happened_on", "case_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    episode: Mapped[int]
    happened_on: Mapped[date]
    half_hours: Mapped[int]  # lesson hours in halves: people write 1.5
    teachers: Mapped[str] = mapped_column(SealedText("lessons.teachers"))
    content: Mapped[str] = mapped_column(SealedText("lessons.content"))
    response: Mapped[str] = mapped_column(SealedText("lessons.response"))
    is_signed: Mapped[bool]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    struck_reason: Mapped[str] = mapped_column(String(500), default="")

    case: Mapped[Case] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])

    @property
    def hours(self) -> float:
        """Lessons given."""
        return self.half_hours / 2
