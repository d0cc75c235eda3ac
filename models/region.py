"""Administrative regions (行政区划) with the time each code was valid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Model


class Region(Model):
    """One name of one GB/T 2260 code; a code that was renamed or used again has several rows.

    Reference data that an officer may correct: no packaged list is complete, so an unknown
    code is worth a note and never an error. `valid_until` is the last day, None for today.
    """

    __tablename__ = "regions"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(6))
    name: Mapped[str] = mapped_column(String(80))
    parent_code: Mapped[str] = mapped_column(String(6), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    def __str__(self) -> str:
        return self.name
