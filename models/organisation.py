"""Bureaus, townships, schools and departments, and the path that scope is built on."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, PathText, term
from models.vocabulary.organisations import Level


class Organisation(Model):
    """One node of the administrative tree; `path` is the codes from the city down to here."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[Level] = mapped_column(term(Level))
    stage: Mapped[str] = mapped_column(String(20), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    path: Mapped[str] = mapped_column(PathText, unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    parent: Mapped[Organisation | None] = relationship(remote_side=[id])

    def __str__(self) -> str:
        return self.name
