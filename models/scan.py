"""One comparison of the rolls: when, over which parts, and what it found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Model


class Scan(Model):
    """A finished scan; it is written in the same transaction as all that it found.

    `receipt` is the signed document as it is given away (tracking/flags/receipts/).
    """

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(index=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(String(60))
    opened: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    receipt: Mapped[str] = mapped_column(Text, default="")

    parts: Mapped[list[ScanPart]] = relationship(back_populates="scan")


class ScanPart(Model):
    """Which snapshot stood for a school in a scan: the baseline of the next comparison."""

    __tablename__ = "scan_parts"
    __table_args__ = (UniqueConstraint("scan_id", "school_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"), index=True)
    school_code: Mapped[str] = mapped_column(String(20))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    is_fresh: Mapped[bool] = mapped_column(default=True)

    scan: Mapped[Scan] = relationship(back_populates="parts")
