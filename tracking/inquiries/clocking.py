"""Inquiries by the daily clock: a reminder before the day, an alarm after it. Each told once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.case import Case
from models.database import db
from models.inquiry import Inquiry
from models.vocabulary.cases import EventKind
from models.vocabulary.inquiries import InquiryState
from models.vocabulary.notices import NoticeKind
from tracking.cases.alarms import Bell, everybody, write
from tracking.kernel import audit, clock
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.transaction import transaction
from tracking.thresholds.queries import value_of


@dataclass
class InquiriesResult:
    """What the clock did about inquiries."""

    inquiries_reminded: int = 0
    inquiries_escalated: int = 0


def remind_departments(today: date, at: datetime | None = None) -> InquiriesResult:
    """Remind departments of replies that are due, and tell the bureaus of those that are late."""
    at, result = at or clock.now(), InquiriesResult()
    with transaction():
        bell = Bell(today, at, everybody())
        latest = add_school_days(today, -int(value_of("inquiries.escalate_days")))
        query = (
            select(Inquiry)
            .where(Inquiry.state == InquiryState.SENT)
            .where(Inquiry.due_on <= add_school_days(today, 1))
            .options(joinedload(Inquiry.case).joinedload(Case.owner), joinedload(Inquiry.asking))
            .order_by(Inquiry.id)
        )
        for inquiry in db.session.scalars(query):
            if inquiry.due_on >= today:
                result.inquiries_reminded += remind(inquiry, bell)
            else:
                result.inquiries_escalated += escalate(
                    inquiry, bell, is_late=inquiry.due_on < latest
                )
        if result != InquiriesResult():
            audit.record("inquiries.clock", by=None, details=asdict(result))
    return result


def remind(inquiry: Inquiry, bell: Bell) -> bool:
    """Tell the department that a reply is due."""
    return tell(inquiry.department_id, NoticeKind.INQUIRY_DUE, key=f"inquiry-due:{inquiry.id}",
                at=bell.at, inquiry_id=inquiry.id, due_on=inquiry.due_on.isoformat())  # fmt: skip


def escalate(inquiry: Inquiry, bell: Bell, *, is_late: bool) -> bool:
    """Tell department and asking bureau that the day has passed, and in time the bureau above."""
    above = bell.above(inquiry.asking) if is_late else inquiry.asking
    level = 2 if is_late else 1
    case, due_on = inquiry.case, inquiry.due_on.isoformat()
    key = f"inquiry-late:{inquiry.id}:{level}"
    tell(inquiry.department_id, NoticeKind.INQUIRY_DUE, key=key, at=bell.at,
         inquiry_id=inquiry.id, due_on=due_on)  # fmt: skip
    is_new = tell(above.id, NoticeKind.INQUIRY_DUE, key=f"{key}:bureau", at=bell.at,
                  case_id=case.id, number=case.number, due_on=due_on)  # fmt: skip
    if is_new:
        write(
            case,
            EventKind.REMINDED,
            bell.at,
            inquiry_id=inquiry.id,
            owner_id=above.id,
            due_on=due_on,
        )
    return is_new
