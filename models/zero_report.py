"""The monthly report of a school (月报; 零报告 when there is nothing to report)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model
from models.organisation import Organisation
from models.scope import Owned
from models.sealing import SealedText
from models.user import User


class ZeroReport(Owned, Model):
    """What a school reported for a month (its first day); the newest number of a month holds."""

    __tablename__ = "zero_reports"
    __table_args__ = (UniqueConstraint("organisation_id", "month", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    month: Mapped[date]
    number: Mapped[int]
    open: Mapped[int]
    opened: Mapped[int]
    returned: Mapped[int]
    remark: Mapped[str] = mapped_column(SealedText("zero_reports.remark"))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    organisation: Mapped[Organisation] = relationship()
    sent_by: Mapped[User] = relationship()

    @property
    def is_zero(self) -> bool:
        """Whether there was nothing to report."""
        return not (self.open or self.opened or self.returned)
