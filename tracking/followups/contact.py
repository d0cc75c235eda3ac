"""What a contact is before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from models.vocabulary.follow_ups import (
    Attitude,
    ContactPurpose,
    ContactResult,
    Counterpart,
    FollowUpKind,
)


@dataclass(frozen=True)
class Contact:
    """One call, visit or talk as the form gives it (fields of 家访记录 and 劝返记录).

    `purpose` None lets the state of the case say it. `details` as in models/follow_up.py.
    """

    kind: FollowUpKind
    happened_on: date
    participants: str
    met_with: str
    account: str
    attitude: Attitude
    result: ContactResult
    next_step: str = ""
    next_on: date | None = None
    happened_at: time | None = None
    purpose: ContactPurpose | None = None
    counterpart: Counterpart | None = None
    parents_attitude: Attitude = Attitude.NOT_KNOWN
    details: Mapping[str, Any] = field(default_factory=dict)
