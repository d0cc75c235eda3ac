"""The terms of a school year as the bureau put them in force."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.user import User
from models.vocabulary.calendar import TermPart


class SchoolTerm(Model):
    """First and last day of a term; the newest row of a year and part holds.

    `year` is 2026 for 2026/27. Without days the term is taken out again. `is_proposal`: from the
    preset, not confirmed by the bureau yet.
    """

    __tablename__ = "school_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    part: Mapped[TermPart] = mapped_column(term(TermPart))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    is_proposal: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str] = mapped_column(String(500))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]

    changed_by: Mapped[User] = relationship()
