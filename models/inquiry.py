"""What a bureau asks another department about a child, and the reply."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.organisation import Organisation
from models.sealing import SealedJson, SealedText
from models.user import User
from models.vocabulary.inquiries import InquiryState, Reply


class Inquiry(Model):
    """One question to one department. Bureau and school reach it through its case.

    The department sees no case: `shown` is all it learns of the child (name, sex, birth date,
    identity number), kept as it was given out.
    """

    __tablename__ = "inquiries"
    __table_args__ = (Index("ix_inquiries_department_id_state", "department_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    state: Mapped[InquiryState] = mapped_column(term(InquiryState), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    asking_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    question: Mapped[str] = mapped_column(SealedText("inquiries.question"))
    wanted: Mapped[str] = mapped_column(SealedText("inquiries.wanted"))
    shown: Mapped[dict[str, Any]] = mapped_column(SealedJson("inquiries.shown"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date]
    reply: Mapped[Reply | None] = mapped_column(term(Reply))
    account: Mapped[str | None] = mapped_column(SealedText("inquiries.account"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship()
    department: Mapped[Organisation] = relationship(foreign_keys=[department_id])
    asking: Mapped[Organisation] = relationship(foreign_keys=[asking_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
