"""Telling an organisation something once, however often the teller runs, and who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.database import db
from models.notice import Notice
from models.user import User
from models.vocabulary.notices import NoticeKind
from models.vocabulary.roles import Permission as P


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


def kinds_read_by(user: User) -> frozenset[NoticeKind]:
    """Which messages of its organisation a person reads: administrators see no case in them."""
    if user.can(P.CASE_READ):
        return frozenset(NoticeKind)
    machine = {NoticeKind.SILENT, NoticeKind.ARCHIVE}
    return frozenset(machine) if user.can(P.RUN_READ) else frozenset()
