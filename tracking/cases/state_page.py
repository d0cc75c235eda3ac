"""What the page of states shows: the table of the policy in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from models.vocabulary.cases import CaseState
from models.vocabulary.roles import Role
from tracking.cases import policy
from tracking.cases.deadlines import days_of
from tracking.cases.next_step import short_title
from tracking.cases.state_map import drawing


@dataclass(frozen=True)
class StateLine:
    """One state: what it waits for, and for how many school days."""

    term: CaseState
    awaited: Any
    days: int | None


@dataclass(frozen=True)
class MoveLine:
    """One act in words."""

    title: Any
    sources: list[str]
    targets: list[str]
    roles: list[str]


def state_page() -> dict[str, Any]:
    """The picture and the tables."""
    return {
        "picture": drawing(lambda state: str(state.label), _("The usual ways between the states")),
        "states": [StateLine(s, short_title(s), days_of(s)) for s in CaseState],
        "moves": [line_of(move) for move in policy.MOVES.values()],
        "outcomes": sorted(policy.AFTER_OUTCOME.items()),
    }


def line_of(move: policy.Move) -> MoveLine:
    """One act in words, with the roles that hold its right."""
    holders = [r for r in Role if move.permission and move.permission in r.permissions]
    return MoveLine(
        move.title, _words(move.sources), _words(move.targets), [str(r.label) for r in holders]
    )


def _words(states: frozenset[CaseState]) -> list[str]:
    if len(states) == len(CaseState):
        return [str(_("every state"))]
    return [str(state.label) for state in CaseState if state in states]
