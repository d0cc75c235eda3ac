"""What a result is before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.vocabulary.outcomes import OutcomeCode


@dataclass(frozen=True)
class Result:
    """A proposed outcome as the form gives it."""

    code: OutcomeCode
    happened_on: date
    proof: str
    valid_until: date | None = None


@dataclass(frozen=True)
class Verdict:
    """The bureau's decision on a proposed outcome."""

    approve: bool
    reason: str
