"""What somebody told a bureau about a child: recorded, accepted or not, its source protected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.child import Child
from models.database import Model, term
from models.organisation import Organisation
from models.scope import Owned
from models.sealing import SealedJson, SealedText
from models.user import User
from models.vocabulary.registry import Sex
from models.vocabulary.tips import TipChannel, TipState


class Tip(Owned, Model):
    """One tip. It belongs to the bureau or township that decides about it.

    Name of the child, place, account and who gave it are sealed; `reporter` (name and contact)
    apart, as few may see it. An accepted one leads to its child, whose file the rule TIP opens.
    """

    __tablename__ = "tips"
    __table_args__ = (Index("ix_tips_org_path_state", "org_path", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[TipState] = mapped_column(term(TipState))
    channel: Mapped[TipChannel] = mapped_column(term(TipChannel))
    received_on: Mapped[date]
    due_on: Mapped[date]
    due_days: Mapped[int | None]  # school days from the day it was recorded
    child_name: Mapped[str] = mapped_column(SealedText("tips.child_name"))
    sex: Mapped[Sex | None] = mapped_column(term(Sex))
    birth_date: Mapped[date | None]
    place: Mapped[str] = mapped_column(SealedText("tips.place"))
    account: Mapped[str] = mapped_column(SealedText("tips.account"))
    reporter: Mapped[dict[str, Any]] = mapped_column(SealedJson("tips.reporter"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    child_id: Mapped[int | None] = mapped_column(ForeignKey("children.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[Organisation | None] = relationship()
    child: Mapped[Child | None] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
