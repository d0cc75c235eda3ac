"""A tip as plain values, between the form and the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.organisation import Organisation
from models.vocabulary.registry import Sex
from models.vocabulary.tips import TipChannel


@dataclass(frozen=True)
class Told:
    """What was told, and who told it."""

    channel: TipChannel
    received_on: date
    child_name: str
    sex: Sex | None
    birth_date: date | None
    school: Organisation | None
    place: str
    account: str
    reporter_name: str
    reporter_contact: str
    handled_by: Organisation
