"""Recording a contact, a home visit or a persuasion talk, and correcting a record."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.case import Case
from models.database import db
from models.follow_up import FollowUp
from models.user import User
from models.vocabulary.cases import EventKind
from tracking.cases import policy as life
from tracking.cases.deadlines import begin
from tracking.cases.service import check, enter, write
from tracking.followups import policy
from tracking.followups.contact import Contact
from tracking.kernel import audit, clock
from tracking.kernel.errors import RefusedError
from tracking.kernel.transaction import transaction


def record_contact(
    case: Case, contact: Contact, *, by: User, corrects: FollowUp | None = None
) -> FollowUp:
    """Write a contact down; the first one after assignment starts the verification.

    Contacts only add to a case, so a page that is a little older does no harm: no version is
    asked for. The same one sent twice, as over a poor line, is written down once.
    """
    with transaction():
        return put(case, contact, by=by, corrects=corrects)


def put(
    case: Case,
    contact: Contact,
    *,
    by: User,
    corrects: FollowUp | None = None,
    packet_row: str | None = None,
) -> FollowUp:
    """As `record_contact`, in the running transaction."""
    check(case, "record", None, by)
    if kept := sent_before(case, contact, by, corrects):
        return kept
    if corrects is not None:
        check_correctable(case, corrects)
    purpose = contact.purpose or (corrects.purpose if corrects else policy.purpose_in(case.state))
    number, turn = policy.next_numbers(case.follow_ups, case.episode, purpose)
    if corrects is not None and corrects.purpose is purpose:
        number, turn = corrects.number, corrects.turn
    follow_up = FollowUp(
        case_id=case.id,
        episode=case.episode,
        number=number,
        turn=turn,
        corrects_id=corrects.id if corrects else None,
        packet_row=packet_row,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
        **{**vars(contact), "purpose": purpose, "details": dict(contact.details)},
    )
    db.session.add(follow_up)
    before = case.state
    if corrects is None:
        move_on(case)
    db.session.flush()
    facts = {"follow_up_id": follow_up.id, "number": number, "form": contact.kind.value}
    facts |= {"result": contact.result.value, "purpose": purpose.value, "turn": turn}
    facts |= {"corrects": corrects.id} if corrects else {}
    write(case, EventKind.FOLLOW_UP, by, from_state=before, **facts)
    audit.record("case.follow_up", by=by, target=f"case:{case.id}")
    db.session.expire(case, ["follow_ups"])
    return follow_up


def move_on(case: Case) -> None:
    """What a new contact does to its case: the next state, or the deadline anew."""
    if case.state in life.AFTER_CONTACT:
        enter(case, life.AFTER_CONTACT[case.state])
    elif case.state in life.CONTACT_RENEWS:
        begin(case, clock.today())


def check_correctable(case: Case, record: FollowUp) -> None:
    """A record of this episode that nobody corrected yet."""
    if record.case_id != case.id or record.episode != case.episode:
        raise RefusedError(_l("Only records of the present episode are corrected here."))
    if record.id in policy.corrected(case.follow_ups):
        raise RefusedError(
            _l("This record was corrected already. Correct the record that took its place.")
        )


def sent_before(
    case: Case, contact: Contact, by: User, corrects: FollowUp | None = None
) -> FollowUp | None:
    """The record that says the same in every field, by the same person, in this episode."""
    said = {k: v for k, v in vars(contact).items() if not (k == "purpose" and v is None)}
    key = corrects.id if corrects else None
    return next(
        (
            found
            for found in case.follow_ups
            if (found.episode, found.recorded_by_id) == (case.episode, by.id)
            and (key is None or found.corrects_id == key)
            and all(getattr(found, name) == value for name, value in said.items())
        ),
        None,
    )
