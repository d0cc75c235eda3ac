"""Handing a child over, taking it over or sending it back, recording the receipt, ending."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.grant import Grant
from models.handover import Handover
from models.organisation import Organisation
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.handovers import HandoverState
from models.vocabulary.lines import GrantReason
from models.vocabulary.notices import NoticeKind
from tracking.cases.opening import move_rows
from tracking.cases.placing import placed
from tracking.cases.proposals import settle_proposals
from tracking.cases.service import check, enter, write
from tracking.handovers.sending import Receipt, Sending
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.notices import tell
from tracking.kernel.transaction import transaction


def place_of(handover: Handover) -> str:
    """Where a child went, in words."""
    return handover.receiver.name if handover.receiver else handover.place


def send(case: Case, sending: Sending, *, by: User, version: int) -> Handover:
    """Hand a child over; the file stays with its owner until there is a receipt."""
    with transaction():
        check(case, "hand_over", version, by)
        receiver = sending.receiver
        if receiver is not None and not receiver.is_active:
            raise RefusedError(_l("%(name)s does not work any more."), name=receiver.name)
        before = enter(case, CaseState.HANDED_OVER)
        handover = Handover(
            case_id=case.id,
            episode=case.episode,
            state=HandoverState.SENT,
            from_state=before,
            sender_id=by.organisation_id,
            receiver_id=receiver.id if receiver else None,
            place="" if receiver else sending.place,
            reason=sending.reason,
            whereabouts=sending.whereabouts,
            sent_at=clock.now(),
            sent_by_id=by.id,
        )
        db.session.add(handover)
        db.session.flush()
        place = receiver.name if receiver else sending.place
        write(case, EventKind.SENT_OVER, by, from_state=before, handover_id=handover.id,
              place=place)  # fmt: skip
        if receiver is not None:
            give_sight(case, receiver, GrantReason.OFFERED, by)
            tell(receiver.id, NoticeKind.HANDOVER, key=f"handover:{handover.id}", at=clock.now(),
                 case_id=case.id, number=case.number)  # fmt: skip
        details = {"handover": handover.id, "to": receiver.code if receiver else "outside"}
        audit.record("handover.send", by=by, target=f"case:{case.id}", details=details)
    return handover


def receive(handover: Handover, owner: Organisation, *, by: User) -> None:
    """Take a child over: the file belongs to the new owner, the sender keeps sight of it."""
    with transaction():
        case = waiting(handover, "receive", by)
        before = enter(case, CaseState.ASSIGNED)
        case.owner_id = owner.id
        write(case, EventKind.RECEIVED, by, from_state=before, handover_id=handover.id,
              owner_id=owner.id, place=place_of(handover),
              answer=HandoverState.ACCEPTED.value)  # fmt: skip
        move_rows(case, owner.path)
        db.session.flush()
        end_sight(case, GrantReason.OFFERED)
        if not owner.path.startswith(handover.sender.path):
            give_sight(case, handover.sender, GrantReason.HANDED_OVER, by)
        settle(handover, HandoverState.ACCEPTED, by)
        placed([case.id])
        if owner.id != by.organisation_id:
            tell(owner.id, NoticeKind.ASSIGNED, key=f"assigned:handover:{handover.id}",
                 at=clock.now(), case_id=case.id, count=1)  # fmt: skip
        tell_sender(handover, case)
        details = {"handover": handover.id, "to": owner.code}
        audit.record("handover.receive", by=by, target=f"case:{case.id}", details=details)


def refuse(handover: Handover, reason: str, *, by: User) -> None:
    """Send a child back with the reason: the work goes on where it came from."""
    with transaction():
        case = waiting(handover, "refuse_handover", by)
        give_back(handover, case, HandoverState.REFUSED, reason, by)
        tell_sender(handover, case)


def withdraw(handover: Handover, reason: str, *, by: User) -> None:
    """Take a hand-over back that nobody has answered."""
    with transaction():
        case = waiting(handover, "withdraw_handover", by)
        give_back(handover, case, HandoverState.WITHDRAWN, reason, by)
        if handover.receiver_id:
            tell(handover.receiver_id, NoticeKind.HANDOVER_ANSWERED,
                 key=f"handover-back:{handover.id}", at=clock.now(), number=case.number,
                 answer=HandoverState.WITHDRAWN.value)  # fmt: skip


def give_back(handover: Handover, case: Case, state: HandoverState, reason: str, by: User) -> None:
    """Let the file stand again as before it was handed over."""
    before = enter(case, handover.from_state)
    write(case, EventKind.RECEIVED, by, from_state=before, handover_id=handover.id,
          place=place_of(handover), answer=state.value)  # fmt: skip
    db.session.flush()
    settle(handover, state, by, reason)
    end_sight(case, GrantReason.OFFERED)
    details = {"handover": handover.id}
    audit.record(f"handover.{state.value}", by=by, target=f"case:{case.id}", details=details)


def record_receipt(handover: Handover, receipt: Receipt, *, by: User) -> None:
    """Write down what a bureau outside confirmed; a later receipt takes the place of a former."""
    with transaction():
        case = db.session.get_one(Case, handover.case_id)
        check(case, "record_receipt", None, by)
        is_open = handover.state in {HandoverState.SENT, HandoverState.CONFIRMED}
        if handover.receiver_id is not None or not is_open:
            raise RefusedError(_l("No receipt is awaited for this hand-over."))
        handover.receipt_on, handover.receipt_school = receipt.on, receipt.school
        handover.receipt_contact, handover.receipt_document = receipt.contact, receipt.document
        settle(handover, HandoverState.CONFIRMED, by)
        write(case, EventKind.RECEIVED, by, handover_id=handover.id, place=place_of(handover),
              answer=HandoverState.CONFIRMED.value)  # fmt: skip
        details = {"handover": handover.id, "with_school": bool(receipt.school)}
        audit.record("handover.receipt", by=by, target=f"case:{case.id}", details=details)


def end(handover: Handover, reason: str, *, by: User) -> None:
    """End the file: the receipt names the school that the child attends."""
    with transaction():
        case = db.session.get_one(Case, handover.case_id)
        check(case, "end_handover", None, by)
        if handover.state is not HandoverState.CONFIRMED or not handover.receipt_school:
            raise RefusedError(
                _l("A file ends by a hand-over when a receipt with a school is recorded.")
            )
        settle_proposals(case, FlagStatus.EXCUSED, by.id, clock.now())
        for flag in case.flags:
            if flag.status is FlagStatus.OPEN:
                flag.status, flag.decided_by_id = FlagStatus.CONFIRMED, by.id
                flag.decided_at = clock.now()
        before = enter(case, CaseState.CLOSED)
        handover.state = HandoverState.ENDED
        write(case, EventKind.MOVED, by, reason=reason, from_state=before, handover_id=handover.id)
        audit.record("handover.end", by=by, target=f"case:{case.id}",
                     details={"handover": handover.id})  # fmt: skip


def waiting(handover: Handover, move: str, by: User) -> Case:
    """The file of a hand-over that is not answered yet, for an act by one who may do it."""
    case = db.session.get_one(Case, handover.case_id)
    check(case, move, None, by)
    if handover.state is not HandoverState.SENT:
        raise RefusedError(_l("This hand-over was answered already."))
    is_receiver = handover.receiver_id == by.organisation_id
    if move in {"receive", "refuse_handover"} and not is_receiver:
        raise RefusedError(_l("The bureau that the child was handed over to answers it."))
    return case


def settle(handover: Handover, state: HandoverState, by: User, answer: str = "") -> None:
    """Put the answer on the hand-over."""
    handover.state, handover.answered_at = state, clock.now()
    handover.answered_by_id, handover.answer = by.id, answer or None


def give_sight(case: Case, place: Organisation, reason: GrantReason, by: User) -> None:
    """Let another bureau see a file from now on."""
    db.session.add(
        Grant(
            case_id=case.id,
            child_id=case.child_id,
            organisation_id=place.id,
            org_path=place.path,
            reason=reason,
            granted_at=clock.now(),
            granted_by_id=by.id,
        )
    )


def end_sight(case: Case, reason: GrantReason) -> None:
    """End sight that was given for one reason."""
    query = select(Grant).where(
        Grant.case_id == case.id, Grant.reason == reason, Grant.ended_at.is_(None)
    )
    for grant in db.session.scalars(query):
        grant.ended_at = clock.now()


def tell_sender(handover: Handover, case: Case, **facts: Any) -> None:
    """Tell who handed the child over what became of it."""
    tell(handover.sender_id, NoticeKind.HANDOVER_ANSWERED, key=f"handover-answer:{handover.id}",
         at=clock.now(), case_id=case.id, number=case.number, answer=handover.state.value,
         **facts)  # fmt: skip
