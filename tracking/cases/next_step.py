"""The next action of a case: what has to happen, by whom, and the one button for it.

One table by state. The first act that the reader may do is the button; the others stand beside
it as quiet ones. Who may do nothing is told whom the case waits for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.scope import covers, grants_of
from models.user import User
from models.vocabulary.cases import CaseState as S
from tracking.cases import policy
from tracking.kernel import clock

# State → what has to happen, who does it, and the acts in the order of their weight.
NEXT: dict[S, tuple[Any, bool, tuple[str, ...]]] = {
    S.CLUE: (_l("Decide who looks into this clue"), False, ("assign",)),
    S.ASSIGNED: (
        _l("Contact the family and write down what was found"),
        True,
        ("record", "submit", "reassign"),
    ),
    S.VERIFYING: (
        _l("Finish the verification and submit the result with its proof"),
        True,
        ("submit", "record", "reassign"),
    ),
    S.SUBMITTED: (_l("Review the result: approve it or return it"), False, ("approve",)),
    S.CONFIRMED: (
        _l("Begin to persuade: talk with the family and write it down"),
        True,
        ("record", "submit", "reassign"),
    ),
    S.PERSUADING: (
        _l("Go on persuading; submit the result when the child is back"),
        True,
        ("record", "submit", "reassign"),
    ),
    S.REPORTED: (
        _l("Go on persuading together with the township"),
        True,
        ("record", "submit", "reassign"),
    ),
    S.DROPOUT: (
        _l("Go on persuading; submit the result when the child is back"),
        True,
        ("record", "submit", "reassign"),
    ),
    S.LEGAL: (
        _l("Follow the legal steps and write down what comes of them"),
        True,
        ("record", "submit", "reassign"),
    ),
    S.RETURNED: (
        _l("Watch that the child stays; close when the observation is over"),
        False,
        ("close", "record", "submit", "reassign"),
    ),
    S.PLACED: (
        _l("Check that the placement is kept, and submit what was found"),
        True,
        ("submit", "record", "reassign"),
    ),
    S.HANDED_OVER: (
        _l("Find out whether the registration has arrived, and submit it"),
        True,
        ("submit", "record", "reassign"),
    ),
    S.MISSING: (
        _l("Search again before the deadline; this case cannot be closed"),
        True,
        ("record", "submit", "reassign"),
    ),
}

LABELS: dict[str, Any] = {
    "assign": _l("Assign"),
    "record": _l("Record a contact"),
    "submit": _l("Submit a result"),
    "approve": _l("Review the result"),
    "close": _l("Close the case"),
    "reassign": _l("Give to another owner"),
}


@dataclass(frozen=True)
class NextStep:
    """What the case page shows on top; `acts` name moves of the policy, the first is the button."""

    title: Any
    acts: tuple[str, ...]
    waits_for: str


def next_step(case: Case, user: User) -> NextStep | None:
    """The next action as a reader sees it; None when nothing is awaited."""
    if case.state not in NEXT or case.merged_into_id is not None:
        return None
    title, is_owners, acts = NEXT[case.state]
    mine = tuple(act for act in acts if is_open_to(act, case, user))
    waits_for = case.owner.name if is_owners else bureau_of(case)
    return NextStep(title, mine, "" if mine and mine[0] != "reassign" else waits_for)


def is_open_to(act: str, case: Case, user: User) -> bool:
    """Whether a reader may do an act on a case as it stands now."""
    move = policy.MOVES[act]
    if case.merged_into_id is not None:
        return False
    if move.permission is None or not user.can(move.permission):
        return False
    if not covers(user.organisation.path, case.org_path) and not policy.is_granted(
        move.permission, grants_of(case.id)
    ):
        return False
    if act == "close" and case.due_on and case.due_on > clock.today():
        return False
    return policy.can_move(act, case.state)


def bureau_of(case: Case) -> str:
    """The bureau that decides: above the owner, or the owner where a clue lies with it already."""
    return (case.owner if case.state is S.CLUE else case.owner.parent or case.owner).name


def short_title(state: S) -> Any:
    """What has to happen in a state, for lists; "" when nothing has."""
    return NEXT[state][0] if state in NEXT else ""
