"""Who answers for a child, sight of a file, inquiries and hand-overs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.case import Case
from models.grant import Grant
from models.handover import Handover
from models.inquiry import Inquiry
from models.organisation import Organisation
from models.responsible import Responsible, WorkTransfer
from models.vocabulary.cases import CaseState
from models.vocabulary.handovers import HandoverState
from models.vocabulary.inquiries import InquiryState
from models.vocabulary.lines import GrantReason, Post, WorkOf
from models.vocabulary.roles import Role
from tests.builders.people import a_city, a_user, kept
from tracking.kernel import clock


def a_grant(
    case: Case, organisation: Organisation, reason: GrantReason = GrantReason.LINE
) -> Grant:
    """Sight of a file for an organisation that does not own it."""
    return kept(
        Grant(
            case_id=case.id,
            child_id=case.child_id,
            organisation_id=organisation.id,
            org_path=organisation.path,
            reason=reason,
            granted_at=clock.now(),
        )
    )


def a_responsible(
    case: Case, post: Post, organisation: Organisation | None = None, **columns: Any
) -> Responsible:
    """Somebody at a post for a child."""
    given = {
        "episode": case.episode,
        "named_at": clock.now(),
        "organisation_id": organisation.id if organisation else None,
        **columns,
    }
    return kept(Responsible(case_id=case.id, post=post, **given))


def an_inquiry(case: Case, department: Organisation, **columns: Any) -> Inquiry:
    """A question of the first county to a department, with the least of the child."""
    county = a_city().counties[0]
    given = {
        "state": InquiryState.SENT,
        "question": "请协查该生户籍去向",
        "wanted": "",
        "shown": {"name": "虚构丙丁", "sex": "2", "birth_date": "2013-05-06", "id_number": ""},
        "asked_at": clock.now(),
        "asked_by_id": a_user(Role.COUNTY_OFFICER, county).id,
        "due_on": clock.today() + timedelta(days=7),
        **columns,
    }
    return kept(Inquiry(case_id=case.id, department_id=department.id, asking_id=county.id, **given))


def a_handover(
    case: Case, sender: Organisation, receiver: Organisation | None, **columns: Any
) -> Handover:
    """A child that was handed over and waits for the receipt; sight for the receiver."""
    given = {
        "episode": case.episode,
        "state": HandoverState.SENT,
        "from_state": CaseState.VERIFYING,
        "place": "" if receiver else "虚构外省某县教育局",
        "reason": "随父母迁居",
        "whereabouts": "",
        "sent_at": clock.now(),
        "sent_by_id": a_user(Role.COUNTY_OFFICER, sender).id,
        **columns,
    }
    if receiver:
        a_grant(case, receiver, GrantReason.OFFERED)
    return kept(
        Handover(
            case_id=case.id,
            sender_id=sender.id,
            receiver_id=receiver.id if receiver else None,
            **given,
        )
    )


def a_transfer(owner: Organisation) -> WorkTransfer:
    """Work that a bureau gave away; of no file any more."""
    return kept(
        WorkTransfer(
            kind=WorkOf.ORGANISATION,
            from_id=owner.id,
            to_id=owner.id,
            from_name=owner.name,
            to_name=owner.name,
            reason="虚构交接",
            at=clock.now(),
            by_id=a_user(Role.COUNTY_OFFICER, a_city().counties[0]).id,
            org_path=owner.path,
        )
    )
