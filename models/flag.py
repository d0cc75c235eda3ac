"""What a rule found about a child, with everything needed to explain it years later."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.child import Child
from models.database import Model, term
from models.scope import Owned
from models.user import User
from models.vocabulary.flags import FlagStatus, Severity

if TYPE_CHECKING:
    from models.case import Case


class Flag(Owned, Model):
    """One finding. The same rule, child and evidence is one flag, however often it is seen.

    `evidence` holds dates, codes and source rows (snapshot id and row number), never names
    or numbers of persons: those are read from the sealed archive when they are shown.
    `scan_id` is blank for what the daily clock found between two scans. A contested one
    (models/contest.py) counts in no figure until the bureau has decided that it stands.
    """

    __tablename__ = "flags"
    __granted__ = ("case_id", "case_id")
    __table_args__ = (UniqueConstraint("child_id", "rule", "evidence_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("children.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    episode: Mapped[int] = mapped_column(default=1)
    rule: Mapped[str] = mapped_column(String(30), index=True)
    rule_version: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    severity: Mapped[Severity] = mapped_column(term(Severity))
    status: Mapped[FlagStatus] = mapped_column(term(FlagStatus), index=True)
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence_key: Mapped[str] = mapped_column(String(32))
    school_code: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date] = mapped_column(index=True)
    last_as_of: Mapped[date]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scans.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")
    is_contested: Mapped[bool] = mapped_column(default=False)

    child: Mapped[Child] = relationship()
    case: Mapped[Case] = relationship(back_populates="flags")
    decided_by: Mapped[User | None] = relationship()
