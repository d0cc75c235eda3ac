"""A scan proposes that a child is back; a person of the bureau confirms it or says why not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.flag import Flag
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.roles import Role
from tests.builders import City
from tests.desks import Desk
from tracking.kernel import clock

REASON = "班主任核实，名册未更新，学生仍未到校。"
ACTS = ("confirm", "refuse")


def proposed(
    desk: Desk, school: Organisation, seen_at: str = "", state: S = S.PERSUADING
) -> tuple[Case, Flag, Flag]:
    """A file with what was found, and the proposal that the child attends again."""
    case = desk.file(state, school)
    found = desk.flag(case, "VANISHED", evidence={"seen_on": "2026-11-09", "rows": []})
    code = seen_at or school.code
    evidence = {
        "case_id": case.id, "episode": 1, "attends_on": "2026-11-23", "found_on": "2026-11-16",
        "school_code": code, "as_of": "2026-11-23", "rows": [],
    }  # fmt: skip
    proposal = desk.flag(case, "REAPPEARED", evidence=evidence, school_code=code)
    return case, found, proposal


def act(desk: Desk, case: Case, flag: Flag, verb: str, **data: Any) -> Any:
    return desk.send(case, f"/proposals/{flag.id}/{verb}", **data)


def status(desk: Desk, flag: Flag) -> FlagStatus:
    with desk.backstage():
        return db.session.get_one(Flag, flag.id).status


def test_confirming_begins_the_observation_with_the_row_as_the_result(
    desk: Desk, city: City
) -> None:
    case, found, proposal = proposed(desk, city.schools[0])
    me = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}").text
    assert "The child may be back at school" in page
    assert "Confirm: observation begins" in page
    assert act(desk, case, proposal, "confirm").location == f"/cases/{case.id}"
    now = desk.now(case)
    assert (now.state, now.outcome) == (S.RETURNED, OutcomeCode.V23)
    assert now.due_on is not None
    assert now.due_on > clock.today()
    with desk.backstage():
        kept = db.session.scalars(select(Outcome).where(Outcome.case_id == case.id)).one()
        assert (kept.code, kept.decision) == (OutcomeCode.V23, Decision.APPROVED)
        assert (kept.happened_on, kept.decided_by_id) == (date(2026, 11, 23), me.id)
        [notice] = db.session.scalars(select(Notice)).all()
        assert (notice.organisation_id, notice.kind) == (city.schools[0].id, NoticeKind.DECIDED)
    assert status(desk, found) is status(desk, proposal) is FlagStatus.CONFIRMED
    assert desk.story(case)[-1].kind is EventKind.APPROVED
    assert [e.details["code"] for e in desk.audit("proposal.confirm")] == ["V23"]


def test_a_child_at_another_school_ends_the_file(desk: Desk, city: City) -> None:
    case, found, proposal = proposed(desk, city.schools[0], city.schools[1].code)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert "Confirm: at another school now" in desk.client.page(f"/cases/{case.id}").text
    act(desk, case, proposal, "confirm")
    now = desk.now(case)
    assert (now.state, now.outcome) == (S.EXCLUDED, OutcomeCode.V02)
    assert (status(desk, found), status(desk, proposal)) == (
        FlagStatus.EXCUSED,
        FlagStatus.CONFIRMED,
    )


def test_refusing_needs_a_reason_and_leaves_the_case_as_it_was(desk: Desk, city: City) -> None:
    case, found, proposal = proposed(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    short = act(desk, case, proposal, "refuse", reason="否")
    assert short.status_code == 422
    assert ">否</textarea>" in short.text
    assert act(desk, case, proposal, "refuse", reason=REASON).status_code == 302
    assert (desk.now(case).state, desk.now(case).outcome) == (S.PERSUADING, None)
    assert (status(desk, found), status(desk, proposal)) == (FlagStatus.OPEN, FlagStatus.WRONG)
    assert desk.story(case)[-1].kind is EventKind.PROPOSAL_REFUSED
    assert len(desk.audit("proposal.refuse")) == 1
    page = desk.client.page(f"/cases/{case.id}").text
    assert "The child may be back at school" not in page
    assert REASON in page
    again = act(desk, desk.now(case), proposal, "confirm")
    assert again.status_code == 409


@pytest.mark.parametrize("verb", ACTS)
def test_a_stale_page_decides_nothing(desk: Desk, city: City, verb: str) -> None:
    case, _, proposal = proposed(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    answer = act(desk, case, proposal, verb, version=case.version - 1, reason=REASON)
    assert answer.status_code == 409
    assert "changed this case" in answer.text
    assert status(desk, proposal) is FlagStatus.OPEN


@pytest.mark.parametrize("verb", ACTS)
def test_only_the_bureau_of_the_child_decides(desk: Desk, city: City, verb: str) -> None:
    case, _, proposal = proposed(desk, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[1])
    assert act(desk, case, proposal, verb, reason=REASON).status_code == 404
    for role in (Role.SCHOOL_ADMIN, Role.INSPECTOR):
        desk.sit(role, city.schools[0] if role is Role.SCHOOL_ADMIN else city.bureau)
        assert act(desk, case, proposal, verb, reason=REASON).status_code == 403
    assert desk.now(case).version == case.version


def test_the_school_reads_the_proposal_and_may_submit_its_own_result(
    desk: Desk, city: City
) -> None:
    case, _, proposal = proposed(desk, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page(f"/cases/{case.id}")
    assert "The bureau confirms it." in page.text
    assert f"/cases/{case.id}/proposals/{proposal.id}/confirm" not in [
        form.get("action") for form in page.forms
    ]


@pytest.mark.parametrize("state", [S.SUBMITTED, S.RETURNED, S.PLACED])
def test_a_file_that_waits_for_something_else_is_not_decided_on_by_a_proposal(
    desk: Desk, city: City, state: S
) -> None:
    case, _, proposal = proposed(desk, city.schools[0], state=state)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert act(desk, case, proposal, "confirm").status_code == 409
    assert desk.now(case).state is state


def test_a_suspicion_is_no_proposal_and_a_proposal_is_no_suspicion(desk: Desk, city: City) -> None:
    case, found, proposal = proposed(desk, city.schools[0], state=S.ASSIGNED)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert act(desk, case, found, "confirm").status_code == 409
    assert desk.send(case, f"/flags/{proposal.id}/wrong", reason=REASON).status_code == 409
    assert desk.send(case, f"/flags/{found.id}/wrong", reason=REASON).status_code == 302
    assert desk.now(case).state is S.EXCLUDED
    assert status(desk, proposal) is FlagStatus.EXCUSED


def test_a_proposal_waits_for_review_in_the_lists(desk: Desk, city: City) -> None:
    case, _, _ = proposed(desk, city.schools[0])
    other = desk.file(S.PERSUADING, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page("/cases?group=waiting").text
    assert case.number in page
    assert other.number not in page
