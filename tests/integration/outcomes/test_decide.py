from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.flag import Flag
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.vocabulary.cases import CaseState as S
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.roles import Role
from tests.builders import City, a_user
from tests.desks import Desk
from tests.pages import Page
from tracking.cases.policy import AFTER_OUTCOME, DEADLINES
from tracking.kernel import clock

PATH = "/outcomes/decision"
PROOF_TEXT = "附近五天点名册，班主任和校长签字。"
REASON = "证明没有盖章，请补齐后再报。"


def waiting(desk: Desk, school: Organisation, code: str = "V01", **columns: object) -> Case:
    """A case whose result waits for the bureau."""
    case = desk.file(S.SUBMITTED, school, **columns)
    with desk.backstage():
        db.session.add(
            Outcome(
                case_id=case.id,
                episode=case.episode,
                code=OutcomeCode(code),
                from_state=S.VERIFYING,
                happened_on=clock.today(),
                proof=PROOF_TEXT,
                submitted_at=clock.now(),
                submitted_by_id=a_user(Role.SCHOOL_ADMIN, school).id,
                decision=Decision.PENDING,
            )
        )
    return case


def outcome(desk: Desk, case: Case) -> Outcome:
    with desk.backstage():
        return db.session.scalars(select(Outcome).where(Outcome.case_id == case.id)).one()


@pytest.mark.parametrize("code", sorted(code.value for code in OutcomeCode))
def test_an_approved_result_leads_where_the_table_says(desk: Desk, city: City, code: str) -> None:
    case = waiting(desk, city.schools[0], code)
    flag = desk.flag(case)
    me = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, PATH, decision="approve").location == f"/cases/{case.id}"
    now, target = desk.now(case), AFTER_OUTCOME[OutcomeCode(code)]
    assert (now.state, now.outcome) == (target, OutcomeCode(code))
    assert (now.due_on is None) == (target not in DEADLINES)
    assert (now.closed_on == clock.today()) == (target is S.EXCLUDED)
    with desk.backstage():
        judged = db.session.get_one(Flag, flag.id)
        expected = FlagStatus.EXCUSED if target is S.EXCLUDED else FlagStatus.CONFIRMED
        assert (judged.status, judged.decided_by_id) == (expected, me.id)
        [notice] = db.session.scalars(select(Notice)).all()
        assert (notice.organisation_id, notice.kind) == (case.owner_id, NoticeKind.DECIDED)
    assert [entry.details for entry in desk.audit("outcome.approve")] == [{"code": code}]


def test_the_box_shows_the_proof_what_it_needs_and_where_approval_leads(
    desk: Desk, city: City
) -> None:
    case = waiting(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}")
    for words in (
        PROOF_TEXT,
        "Roll call of several days; signed by class teacher and head.",
        "When it is approved, the case becomes: Excluded.",
    ):
        assert words in page.text
    assert "#review" in page.links


def test_a_returned_result_goes_back_to_the_school_with_the_reason(desk: Desk, city: City) -> None:
    case = waiting(desk, city.schools[0], due_on=clock.today() - timedelta(days=9), escalation=2)
    desk.flag(case)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, PATH, decision="return", reason=REASON).status_code == 302
    now = desk.now(case)
    assert (now.state, now.outcome, now.escalation) == (S.VERIFYING, None, 0)
    assert now.due_on is not None
    assert now.due_on > clock.today()
    kept = outcome(desk, case)
    assert (kept.decision, kept.decision_reason) == (Decision.RETURNED, REASON)
    assert len(desk.audit("outcome.return")) == 1
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert REASON in desk.client.page(f"/cases/{case.id}").text
    assert REASON in desk.client.page(f"/cases/{case.id}/outcomes/new").text


@pytest.mark.parametrize(
    ("decision", "reason"),
    [("return", ""), ("return", "   "), ("return", "补"), ("", REASON), ("maybe", REASON),
     ("approve", "长" * 501)],
)  # fmt: skip
def test_a_decision_without_what_it_needs_shows_the_box_again_with_the_text(
    desk: Desk, city: City, decision: str, reason: str
) -> None:
    case = waiting(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.send(case, PATH, decision=decision, reason=reason)
    assert answer.status_code == 422
    assert 'id="decide-reason-error"' in answer.text
    assert f">{reason.strip()}</textarea>" in answer.text
    assert desk.now(case).state is S.SUBMITTED


def test_a_stale_decision_says_what_changed_and_keeps_the_text(desk: Desk, city: City) -> None:
    case = waiting(desk, city.schools[0])
    first = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    desk.send(case, PATH, decision="approve")
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = desk.send(case, PATH, decision="return", reason=REASON)
    assert answer.status_code == 409
    text = Page(answer.text).text
    assert f"{first.display_name} changed this case" in text
    assert "Result approved" in text
    assert REASON in text
    assert outcome(desk, case).decision is Decision.APPROVED


def test_a_decision_without_a_version_is_a_stale_one(desk: Desk, city: City) -> None:
    case = waiting(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, PATH, decision="approve", version="").status_code == 409
    assert desk.now(case).state is S.SUBMITTED


def test_the_school_sees_its_result_waiting_but_cannot_decide(desk: Desk, city: City) -> None:
    case = waiting(desk, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page(f"/cases/{case.id}")
    assert PROOF_TEXT in page.text
    assert not [form for form in page.forms if form.get("action", "").endswith(PATH)]
    assert desk.send(case, PATH, decision="approve").status_code == 403
    assert desk.now(case).state is S.SUBMITTED


def test_another_county_cannot_decide(desk: Desk, city: City) -> None:
    case = waiting(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[1])
    assert desk.send(case, PATH, decision="approve").status_code == 404
    assert desk.now(case).state is S.SUBMITTED


def test_a_child_that_was_not_found_stays_open_and_can_never_be_closed(
    desk: Desk, city: City
) -> None:
    case = waiting(desk, city.schools[0], "V22")
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    desk.send(case, PATH, decision="approve")
    page = desk.client.page(f"/cases/{case.id}")
    assert "this case cannot be closed" in page.text
    assert 'id="close"' not in desk.client.get(f"/cases/{case.id}").text
    answer = desk.send(desk.now(case), "/close", reason=REASON)
    assert answer.status_code == 409
    assert desk.now(case).state is S.MISSING
