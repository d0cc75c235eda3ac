"""A document of a case: a photo, scan, PDF or recording, sealed on disk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.sealing import SealedText
from models.user import User
from models.vocabulary.documents import DocumentKind, Media


class Attachment(Model):
    """One document. It is withdrawn with a reason, never deleted. Reached through its case.

    `place` leads to its file (tracking/proofs/storage.py), which `file_key` opens: rotating the
    keys changes this row and leaves the file alone. One file may prove something for several
    children; each has a row of its own. `digest` is of the file as it was sent.
    """

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_case_id_episode", "case_id", "episode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    episode: Mapped[int]
    kind: Mapped[DocumentKind] = mapped_column(term(DocumentKind))
    media: Mapped[Media] = mapped_column(term(Media))
    name: Mapped[str] = mapped_column(SealedText("attachments.name"))
    remark: Mapped[str] = mapped_column(SealedText("attachments.remark"))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(32), index=True)
    file_key: Mapped[str] = mapped_column(SealedText("attachments.file_key"))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")

    case: Mapped[Case] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    @property
    def is_in_force(self) -> bool:
        """Whether it counts as proof."""
        return self.withdrawn_at is None
