"""Papers that an office issued."""

from __future__ import annotations

from typing import Any

from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.paper import Paper
from models.vocabulary.papers import PaperKind, PaperState
from models.vocabulary.roles import Role
from tests.builders.people import a_user, kept, numbers
from tracking.kernel import clock
from tracking.papers.templates import in_force


def a_paper(case: Case, kind: PaperKind = PaperKind.PERSUASION_NOTICE, **columns: Any) -> Paper:
    """A paper of a case, issued by its owner, not delivered yet."""
    number, today = next(numbers), clock.today()
    owner = db.session.get_one(Organisation, case.owner_id)
    clerk = a_user(Role.SCHOOL_ADMIN, owner)
    given = {
        "state": PaperState.ISSUED,
        "reference": f"虚构通〔{today.year}〕第{number}号",
        "fields": {"child_name": "虚构丁", "receiver": "虚构家长", "days": "7"},
        "days": 7,
        **columns,
    }
    return kept(
        Paper(
            kind=kind,
            issuer_id=owner.id,
            year=today.year,
            number=number,
            case_id=case.id,
            episode=case.episode,
            template_id=in_force(kind, clerk).id,
            issued_on=today,
            issued_at=clock.now(),
            issued_by_id=clerk.id,
            **given,
        )
    )
