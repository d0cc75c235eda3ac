"""What a result is before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.vocabulary.outcomes import OutcomeCode
from models.vocabulary.placements import PlacementKind


@dataclass(frozen=True)
class Placed:
    """Where a result places the child."""

    kind: PlacementKind
    place: str
    starts_on: date
    hours_a_week: int | None = None


@dataclass(frozen=True)
class Result:
    """A proposed outcome as the form gives it."""

    code: OutcomeCode
    happened_on: date
    proof: str
    valid_until: date | None = None
    placed: Placed | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The bureau's decision on a proposed outcome."""

    approve: bool
    reason: str


@dataclass(frozen=True)
class Taught:
    """One visit with lessons at home, as the form gives it."""

    happened_on: date
    half_hours: int
    teachers: str
    content: str
    response: str
    is_signed: bool
