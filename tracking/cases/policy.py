"""The life of a case as one table: who may move it from where to where, and by when.

`docs/states.md` is generated from MOVES and DEADLINES. A school never decides that a case
ends; a child that cannot be found is never closed. Day counts are a proposal (no national
text gives any): school days of `tracking.kernel.schooldays`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState as S
from models.vocabulary.flags import FlagStatus
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.roles import Permission as P
from tracking.kernel.schooldays import add_school_days


@dataclass(frozen=True)
class Move:
    """One allowed act. `targets` empty: the state stays. `permission` None: the machine's."""

    name: str
    title: Any
    sources: frozenset[S]
    targets: frozenset[S]
    permission: P | None
    needs: tuple[str, ...] = ()


FINAL = frozenset({S.EXCLUDED, S.CLOSED})
OPEN = frozenset(S) - FINAL
ENDED_EPISODE = FINAL | {S.RETURNED}  # a new hit begins the next episode
DECIDED_ABOVE = frozenset({S.SUBMITTED, S.RETURNED})  # the bureau above the owner has the turn
AT_WORK = frozenset(
    {
        S.ASSIGNED,
        S.VERIFYING,
        S.CONFIRMED,
        S.PERSUADING,
        S.REPORTED,
        S.DROPOUT,
        S.LEGAL,
        S.MISSING,
        S.PLACED,
        S.RETURNED,
        S.HANDED_OVER,
    }
)
LOOKED_FOR = OPEN - {S.SUBMITTED, S.RETURNED, S.PLACED}  # seen at school again, that is news
REVIEWED = frozenset(
    {S.EXCLUDED, S.CONFIRMED, S.DROPOUT, S.RETURNED, S.PLACED, S.MISSING, S.HANDED_OVER}
)

MOVES = {
    move.name: move
    for move in (
        Move("open", _l("Open a case"), frozenset(), frozenset({S.CLUE, S.ASSIGNED}), None),
        Move(
            "reopen",
            _l("Begin the next episode"),
            ENDED_EPISODE,
            frozenset({S.CLUE, S.ASSIGNED}),
            None,
        ),
        Move(
            "assign",
            _l("Assign to a school"),
            frozenset({S.CLUE}),
            frozenset({S.ASSIGNED}),
            P.CASE_ASSIGN,
            ("owner",),
        ),
        Move(
            "reassign",
            _l("Give to another owner"),
            OPEN - {S.CLUE, S.SUBMITTED},
            frozenset(),
            P.CASE_ASSIGN,
            ("owner", "reason"),
        ),
        Move(
            "mark_wrong",
            _l("Mark the flag wrong"),
            frozenset({S.CLUE, S.ASSIGNED, S.VERIFYING}),
            frozenset({S.EXCLUDED}),
            P.FLAG_JUDGE,
            ("reason",),
        ),
        Move(
            "record",
            _l("Record a contact"),
            OPEN - {S.CLUE, S.SUBMITTED},
            frozenset({S.VERIFYING, S.PERSUADING}),
            P.FOLLOW_UP_RECORD,
            ("kind", "happened_on", "account"),
        ),
        Move(
            "submit",
            _l("Submit a result"),
            AT_WORK,
            frozenset({S.SUBMITTED}),
            P.OUTCOME_SUBMIT,
            ("outcome", "happened_on", "proof"),
        ),
        Move(
            "approve",
            _l("Approve the result"),
            frozenset({S.SUBMITTED}),
            REVIEWED,
            P.OUTCOME_DECIDE,
        ),
        Move(
            "return",
            _l("Return the result"),
            frozenset({S.SUBMITTED}),
            AT_WORK,
            P.OUTCOME_DECIDE,
            ("reason",),
        ),
        Move(
            "confirm_return",
            _l("Confirm that the child attends again"),
            LOOKED_FOR,
            frozenset({S.RETURNED, S.EXCLUDED}),
            P.OUTCOME_DECIDE,
            ("proposal of a scan",),
        ),
        Move(
            "refuse_return",
            _l("Say that the child does not attend again"),
            LOOKED_FOR,
            frozenset(),
            P.OUTCOME_DECIDE,
            ("proposal of a scan", "reason"),
        ),
        Move(
            "close",
            _l("Close after observation"),
            frozenset({S.RETURNED}),
            frozenset({S.CLOSED}),
            P.OUTCOME_DECIDE,
            ("reason",),
        ),
    )
}

