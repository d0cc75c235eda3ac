"""One run of a scheduled job for one period: the row that makes it run exactly once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Model, term
from models.vocabulary.jobs import RunState


class JobRun(Model):
    """A claimed slot. The unique pair (job, period) is what two schedulers compete for."""

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("job", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime]
    state: Mapped[RunState] = mapped_column(term(RunState))
    claimed_by: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=1)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message: Mapped[str] = mapped_column(String(500), default="")
