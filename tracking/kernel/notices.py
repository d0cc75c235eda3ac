"""Telling an organisation something once, however often the teller runs, and who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.database import db
from models.notice import Notice
from models.scope import bulk_insert
from models.user import User
from models.vocabulary.notices import NoticeKind
from models.vocabulary.roles import Permission as P

MANY = 1_000  # keys asked for in one statement


def tell(
    organisation_id: int,
    kind: NoticeKind,
    *,
    key: str,
    at: datetime,
    case_id: int | None = None,
    **details: Any,
) -> bool:
    """Add a message in the running transaction; False when it was told before.

    `key` names the event; the same event may be told to several organisations. `details`
    hold codes, counts and days from which pages make the words, never personal data.
    """
    dedupe_key = f"{key}:{organisation_id}"
    query = select(Notice.id).where(Notice.dedupe_key == dedupe_key)
    if db.session.scalars(query).first() is not None:
        return False
    db.session.add(
        Notice(
            organisation_id=organisation_id,
            kind=kind,
            at=at,
            details=details,
            case_id=case_id,
            dedupe_key=dedupe_key,
        )
    )
    return True


@dataclass(frozen=True)
class Message:
    """What one organisation is told; fields as in `tell`."""

    organisation_id: int
    kind: NoticeKind
    key: str
    details: dict[str, Any]
    case_id: int | None = None

    @property
    def dedupe_key(self) -> str:
        """What makes it the message that was told already."""
        return f"{self.key}:{self.organisation_id}"


def not_told(messages: Sequence[Message]) -> list[Message]:
    """Those of many messages that were not told before."""
    keys = [message.dedupe_key for message in messages]
    told: set[str] = set()
    for start in range(0, len(keys), MANY):
        query = select(Notice.dedupe_key).where(Notice.dedupe_key.in_(keys[start : start + MANY]))
        told |= set(db.session.scalars(query))
    return [message for message in messages if message.dedupe_key not in told]


def tell_all(messages: Sequence[Message], at: datetime) -> int:
    """As `tell`, for many at once; returns how many had not been told before."""
    new = not_told(messages)
    rows = [
        {
            "organisation_id": message.organisation_id,
            "kind": message.kind,
            "at": at,
            "details": message.details,
            "case_id": message.case_id,
            "dedupe_key": message.dedupe_key,
        }
        for message in new
    ]
    bulk_insert(Notice, rows)
    return len(new)


def kinds_read_by(user: User) -> frozenset[NoticeKind]:
    """Which messages of its organisation a person reads: administrators see no case in them."""
    if user.can(P.CASE_READ):
        return frozenset(NoticeKind)
    if user.can(P.INQUIRY_ANSWER):
        return frozenset({NoticeKind.INQUIRY, NoticeKind.INQUIRY_DUE})
    machine = {NoticeKind.SILENT, NoticeKind.ARCHIVE}
    return frozenset(machine) if user.can(P.RUN_READ) else frozenset()
