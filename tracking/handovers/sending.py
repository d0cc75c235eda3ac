"""A hand-over and its receipt as plain values, between the forms and the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.organisation import Organisation


@dataclass(frozen=True)
class Sending:
    """Where a child goes: a bureau of the city, or a place outside by name."""

    receiver: Organisation | None
    place: str
    whereabouts: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What a bureau outside confirmed: when, at which school, who, by which document."""

    on: date
    school: str
    contact: str
    document: str
