"""Reads over packets, their sheets and what came back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from models.case import Case
from models.child import Child
from models.database import db
from models.field_packet import FieldPacket, PacketReturn, PacketSheet
from models.follow_up import FollowUp
from models.user import User
from tracking.followups.packets.codes import key_of

SHOWN = 10


def packet_in_scope(number: int) -> FieldPacket | None:
    """One packet with its children."""
    query = _packets().where(FieldPacket.id == number)
    return db.session.scalars(query).one_or_none()


def packets_of(user: User) -> list[FieldPacket]:
    """The newest packets that a person made."""
    query = _packets().where(FieldPacket.made_by_id == user.id)
    return list(db.session.scalars(query.order_by(FieldPacket.id.desc()).limit(SHOWN)))


def returns_of(user: User) -> list[PacketReturn]:
    """Workbooks of a person that were read and wait for a decision."""
    query = select(PacketReturn).where(
        PacketReturn.read_by_id == user.id, PacketReturn.decided_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(PacketReturn.id.desc()).limit(SHOWN)))


def return_in_scope(number: int) -> PacketReturn | None:
    """One workbook that was read."""
    query = select(PacketReturn).where(PacketReturn.id == number)
    return db.session.scalars(query).one_or_none()


def sheets_by_key(codes: Iterable[str]) -> dict[int, PacketSheet]:
    """Sheets whose packet is in scope, by the keyed hash of their code."""
    keys = {key_of(code) for code in codes}
    query = (
        select(PacketSheet)
        .join(PacketSheet.packet)
        .where(PacketSheet.code_key.in_(keys))
        .options(joinedload(PacketSheet.packet).joinedload(FieldPacket.made_by))
    )
    return {sheet.code_key: sheet for sheet in db.session.scalars(query)}


def cases_by_id(ids: Iterable[int]) -> dict[int, Case]:
    """Cases in scope with what is compared: child, contacts, entries."""
    query = (
        select(Case)
        .where(Case.id.in_(list(ids)))
        .options(
            joinedload(Case.child),
            joinedload(Case.owner),
            selectinload(Case.follow_ups).joinedload(FollowUp.recorded_by),
            selectinload(Case.events),
        )
    )
    return {case.id: case for case in db.session.scalars(query)}


def _packets() -> Select[Any]:
    return select(FieldPacket).options(
        joinedload(FieldPacket.made_by).joinedload(User.organisation),
        selectinload(FieldPacket.sheets)
        .joinedload(PacketSheet.case)
        .options(joinedload(Case.child).joinedload(Child.school), joinedload(Case.school)),
    )
