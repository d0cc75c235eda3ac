"""Messages to an organisation: new work, deadlines, escalations, what a scan found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.organisation import Organisation
from models.vocabulary.notices import NoticeKind


class Notice(Model):
    """One message; its words are made from `kind` and `details` in the reader's language.

    `dedupe_key` lets a job that runs again say the same thing only once.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(term(NoticeKind))
    at: Mapped[datetime]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    read_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