# School days from entering the state until the next step is due.
DEADLINES: dict[S, int] = {
    S.CLUE: 2,
    S.ASSIGNED: 1,
    S.VERIFYING: 3,
    S.SUBMITTED: 3,
    S.CONFIRMED: 1,
    S.PERSUADING: 5,
    S.REPORTED: 5,
    S.DROPOUT: 5,
    S.LEGAL: 10,
    S.RETURNED: 30,
    S.PLACED: 20,
    S.HANDED_OVER: 15,
    S.MISSING: 20,
}
ESCALATE_AFTER = (3, 8)  # school days overdue: to the county bureau, then to the city bureau

# What a contact or its absence leads to while the case is at work.
AFTER_CONTACT = {S.ASSIGNED: S.VERIFYING, S.CONFIRMED: S.PERSUADING}
CONTACT_RENEWS = frozenset({S.PERSUADING, S.REPORTED, S.DROPOUT, S.LEGAL, S.MISSING})

# Where an approved outcome leads. V03, V04: at school elsewhere, open until the transfer is
# registered. V17 is treated as suspected dropout. V22 is never closable.
AFTER_OUTCOME: dict[V, S] = {
    **dict.fromkeys((V.V01, V.V02, V.V05, V.V06, V.V10, V.V11, V.V12, V.V13), S.EXCLUDED),
    **dict.fromkeys((V.V14, V.V15, V.V16), S.EXCLUDED),
    **dict.fromkeys((V.V03, V.V04), S.HANDED_OVER),
    **dict.fromkeys((V.V07, V.V08, V.V09), S.PLACED),
    **dict.fromkeys((V.V17, V.V20), S.CONFIRMED),
    V.V21: S.DROPOUT,
    V.V22: S.MISSING,
    V.V23: S.RETURNED,
}

# Outcomes that explain a finding for a time, and for how many days where nobody wrote down an
# end: a school elsewhere until the next roster, leave, deferral and stays abroad for a year.
EXPIRES: dict[V, int] = {
    **dict.fromkeys((V.V03, V.V04), 0),
    **dict.fromkeys((V.V05, V.V06, V.V12), 365),
}


@dataclass(frozen=True)
class Settled:
    """How the file of a finding stands: its state, and the approved outcome of its episode."""

    state: S
    outcome: V | None = None
    approved_on: date | None = None
    valid_until: date | None = None

    @property
    def explained_until(self) -> date | None:
        """The last day on which the outcome explains a finding that stays; None is for good."""
        if self.outcome not in EXPIRES or self.approved_on is None:
            return None
        return self.valid_until or self.approved_on + timedelta(days=EXPIRES[self.outcome])


def is_told_again(status: FlagStatus, file: Settled, day: date, *, had_gone: bool) -> bool:
    """Whether a finding that is known and stands on a day is told as a new one.

    It is when it had gone and its episode has ended since, or when it was handled by an outcome
    that has expired. Whatever else was handled stays silent until its evidence changes.
    """
    if had_gone and file.state in ENDED_EPISODE:
        return True
    if status not in {FlagStatus.EXCUSED, FlagStatus.CONFIRMED} or file.outcome is None:
        return False
    until = file.explained_until
    return file.state is AFTER_OUTCOME[file.outcome] and until is not None and until < day


def due_on(state: S, since: date) -> date | None:
    """When the step that `state` waits for is due; None where nothing is awaited."""
    days = DEADLINES.get(state)
    return None if days is None else add_school_days(since, days)


def can_move(name: str, state: S) -> bool:
    """Whether an act is possible in a state."""
    return state in MOVES[name].sources


def escalation_level(overdue_school_days: int) -> int:
    """0 while the owner has time, 1 when the county, 2 when the city is told."""
    return sum(overdue_school_days >= limit for limit in ESCALATE_AFTER)
