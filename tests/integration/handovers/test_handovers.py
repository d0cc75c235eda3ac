"""A child handed over stays open until somebody confirms it, and is never without an owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.case import Case
from models.child import Child
from models.database import db
from models.flag import Flag
from models.grant import Grant
from models.handover import Handover
from models.organisation import Organisation
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.handovers import HandoverState
from models.vocabulary.lines import GrantReason
from models.vocabulary.roles import Role
from tests.builders import City, a_city, a_handover
from tests.desks import Desk
from tracking.handovers.clocking import take_back_silent
from tracking.kernel import clock


@pytest.fixture
def city(desk: Desk) -> City:
    with desk.backstage():
        return a_city()


def sent(desk: Desk, city: City, **form: str) -> tuple[Case, Handover]:
    """A flagged child of the first county that its bureau hands over."""
    case = desk.file(CaseState.PERSUADING, city.schools[0])
    desk.flag(case)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = f"/cases/{case.id}/handovers"
    given = {"receiver": city.counties[1].code, "place": "", "whereabouts": "虚构西区某小区",
             "reason": "全家已迁居西区", "version": str(case.version), **form}  # fmt: skip
    assert desk.client.send(page, {**given, "reason": ""}).status_code == 422
    assert desk.client.send(page, given).status_code == 302
    with desk.backstage():
        return case, db.session.scalars(select(Handover)).one()


def act(desk: Desk, handover: Handover, name: str, **form: str) -> int:
    answer = desk.client.send(f"/handovers/{handover.id}/{name}", form, page="/handovers")
    return answer.status_code


def stands(desk: Desk, handover: Handover) -> tuple[HandoverState, CaseState, str]:
    with desk.backstage():
        now = db.session.get_one(Handover, handover.id)
        return now.state, now.case.state, now.case.owner.code


def sight(desk: Desk) -> dict[str, GrantReason]:
    """Who sees the file by a grant."""
    with desk.backstage():
        query = select(Organisation.code, Grant.reason).join(Grant.organisation)
        return dict(iter(db.session.execute(query.where(Grant.ended_at.is_(None)))))


def test_the_receiver_takes_the_child_over_and_the_sender_keeps_sight(
    desk: Desk, city: City
) -> None:
    (east, west), target = city.counties, city.schools[2]
    case, handover = sent(desk, city)
    assert stands(desk, handover) == (
        HandoverState.SENT,
        CaseState.HANDED_OVER,
        city.schools[0].code,
    )
    assert sight(desk) == {west.code: GrantReason.OFFERED}
    desk.sit(Role.COUNTY_OFFICER, west)
    assert f"/handovers/{handover.id}" in desk.client.page("/handovers").links
    assert desk.client.get(f"/cases/{case.id}").status_code == 200
    assert desk.client.get(f"/cases/{case.id}/reassign").status_code == 302  # not its own yet
    assert act(desk, handover, "receive", owner=city.schools[0].code) == 422
    assert act(desk, handover, "receive", owner=target.code) == 302
    assert stands(desk, handover) == (HandoverState.ACCEPTED, CaseState.ASSIGNED, target.code)
    assert sight(desk) == {east.code: GrantReason.HANDED_OVER}
    with desk.backstage():
        assert db.session.get_one(Child, case.child_id).org_path == target.path
        assert db.session.scalars(select(Flag)).one().org_path == target.path
    assert [e.kind for e in desk.story(case)[-2:]] == [EventKind.SENT_OVER, EventKind.RECEIVED]
    desk.sit(Role.COUNTY_OFFICER, east)
    shown = desk.client.page(f"/cases/{case.id}")
    assert "taken over" in shown.text
    assert f"/cases/{case.id}/reassign" not in shown.links
    answer = desk.send(desk.now(case), "/reassign", owner=city.schools[1].code, reason="不应可行")
    assert answer.status_code in {302, 409, 422}
    assert desk.owner(case) == target.code
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.client.get(f"/cases/{case.id}").status_code == 404


def test_a_child_that_is_sent_back_stands_as_before(desk: Desk, city: City) -> None:
    case, handover = sent(desk, city)
    desk.sit(Role.COUNTY_OFFICER, city.counties[1])
    assert act(desk, handover, "refuse", reason="") == 422
    assert act(desk, handover, "refuse", reason="该生未在我区居住") == 302
    assert stands(desk, handover) == (
        HandoverState.REFUSED, CaseState.PERSUADING, city.schools[0].code
    )  # fmt: skip
    assert sight(desk) == {}
    assert desk.client.get(f"/cases/{case.id}").status_code == 404
    assert "not shown any more" in desk.client.page("/handovers").text
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert "该生未在我区居住" in desk.client.page(f"/handovers/{handover.id}").text
    assert act(desk, handover, "withdraw", reason="重复的撤回") == 409


def test_the_sender_may_take_it_back_before_it_is_answered(desk: Desk, city: City) -> None:
    case, handover = sent(desk, city)
    assert act(desk, handover, "withdraw", reason="家长已回原籍") == 302
    assert stands(desk, handover)[:2] == (HandoverState.WITHDRAWN, CaseState.PERSUADING)
    desk.sit(Role.COUNTY_OFFICER, city.counties[1])
    assert desk.client.get(f"/handovers/{handover.id}").status_code == 404
    assert desk.now(case).state is CaseState.PERSUADING


def test_a_receipt_from_outside_with_a_school_lets_the_bureau_end_the_file(
    desk: Desk, city: City
) -> None:
    case, handover = sent(desk, city, receiver="outside", place="虚构外省某县教育局")
    assert act(desk, handover, "end", reason="已有学校接收") == 409
    receipt = {"receipt_on": f"{clock.today()}", "school": "", "contact": "虚构王科员 19900005555",
               "document": "虚构函〔2026〕5号"}  # fmt: skip
    early = f"{clock.today() - timedelta(days=2)}"
    assert act(desk, handover, "receipt", **{**receipt, "receipt_on": early}) == 422
    assert act(desk, handover, "receipt", **receipt) == 302
    assert act(desk, handover, "end", reason="没有学校") == 409
    assert act(desk, handover, "receipt", **{**receipt, "school": "虚构外省第一小学"}) == 302
    assert stands(desk, handover)[:2] == (HandoverState.CONFIRMED, CaseState.HANDED_OVER)
    assert "虚构外省第一小学" in desk.client.page(f"/handovers/{handover.id}").text
    assert act(desk, handover, "end", reason="回执证明已在读") == 302
    assert stands(desk, handover)[:2] == (HandoverState.ENDED, CaseState.CLOSED)
    with desk.backstage():
        assert db.session.scalars(select(Flag.status)).one() is FlagStatus.CONFIRMED
        assert case.number


def test_without_a_receipt_in_time_the_file_goes_back_to_work(desk: Desk, city: City) -> None:
    today = clock.today()
    case = desk.file(CaseState.HANDED_OVER, city.schools[0], due_on=today)
    with desk.backstage():
        handover = a_handover(case, *city.counties)
        assert take_back_silent(today) == 0
        assert take_back_silent(today + timedelta(days=1)) == 1
        assert take_back_silent(today + timedelta(days=1)) == 0
    assert stands(desk, handover) == (
        HandoverState.LAPSED,
        CaseState.ASSIGNED,
        city.schools[0].code,
    )
    assert sight(desk) == {}
    last = desk.story(case)[-1]
    assert (last.from_state, last.to_state) == (CaseState.HANDED_OVER, CaseState.ASSIGNED)
