"""What a contact is for by the state of its case, and what a correction replaces. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from models.vocabulary.cases import CaseState as S
from models.vocabulary.follow_ups import ContactPurpose

PURPOSES: dict[S, ContactPurpose] = {
    **dict.fromkeys(
        (S.CONFIRMED, S.PERSUADING, S.REPORTED, S.DROPOUT, S.LEGAL), ContactPurpose.PERSUADE
    ),
    S.RETURNED: ContactPurpose.WATCH,
    S.PLACED: ContactPurpose.CARE,
}
SHORTEST_ACCOUNT = 10  # characters; less cannot say who was met and what was said
TEXTS = ("place", "family", "at_school", "at_home", "opinion", "problems", "measures")


def purpose_in(state: S) -> ContactPurpose:
    """What a contact is for where nobody says otherwise."""
    return PURPOSES.get(state, ContactPurpose.VERIFY)


class Numbered(Protocol):
    """What a record must tell to be counted."""

    id: int
    episode: int
    number: int
    turn: int
    purpose: ContactPurpose
    corrects_id: int | None


def next_numbers(
    records: Iterable[Numbered], episode: int, purpose: ContactPurpose
) -> tuple[int, int]:
    """The number of the next contact of an episode, and its turn for a purpose.

    Records that correct another one keep its place, so they are not counted.
    """
    own = [r for r in records if r.episode == episode and r.corrects_id is None]
    return 1 + len(own), 1 + sum(r.purpose is purpose for r in own)


def corrected(records: Iterable[Numbered]) -> dict[int, int]:
    """Record that was corrected → the record that corrects it."""
    return {r.corrects_id: r.id for r in records if r.corrects_id is not None}


def contact_due(case_due: date | None, next_on: date | None) -> date | None:
    """When the next contact is due: the agreed day, but never later than the deadline."""
    days = [day for day in (case_due, next_on) if day is not None]
    return min(days) if days else None
