"""Whether a child that came back was at school on each day of its observation."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.user import User
from models.vocabulary.placements import AttendanceMark


class Attendance(Model):
    """One day as it was written down; a correction is a newer row of the same day."""

    __tablename__ = "attendances"
    __table_args__ = (Index("ix_attendances_case_id_episode", "case_id", "episode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    episode: Mapped[int]
    day: Mapped[date]
    mark: Mapped[AttendanceMark] = mapped_column(term(AttendanceMark))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    recorded_by: Mapped[User] = relationship()
