"""Recording a contact, a home visit or a persuasion talk."""

from __future__ import annotations

from models.case import Case
from models.database import db
from models.follow_up import FollowUp
from models.user import User
from models.vocabulary.cases import EventKind
from tracking.cases import policy
from tracking.cases.service import check, enter, write
from tracking.followups.contact import Contact
from tracking.kernel import audit, clock
from tracking.kernel.transaction import transaction


def record_contact(case: Case, contact: Contact, *, by: User) -> FollowUp:
    """Write a contact down; the first one after assignment starts the verification.

    Contacts only add to a case, so a page that is a little older does no harm: no version is
    asked for. The same one sent twice, as over a poor line, is written down once.
    """
    with transaction():
        check(case, "record", None, by)
        if kept := sent_before(case, contact, by):
            return kept
        number = 1 + sum(f.episode == case.episode for f in case.follow_ups)
        follow_up = FollowUp(
            case_id=case.id,
            episode=case.episode,
            number=number,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
            **vars(contact),
        )
        db.session.add(follow_up)
        before = case.state
        if case.state in policy.AFTER_CONTACT:
            enter(case, policy.AFTER_CONTACT[case.state])
        elif case.state in policy.CONTACT_RENEWS:
            case.due_on = policy.due_on(case.state, clock.today())
            case.escalation = 0
        db.session.flush()
        write(
            case,
            EventKind.FOLLOW_UP,
            by,
            from_state=before,
            follow_up_id=follow_up.id,
            number=number,
            form=contact.kind.value,
            result=contact.result.value,
        )
        audit.record("case.follow_up", by=by, target=f"case:{case.id}")
    return follow_up


def sent_before(case: Case, contact: Contact, by: User) -> FollowUp | None:
    """The record that says the same in every field, by the same person, in this episode."""
    return next(
        (
            found
            for found in case.follow_ups
            if (found.episode, found.recorded_by_id) == (case.episode, by.id)
            and all(getattr(found, name) == value for name, value in vars(contact).items())
        ),
        None,
    )
