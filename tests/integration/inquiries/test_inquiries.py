"""A department learns the least of a child, replies or refuses, and is reminded until it does."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.inquiry import Inquiry
from models.notice import Notice
from models.organisation import Organisation
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.inquiries import InquiryState, Reply
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import City, a_city, an_inquiry, an_organisation
from tests.desks import ADDRESS, NAME, Desk
from tracking.inquiries.clocking import remind_departments
from tracking.inquiries.queries import departments_for
from tracking.kernel import clock
from tracking.kernel.schooldays import add_school_days


@pytest.fixture
def city(desk: Desk) -> City:
    with desk.backstage():
        return a_city()


@pytest.fixture
def police(desk: Desk, city: City) -> Organisation:
    with desk.backstage():
        county = city.counties[0]
        return an_organisation(Level.DEPARTMENT, county, code="150291901", name="虚构东区公安局")


def asked(desk: Desk, city: City, police: Organisation) -> tuple[Case, Inquiry]:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = f"/cases/{case.id}/inquiries"
    form = {"department": police.code, "question": "户籍是否迁出", "wanted": "户籍信息",
            "version": case.version}  # fmt: skip
    assert desk.client.send(page, {**form, "question": ""}).status_code == 422
    assert desk.client.send(page, form).status_code == 302
    with desk.backstage():
        return case, db.session.scalars(select(Inquiry)).one()


def test_a_department_sees_the_least_and_its_reply_stands_in_the_file(
    desk: Desk, city: City, police: Organisation
) -> None:
    case, inquiry = asked(desk, city, police)
    assert set(inquiry.shown) == {"name", "sex", "birth_date", "id_number"}
    assert inquiry.due_on == add_school_days(clock.today(), 10)
    officer = desk.sit(Role.DEPARTMENT_OFFICER, police)
    assert f"/inquiries/{inquiry.id}" in desk.client.page("/inquiries").links
    page = f"/inquiries/{inquiry.id}"
    shown = desk.client.page(page).text
    assert "户籍是否迁出" in shown
    assert NAME not in shown
    full = desk.client.send(f"{page}/child", {}, page=page).text
    assert NAME in full
    assert inquiry.shown["id_number"] in full
    assert ADDRESS not in full
    for hidden in ("/cases", f"/cases/{case.id}", "/flags"):
        assert desk.client.get(hidden).status_code == 403
    form = {"reply": "found", "account": "2026年9月迁往外省", "version": inquiry.version}
    assert desk.client.send(f"{page}/answer", {**form, "account": ""}, page=page).status_code == 422
    assert desk.client.send(f"{page}/answer", form, page=page).status_code == 302
    assert desk.client.send(f"{page}/answer", form, page="/inquiries").status_code == 409
    story = desk.story(case)[-3:]
    assert [e.kind for e in story] == [EventKind.INQUIRED, EventKind.REVEALED, EventKind.ANSWERED]
    assert {e.actor_id for e in story[1:]} == {officer.id}
    assert [e.target for e in desk.audit("inquiry.reveal")] == [f"inquiry:{inquiry.id}"]
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    file = desk.client.page(f"/cases/{case.id}").text
    assert "2026年9月迁往外省" in file
    assert "Reply of 虚构东区公安局: The child was found" in file


def test_a_department_may_refuse_with_its_reason(
    desk: Desk, city: City, police: Organisation
) -> None:
    case, inquiry = asked(desk, city, police)
    desk.sit(Role.DEPARTMENT_OFFICER, police)
    form = {"reply": "refuse", "account": "不属本局管辖", "version": inquiry.version}
    desk.client.send(f"/inquiries/{inquiry.id}/answer", form, page="/inquiries")
    with desk.backstage():
        now = db.session.get_one(Inquiry, inquiry.id)
        assert (now.state, now.reply, now.account) == (InquiryState.REFUSED, None, "不属本局管辖")
        told = select(Notice.organisation_id).where(Notice.kind == NoticeKind.ANSWERED)
        assert set(db.session.scalars(told)) == {city.counties[0].id, city.schools[0].id}
    assert desk.story(case)[-1].details["state"] == "refused"


def test_another_department_sees_nothing_of_it_and_a_withdrawn_one_is_gone(
    desk: Desk, city: City, police: Organisation
) -> None:
    case, inquiry = asked(desk, city, police)
    with desk.backstage():
        other = an_organisation(Level.DEPARTMENT, city.counties[0], name="虚构东区民政局")
    desk.sit(Role.DEPARTMENT_OFFICER, other)
    assert desk.client.get(f"/inquiries/{inquiry.id}").status_code == 404
    assert "No inquiry yet" in desk.client.page("/inquiries").text
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = f"/cases/{case.id}"
    desk.client.send(f"{page}/inquiries/{inquiry.id}/withdraw", {}, page=page)
    desk.sit(Role.DEPARTMENT_OFFICER, police)
    assert desk.client.get(f"/inquiries/{inquiry.id}").status_code == 404
    with desk.backstage():
        assert db.session.get_one(Inquiry, inquiry.id).shown == {}


def test_the_clock_reminds_then_tells_the_bureau_and_then_the_one_above(
    desk: Desk, city: City, police: Organisation
) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    due = date(2026, 11, 25)
    with desk.backstage():
        an_inquiry(case, police, due_on=due)
        done = []
        for day in (-2, -1, -1, 1, 1, 6, 6):
            on = add_school_days(due, day)
            result = remind_departments(on, clock.at(on, 5))
            done.append((result.inquiries_reminded, result.inquiries_escalated))
        assert done == [(0, 0), (1, 0), (0, 0), (0, 1), (0, 0), (0, 1), (0, 0)]
        told = select(Notice.organisation_id).where(
            Notice.kind == NoticeKind.INQUIRY_DUE, Notice.case_id.is_not(None)
        )
        assert list(db.session.scalars(told.order_by(Notice.id))) == [
            city.counties[0].id, city.bureau.id
        ]  # fmt: skip
    assert [e.kind for e in desk.story(case)][1:] == [EventKind.REMINDED] * 2
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert case.number in desk.client.page("/inquiries/asked").text
    desk.sit(Role.DEPARTMENT_OFFICER, police)
    assert "Inquiry" in desk.client.page("/notices").text


def test_a_county_may_ask_its_own_and_the_citys_departments(
    desk: Desk, city: City, police: Organisation
) -> None:
    with desk.backstage():
        of_city = an_organisation(Level.DEPARTMENT, city.bureau, name="虚构市民政局")
        an_organisation(Level.DEPARTMENT, city.counties[1], name="虚构西区公安局")
        found = {o.id for o in departments_for(city.counties[0])}
        assert found == {police.id, of_city.id}
        assert Reply.FOUND.value == "found"
