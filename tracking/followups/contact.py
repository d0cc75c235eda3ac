"""What a contact is before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind


@dataclass(frozen=True)
class Contact:
    """One call, visit or talk as the form gives it (fields of 家访记录 and 劝返记录)."""

    kind: FollowUpKind
    happened_on: date
    participants: str
    met_with: str
    account: str
    attitude: Attitude
    result: ContactResult
    next_step: str
    next_on: date | None
