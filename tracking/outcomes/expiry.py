"""What the daily clock does with results whose last day is over: they are verified anew."""

from __future__ import annotations

from datetime import date

from models.case import Case, CaseEvent
from models.database import db
from models.organisation import Organisation
from models.outcome import Outcome
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.notices import NoticeKind
from tracking.cases.service import enter
from tracking.kernel import audit, clock
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction
from tracking.outcomes import queries


def verify_anew(today: date) -> int:
    """Bring files whose placement, leave or stay abroad has ended back to work; how many.

    A file is met once: the result that had ended is the file's no more.
    """
    with transaction():
        found = queries.ended_results(today)
        for case, outcome in found:
            end(case, outcome)
        if found:
            audit.record("outcome.expire", by=None, details={"cases": len(found)})
    return len(found)


def end(case: Case, outcome: Outcome) -> None:
    """Let the owner find out where the child is now, and tell it and the level above."""
    before = enter(case, CaseState.VERIFYING)
    case.outcome, case.touched_at = None, clock.now()
    ended_on = outcome.valid_until.isoformat() if outcome.valid_until else ""
    db.session.add(
        CaseEvent(
            case_id=case.id,
            episode=case.episode,
            at=clock.now(),
            kind=EventKind.MOVED,
            from_state=before,
            to_state=case.state,
            details={"code": outcome.code.value, "ended_on": ended_on},
        )
    )
    owner = db.session.get_one(Organisation, case.owner_id)
    for number in {owner.id, owner.parent_id or owner.id}:
        tell(
            number,
            NoticeKind.ENDED,
            key=f"ended:{outcome.id}",
            at=clock.now(),
            case_id=case.id,
            number=case.number,
            ended_on=ended_on,
        )
