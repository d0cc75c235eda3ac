"""A likely link between two archived rows that waits for a person, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model, term
from models.scan import Scan
from models.scope import Owned
from models.sealing import SealedText
from models.user import User
from models.vocabulary.identity import LinkState


class IdentityLink(Owned, Model):
    """Two rows that may be one child: an old one and a present one (`to_…`).

    `person` and `to_person` are the keyed hashes that scans know the rows by; a pair is proposed
    once. `agrees` and `differs` hold signs. The owner is the lowest organisation above both
    schools. When both children had a file, `joined_case` was joined to `case`: nothing is moved,
    and taking the decision back only takes this pointer away.
    """

    __tablename__ = "identity_links"
    __table_args__ = (
        UniqueConstraint("person", "to_person"),
        Index("ix_identity_links_org_path_state", "org_path", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    to_person: Mapped[int] = mapped_column(BigInteger, index=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    row_no: Mapped[int]
    to_snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"))
    to_row_no: Mapped[int]
    name: Mapped[str] = mapped_column(SealedText("identity_links.name"))
    to_name: Mapped[str] = mapped_column(SealedText("identity_links.to_name"))
    school_code: Mapped[str] = mapped_column(String(20), default="")
    to_school_code: Mapped[str] = mapped_column(String(20), default="")
    agrees: Mapped[list[str]] = mapped_column(JSON, default=list)
    differs: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[LinkState] = mapped_column(term(LinkState), default=LinkState.PROPOSED)
    as_of: Mapped[date]
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undo_reason: Mapped[str] = mapped_column(String(500), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    joined_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    scan: Mapped[Scan] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
    case: Mapped[Case | None] = relationship(foreign_keys=[case_id])
    joined_case: Mapped[Case | None] = relationship(foreign_keys=[joined_case_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
