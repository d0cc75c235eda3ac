"""What the bureau put in force for single days of the school calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model
from models.user import User


class CalendarDay(Model):
    """One day as it was put in force; the newest row of a day holds.

    `is_school_day` None gives the day back to the public source. Rows are only ever added, so
    that the history of a day is its rows.
    """

    __tablename__ = "calendar_days"
    __table_args__ = (Index("ix_calendar_days_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    is_school_day: Mapped[bool | None]
    name: Mapped[str] = mapped_column(String(60), default="")
    basis: Mapped[str] = mapped_column(String(500))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[User] = relationship()
