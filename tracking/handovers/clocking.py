"""The daily clock over shared work: without a receipt in time a file goes back to its owner."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from models.case import Case, CaseEvent
from models.database import db
from models.handover import Handover
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.handovers import HandoverState
from models.vocabulary.lines import GrantReason
from models.vocabulary.notices import NoticeKind
from tracking.cases.service import enter
from tracking.handovers.queries import unanswered
from tracking.handovers.service import end_sight, place_of
from tracking.inquiries.clocking import remind_departments
from tracking.kernel import audit, clock
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction
from tracking.lines.watching import look_after_lines


def watch_shared_work(today: date, at: datetime) -> dict[str, int]:
    """The daily look at all work that is shared: both lines, inquiries, hand-overs."""
    return {
        **asdict(look_after_lines(today, at)),
        **asdict(remind_departments(today, at)),
        "lapsed": take_back_silent(today, at),
    }


def take_back_silent(today: date, at: datetime | None = None) -> int:
    """Take hand-overs back whose deadline passed without an answer; says how many."""
    at, count = at or clock.now(), 0
    with transaction():
        for handover in unanswered():
            case = handover.case
            is_over = case.due_on is not None and case.due_on < today
            if is_over and case.state is CaseState.HANDED_OVER:
                lapse(handover, case, at)
                count += 1
        if count:
            audit.record("handover.lapse", by=None, details={"count": count})
    return count


def lapse(handover: Handover, case: Case, at: datetime) -> None:
    """Let the file be worked on by its owner again, and tell both who has it and who sent it."""
    before = enter(case, CaseState.ASSIGNED)
    handover.state, handover.answered_at = HandoverState.LAPSED, at
    case.touched_at = at
    db.session.add(
        CaseEvent(
            case_id=case.id,
            episode=case.episode,
            at=at,
            kind=EventKind.RECEIVED,
            from_state=before,
            to_state=case.state,
            details={
                "handover_id": handover.id,
                "place": place_of(handover),
                "answer": HandoverState.LAPSED.value,
            },
        )
    )
    end_sight(case, GrantReason.OFFERED)
    for place in sorted({handover.sender_id, case.owner_id}):
        tell(place, NoticeKind.HANDOVER_ANSWERED, key=f"handover-answer:{handover.id}", at=at,
             case_id=case.id, number=case.number, answer=HandoverState.LAPSED.value)  # fmt: skip
