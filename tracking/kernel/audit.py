"""Writing and checking the audit chain; an entry stands in the transaction of its act."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.tally import held_tally
from models.user import User
from tracking.kernel import clock

MACHINE = "machine"


def record(
    action: str,
    *,
    by: User | None,
    target: str = "",
    allowed: bool = True,
    details: dict[str, Any] | None = None,
    address: str = "",
    name: str = "",
) -> None:
    """Append one entry to the chain in the running transaction; `by=None` is the machine."""
    head = held_tally("audit")
    head.value += 1
    entry = AuditEntry(
        sequence=head.value,
        at=clock.now(),
        actor_id=by.id if by else None,
        actor=by.login if by else (name or MACHINE),
        action=action,
        target=target,
        allowed=allowed,
        details=details or {},
        address=address,
        chain="",
    )
    entry.chain = head.mark = _link(head.mark, entry)
    db.session.add(entry)


def _link(before: str, entry: AuditEntry) -> str:
    at: datetime = entry.at
    facts = [
        entry.sequence,
        at.isoformat(timespec="seconds"),
        entry.actor,
        entry.action,
        entry.target,
        entry.allowed,
        entry.details,
        entry.address,
    ]
    text = before + json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_entry() -> int | None:
    """The sequence number where the chain breaks, or None when it holds throughout."""
    before, expected = "", 1
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)):
        if entry.sequence != expected or entry.chain != _link(before, entry):
            return expected
        before, expected = entry.chain, expected + 1
    return None if expected == held_tally("audit").value + 1 else expected
