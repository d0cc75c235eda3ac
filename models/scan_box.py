"""How many persons of each box of the funnel a scan counted, school by school."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Model, term
from models.scope import Owned
from models.vocabulary.comparison import Box, Compared


class ScanBox(Owned, Model):
    """One count. Who has no school is counted under the bureau of the place of living.

    `org_path` is that of the school or bureau; `school_code` is blank where there is no school,
    and may name one that is not kept here.
    """

    __tablename__ = "scan_boxes"
    __table_args__ = (UniqueConstraint("scan_id", "comparison", "box", "school_code", "org_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"), index=True)
    comparison: Mapped[Compared] = mapped_column(term(Compared))
    box: Mapped[Box] = mapped_column(term(Box))
    school_code: Mapped[str] = mapped_column(String(20))
    count: Mapped[int]
