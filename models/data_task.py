"""Something in the registry that its clerk has to settle: no suspicion about the child."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model, term
from models.organisation import Organisation
from models.scope import Owned
from models.user import User
from models.vocabulary.flags import Severity, TaskStatus


class DataTask(Owned, Model):
    """One finding of a rule of data quality, or about a school as a whole.

    Holds no identity: `person` is the keyed hash a pupil is known by (0 for a whole school), and
    who it is is read from the archived row named in `evidence` when the task is shown. The same
    finding is one task, however often it is seen; what is not found any more settles itself.
    """

    __tablename__ = "data_tasks"
    __table_args__ = (
        UniqueConstraint("rule", "person", "school_code", "evidence_key"),
        Index("ix_data_tasks_org_path_status", "org_path", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(30))
    rule_version: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    severity: Mapped[Severity] = mapped_column(term(Severity))
    status: Mapped[TaskStatus] = mapped_column(term(TaskStatus))
    person: Mapped[int] = mapped_column(BigInteger, index=True)
    school_code: Mapped[str] = mapped_column(String(20))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence_key: Mapped[str] = mapped_column(String(32))
    as_of: Mapped[date]
    last_as_of: Mapped[date]
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[Organisation | None] = relationship()
    handled_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
