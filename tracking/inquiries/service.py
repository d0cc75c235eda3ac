"""Asking a department, taking the question back, replying or refusing, looking at the child."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.child import Child
from models.database import db
from models.inquiry import Inquiry
from models.scope import lifted
from models.user import User
from models.vocabulary.cases import EventKind
from models.vocabulary.inquiries import InquiryState
from models.vocabulary.notices import NoticeKind
from tracking.cases.service import check, note, write
from tracking.inquiries.question import Answer, Question
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError, StaleError
from tracking.kernel.notices import tell
from tracking.kernel.schooldays import add_school_days
from tracking.kernel.transaction import transaction
from tracking.thresholds.queries import value_of

ASKED_FOR = "ask_department"  # the purpose under which a department looks at the child


def least_of(child: Child) -> dict[str, str]:
    """All that a department learns of a child."""
    return {
        "name": child.name,
        "sex": child.sex.value if child.sex else "",
        "birth_date": child.birth_date.isoformat() if child.birth_date else "",
        "id_number": child.id_number,
    }


def ask(case: Case, question: Question, *, by: User, version: int) -> Inquiry:
    """Put a question to a department, with the least of the child and a day for the reply."""
    with transaction():
        check(case, "ask", version, by)
        inquiry = Inquiry(
            case_id=case.id,
            state=InquiryState.SENT,
            department_id=question.department.id,
            asking_id=by.organisation_id,
            question=question.question,
            wanted=question.wanted,
            shown=least_of(case.child),
            asked_at=clock.now(),
            asked_by_id=by.id,
            due_on=add_school_days(clock.today(), int(value_of("inquiries.days"))),
        )
        db.session.add(inquiry)
        db.session.flush()
        write(case, EventKind.INQUIRED, by, inquiry_id=inquiry.id,
              department=question.department.name, due_on=inquiry.due_on.isoformat())  # fmt: skip
        tell(question.department.id, NoticeKind.INQUIRY, key=f"inquiry:{inquiry.id}",
             at=clock.now(), inquiry_id=inquiry.id, due_on=inquiry.due_on.isoformat())  # fmt: skip
        details = {"inquiry": inquiry.id, "department": question.department.code,
                   "shown": sorted(k for k, v in inquiry.shown.items() if v)}  # fmt: skip
        audit.record("inquiry.ask", by=by, target=f"case:{case.id}", details=details)
    return inquiry


def withdraw(case: Case, inquiry: Inquiry, *, by: User) -> None:
    """Take a question back that nobody has replied to: the department does not see it any more."""
    with transaction():
        check(case, "ask", None, by)
        check_waits(inquiry, None)
        inquiry.state, inquiry.shown = InquiryState.WITHDRAWN, {}
        write(case, EventKind.UNDONE, by, inquiry_id=inquiry.id)
        audit.record("inquiry.withdraw", by=by, target=f"inquiry:{inquiry.id}")


def answer(inquiry: Inquiry, given: Answer, *, by: User, version: int) -> None:
    """Reply, or refuse with the reason: written into a file that the department cannot see."""
    with transaction(), lifted():
        if inquiry.department_id != by.organisation_id:
            raise RefusedError(_l("This inquiry was put to another department."))
        check_waits(inquiry, version)
        inquiry.state = InquiryState.ANSWERED if given.reply else InquiryState.REFUSED
        inquiry.reply, inquiry.account = given.reply, given.account
        inquiry.answered_at, inquiry.answered_by_id = clock.now(), by.id
        case = db.session.get_one(Case, inquiry.case_id)
        write(case, EventKind.ANSWERED, by, inquiry_id=inquiry.id, state=inquiry.state.value,
              reply=given.reply.value if given.reply else "",
              department=by.organisation.name)  # fmt: skip
        for place in sorted({inquiry.asking_id, case.owner_id}):
            tell(place, NoticeKind.ANSWERED, key=f"answered:{inquiry.id}", at=clock.now(),
                 case_id=case.id, number=case.number, department=by.organisation.name)  # fmt: skip
        details = {"state": inquiry.state.value}
        audit.record("inquiry.answer", by=by, target=f"inquiry:{inquiry.id}", details=details)


def reveal(inquiry: Inquiry, *, by: User) -> None:
    """Record that somebody of the department saw the child's name and number in full."""
    with transaction(), lifted():
        check_waits(inquiry, None)
        case = db.session.get_one(Case, inquiry.case_id)
        note(case, EventKind.REVEALED, by, reason=ASKED_FOR, inquiry_id=inquiry.id)
        audit.record("inquiry.reveal", by=by, target=f"inquiry:{inquiry.id}")


def check_waits(inquiry: Inquiry, version: int | None) -> None:
    """Refuse an act on a page that is too old, or on an inquiry that is settled."""
    if version is not None and inquiry.version != version:
        raise StaleError(_l("Somebody else changed this inquiry meanwhile. Nothing was saved."))
    if inquiry.state is not InquiryState.SENT:
        raise RefusedError(_l("This inquiry does not wait for a reply any more."))
