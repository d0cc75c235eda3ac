"""Notes on a child's file; a correction is a note that names the entry it corrects."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model
from models.sealing import SealedText
from models.user import User


class Note(Model):
    """One note, never changed. Its entry stands on the timeline; its text is sealed here.

    Of a restricted one everybody sees that it is there; who wrote it and who holds the right read
    it. Reached through its case only.
    """

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    text: Mapped[str] = mapped_column(SealedText("notes.text"))
    is_restricted: Mapped[bool] = mapped_column(default=False)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship(back_populates="notes")
    written_by: Mapped[User] = relationship()
