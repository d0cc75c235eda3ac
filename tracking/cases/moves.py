"""Who may move a case from where to where: the states in groups, and the table of moves. Pure.

A school never decides that a case ends; a child that cannot be found is never closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.cases import CaseState as S
from models.vocabulary.roles import Permission as P


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
HANDED = frozenset(
    {S.CLUE, S.ASSIGNED, S.VERIFYING, S.CONFIRMED, S.PERSUADING, S.REPORTED, S.DROPOUT, S.MISSING}
)  # a child may be handed over from here, and comes back here when nobody takes it
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
            "remind",
            _l("Remind the owner"),
            OPEN - {S.CLUE, S.SUBMITTED, S.RETURNED},
            frozenset(),
            P.CASE_ASSIGN,
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
        Move("void_paper", _l("Declare a paper void"), frozenset(S), frozenset(), P.PAPER_ISSUE),
        Move("note", _l("Write a note"), frozenset(S), frozenset(), P.NOTE_WRITE, ("text",)),
        Move(
            "contest",
            _l("Contest a flag or a record"),
            frozenset(S),
            frozenset(),
            P.CONTEST_FILE,
            ("what", "reason"),
        ),
        Move(
            "decide_contest",
            _l("Decide about a contest"),
            frozenset(S),
            frozenset(),
            P.CONTEST_DECIDE,
            ("decision", "reason"),
        ),
        Move("attach", _l("Add a document"), OPEN, frozenset(), P.PROOF_ADD, ("file", "kind")),
        Move(
            "attend",
            _l("Record attendance"),
            frozenset({S.RETURNED}),
            frozenset(),
            P.OUTCOME_SUBMIT,
            ("day", "mark"),
        ),
        Move(
            "teach",
            _l("Record a lesson at home"),
            frozenset({S.PLACED}),
            frozenset(),
            P.FOLLOW_UP_RECORD,
            ("day", "hours", "content"),
        ),
        Move(
            "expire",
            _l("Verify anew when the result has ended"),
            frozenset({S.PLACED, S.EXCLUDED}),
            frozenset({S.VERIFYING}),
            None,
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
            "name",
            _l("Name a responsible person"),
            OPEN,
            frozenset(),
            P.LINE_NAME,
            ("post", "name"),
        ),
        Move("acknowledge", _l("Acknowledge the file"), OPEN, frozenset(), P.LINE_ACKNOWLEDGE),
        Move(
            "ask",
            _l("Ask another department"),
            OPEN,
            frozenset(),
            P.INQUIRY_ASK,
            ("department", "question"),
        ),
        Move(
            "hand_over",
            _l("Hand the child over to another bureau"),
            HANDED,
            frozenset({S.HANDED_OVER}),
            P.HANDOVER_SEND,
            ("receiver", "reason"),
        ),
        Move(
            "receive",
            _l("Take a child over"),
            frozenset({S.HANDED_OVER}),
            frozenset({S.ASSIGNED}),
            P.HANDOVER_RECEIVE,
            ("owner",),
        ),
        Move(
            "refuse_handover",
            _l("Send a child back to where it came from"),
            frozenset({S.HANDED_OVER}),
            HANDED,
            P.HANDOVER_RECEIVE,
            ("reason",),
        ),
        Move(
            "withdraw_handover",
            _l("Take a hand-over back"),
            frozenset({S.HANDED_OVER}),
            HANDED,
            P.HANDOVER_SEND,
            ("reason",),
        ),
        Move(
            "record_receipt",
            _l("Record the receipt of a hand-over"),
            frozenset({S.HANDED_OVER}),
            frozenset(),
            P.HANDOVER_SEND,
            ("day", "school", "contact", "document"),
        ),
        Move(
            "end_handover",
            _l("End the file after the receipt"),
            frozenset({S.HANDED_OVER}),
            frozenset({S.CLOSED}),
            P.OUTCOME_DECIDE,
            ("receipt with a school", "reason"),
        ),
        Move(
            "lapse",
            _l("Take a hand-over back without a receipt"),
            frozenset({S.HANDED_OVER}),
            frozenset({S.ASSIGNED}),
            None,
        ),
        Move(
            "paper",
            _l("Issue a paper, or record its delivery"),
            OPEN,
            frozenset(),
            P.PAPER_ISSUE,
            ("kind", "receiver"),
        ),
        Move(
            "report",
            _l("Report in writing"),
            frozenset({S.CONFIRMED, S.PERSUADING}),
            frozenset({S.REPORTED}),
            P.PAPER_ISSUE,
            ("written report",),
        ),
        Move(
            "order",
            _l("Order the guardians to comply"),
            frozenset({S.DROPOUT}),
            frozenset({S.LEGAL}),
            P.PAPER_ISSUE,
            ("notice to return, delivered and its days over",),
        ),
        Move(
            "legal_step",
            _l("Take the next legal step"),
            frozenset({S.LEGAL}),
            frozenset(),
            P.PAPER_ISSUE,
            ("paper before, delivered and its days over",),
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
