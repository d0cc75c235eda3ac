"""Texts to start from when a contact is written down, as a bureau keeps them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.organisation import Organisation
from models.vocabulary.follow_ups import ContactPurpose


class Wording(Model):
    """One text of a bureau, offered to it and to all below it; a retired one stays as a record."""

    __tablename__ = "wordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    purpose: Mapped[ContactPurpose] = mapped_column(term(ContactPurpose))
    text: Mapped[str] = mapped_column(String(500))
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
