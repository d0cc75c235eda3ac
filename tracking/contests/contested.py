"""A contest, and the decision on it, before they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.vocabulary.contests import ContestedBy


@dataclass(frozen=True)
class Contested:
    """What is contested by whom and why; exactly one of `flag_id` and `event_id` is set."""

    contested_by: ContestedBy
    contested_on: date
    name: str
    reason: str
    flag_id: int | None = None
    event_id: int | None = None


@dataclass(frozen=True)
class Ruling:
    """What the bureau decides: whether the contest is found right, and why."""

    is_right: bool
    reason: str
