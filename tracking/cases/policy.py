"""The life of a case as one table: who may move it from where to where, and by when.

`docs/states.md` is generated from MOVES and DEADLINES. A school never decides that a case
ends; a child that cannot be found is never closed. Day counts are a proposal (no national
text gives any) and only defaults: those in force are counted in `tracking/cases/deadlines.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from models.vocabulary.cases import CaseState as S
from models.vocabulary.flags import FlagStatus
from models.vocabulary.lines import GrantReason
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.roles import Permission as P
from tracking.cases.moves import (
    AT_WORK,
    DECIDED_ABOVE,
    ENDED_EPISODE,
    FINAL,
    HANDED,
    LOOKED_FOR,
    MOVES,
    OPEN,
    REVIEWED,
    Move,
)
from tracking.thresholds.deadlines import DAYS

__all__ = [  # the table of moves stands in tracking/cases/moves.py; others find it here
    "AT_WORK",
    "DECIDED_ABOVE",
    "ENDED_EPISODE",
    "FINAL",
    "HANDED",
    "LOOKED_FOR",
    "MOVES",
    "OPEN",
    "REVIEWED",
    "Move",
]

# School days from entering the state until the next step is due: the defaults of the settings.
DEADLINES: dict[S, int] = DAYS
ESCALATE_AFTER = (3, 8)  # school days overdue: to the county, then to the city; the defaults

# What an organisation may do with a file that it sees by a grant only; its role must allow it too.
RIGHTS_BY_GRANT: dict[GrantReason, frozenset[P]] = {
    GrantReason.LINE: frozenset(
        {
            P.CASE_REVEAL,
            P.FOLLOW_UP_RECORD,
            P.PROOF_READ,
            P.PROOF_ADD,
            P.PAPER_READ,
            P.NOTE_WRITE,
            P.LINE_NAME,
            P.LINE_ACKNOWLEDGE,
            P.PAPER_ISSUE,
            P.CONTEST_FILE,
        }
    ),
    GrantReason.OFFERED: frozenset({P.HANDOVER_RECEIVE}),
    GrantReason.HANDED_OVER: frozenset({P.NOTE_WRITE}),
}

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


def can_move(name: str, state: S) -> bool:
    """Whether an act is possible in a state."""
    return state in MOVES[name].sources


def is_granted(permission: P, reasons: Collection[GrantReason]) -> bool:
    """Whether grants let their organisation use a right on a file that is not its own."""
    return any(permission in RIGHTS_BY_GRANT[reason] for reason in reasons)


def escalation_level(overdue_school_days: int, limits: tuple[int, int] = ESCALATE_AFTER) -> int:
    """0 while the owner has time, 1 when the county, 2 when the city is told."""
    return sum(overdue_school_days >= limit for limit in limits)
