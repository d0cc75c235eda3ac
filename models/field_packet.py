"""Papers and workbooks taken along to where there is no network, and what came back of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case import Case
from models.database import Model
from models.scope import Owned
from models.sealing import SealedJson, SealedText
from models.user import User


class FieldPacket(Owned, Model):
    """One packet of a person and a day; it belongs to the person's organisation."""

    __tablename__ = "field_packets"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    valid_until: Mapped[date]
    revoked_at: Mapped[datetime | None]

    made_by: Mapped[User] = relationship()
    sheets: Mapped[list[PacketSheet]] = relationship(
        back_populates="packet", order_by="PacketSheet.id"
    )

    def counts_on(self, day: date) -> bool:
        """Whether the packet may be opened and read back on a day."""
        return self.revoked_at is None and day <= self.valid_until


class PacketSheet(Model):
    """One child of a packet, with its random code. Reached through its packet only.

    The code is sealed and found by its keyed hash; version, state and owner are the case's on that
    day, so that what happened to it since is noticed.
    """

    __tablename__ = "packet_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    packet_id: Mapped[int] = mapped_column(ForeignKey("field_packets.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    code: Mapped[str] = mapped_column(SealedText("packet_sheets.code"))
    code_key: Mapped[int] = mapped_column(BigInteger, unique=True)
    case_version: Mapped[int]
    episode: Mapped[int]

    packet: Mapped[FieldPacket] = relationship(back_populates="sheets")
    case: Mapped[Case | None] = relationship()


class PacketReturn(Owned, Model):
    """A filled workbook that was read: its rows, sealed, until they are decided; then emptied."""

    __tablename__ = "packet_returns"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(SealedText("packet_returns.file_name"))
    rows: Mapped[dict[str, Any]] = mapped_column(SealedJson("packet_returns.rows"))
    read_at: Mapped[datetime]
    read_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    recorded: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    read_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
