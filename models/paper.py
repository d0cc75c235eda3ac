"""Official papers with their register numbers, their delivery, and the templates behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachment import Attachment
from models.case import Case
from models.database import Model, term
from models.organisation import Organisation
from models.sealing import SealedJson, SealedText
from models.user import User
from models.vocabulary.papers import DeliveryMethod, PaperKind, PaperState


class PaperTemplate(Model):
    """One version of the Word template of a kind; the newest is in force, none is ever deleted.

    The templates that are shipped become versions too when they are first used, so that a paper
    can be made again years later as it was.
    """

    __tablename__ = "paper_templates"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PaperKind] = mapped_column(term(PaperKind))
    version: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    is_shipped: Mapped[bool]
    stored_at: Mapped[datetime]
    stored_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    stored_by: Mapped[User] = relationship()


class PaperOffice(Model):
    """How an office begins its register numbers."""

    __tablename__ = "paper_offices"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    changed_by: Mapped[User] = relationship()


class Paper(Model):
    """One paper. It stands in the register of its issuer and, where it is about a child, in a case.

    Not owned by one path: who may see the issuer or the case may see it (`tracking/papers/
    queries.py`). `fields` are the values it was filled with, sealed; numbers have no gap, so a
    wrong paper is made void and keeps its own.
    """

    __tablename__ = "papers"
    __table_args__ = (UniqueConstraint("issuer_id", "kind", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PaperKind] = mapped_column(term(PaperKind))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(120))
    state: Mapped[PaperState] = mapped_column(term(PaperState))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int]
    template_id: Mapped[int] = mapped_column(ForeignKey("paper_templates.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJson("papers.fields"))
    days: Mapped[int | None]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    issuer: Mapped[Organisation] = relationship()
    case: Mapped[Case | None] = relationship()
    template: Mapped[PaperTemplate] = relationship()
    issued_by: Mapped[User] = relationship(foreign_keys=[issued_by_id])
    voided_by: Mapped[User | None] = relationship(foreign_keys=[voided_by_id])
    delivery: Mapped[PaperDelivery | None] = relationship(back_populates="paper")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PaperDelivery(Model):
    """How a paper reached its receiver; `attachment_id` is the scan of the signed receipt."""

    __tablename__ = "paper_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"), unique=True)
    delivered_on: Mapped[date]
    method: Mapped[DeliveryMethod] = mapped_column(term(DeliveryMethod))
    taken_by: Mapped[str] = mapped_column(SealedText("paper_deliveries.taken_by"))
    relation: Mapped[str] = mapped_column(SealedText("paper_deliveries.relation"))
    place: Mapped[str] = mapped_column(SealedText("paper_deliveries.place"))
    witness: Mapped[str] = mapped_column(SealedText("paper_deliveries.witness"))
    refused: Mapped[bool]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    paper: Mapped[Paper] = relationship(back_populates="delivery")
    attachment: Mapped[Attachment | None] = relationship()
    recorded_by: Mapped[User] = relationship()
