"""Both lines of a child: named when its file comes to a school, acknowledged, told when silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, func, select, type_coerce

from models.case import Case
from models.database import db
from models.grant import Grant
from models.notice import Notice
from models.organisation import Organisation
from models.responsible import Responsible
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.lines import Post, Way
from models.vocabulary.notices import NoticeKind
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import (
    City,
    a_case,
    a_child,
    a_city,
    a_flag,
    a_responsible,
    a_user,
    an_organisation,
)
from tests.desks import Desk
from tracking.kernel import clock
from tracking.kernel.schooldays import add_school_days
from tracking.lines.naming import name_posts
from tracking.lines.watching import look_after_lines


@pytest.fixture
def city(desk: Desk) -> City:
    with desk.backstage():
        return a_city()


def township_in(city: City, name: str = "虚构第一镇人民政府") -> Organisation:
    return an_organisation(Level.TOWNSHIP, city.counties[0], name=name)


def posts(case: Case) -> dict[Post, str]:
    """Who holds which post now: the account, or the organisation without one."""
    query = select(Responsible).where(
        Responsible.case_id == case.id, Responsible.ended_at.is_(None)
    )
    return {
        row.post: row.user.display_name
        if row.user
        else (row.organisation.name if row.organisation else row.place)
        for row in db.session.scalars(query)
    }


def test_posts_are_filled_when_a_case_is_given_to_a_school(desk: Desk, city: City) -> None:
    school = city.schools[0]
    with desk.backstage():
        township_in(city, "虚构第二镇人民政府")
        near = township_in(city)
        head = a_user(Role.SCHOOL_ADMIN, school)
        child = a_child(school, details={"address": "虚构市虚构区虚构第一镇幸福路1号"})
        case = a_case(CaseState.CLUE, school, child, owner=city.counties[0])
    officer = desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, "/assign", owner=school.code).status_code == 302
    with desk.backstage():
        assert posts(case) == {
            Post.BUREAU: officer.display_name,
            Post.SCHOOL: head.display_name,
            Post.TOWNSHIP: near.name,
        }
        grant = db.session.scalars(select(Grant)).one()
        assert (grant.case_id, grant.org_path) == (case.id, near.path)
    page = desk.client.page(f"/cases/{case.id}")
    assert near.name in page.text
    assert "not acknowledged yet" in page.text


def test_another_owner_ends_what_does_not_fit_and_keeps_the_history(desk: Desk, city: City) -> None:
    first, second = city.schools[:2]
    with desk.backstage():
        township = township_in(city)
        case = a_case(CaseState.VERIFYING, first)
        name_posts([case.id])
        db.session.commit()
        assert db.session.scalar(select(func.count(Grant.id))) == 1  # the county's only township
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    desk.send(case, "/reassign", owner=township.code, reason="由属地继续查找")
    with desk.backstage():
        assert posts(case)[Post.SCHOOL] == first.name
        sight = select(Grant.organisation_id).where(Grant.ended_at.is_(None))
        assert list(db.session.scalars(sight)) == [first.id]
    desk.send(desk.now(case), "/reassign", owner=second.code, reason="改由初中负责")
    with desk.backstage():
        assert posts(case)[Post.SCHOOL] == second.name
        ended = select(Responsible.organisation_id).where(Responsible.ended_at.is_not(None))
        former = list(db.session.scalars(ended.where(Responsible.post == Post.SCHOOL)))
        assert former == [first.id]
        assert list(db.session.scalars(sight)) == [township.id]


def test_the_primary_school_of_a_child_that_did_not_arrive_stands_on_the_line(
    desk: Desk, city: City
) -> None:
    primary, junior, _far = city.schools
    with desk.backstage():
        case = a_case(CaseState.ASSIGNED, junior, a_child(junior))
        a_flag(case, "JUNIOR_NO_SHOW", evidence={"from_school": primary.code})
        name_posts([case.id])
        db.session.commit()
        assert posts(case)[Post.FORMER_SCHOOL] == primary.name
    desk.sit(Role.SCHOOL_ADMIN, primary)
    page = desk.client.page(f"/cases/{case.id}")
    assert f"/cases/{case.id}/follow-ups/new" in page.links
    assert f"/cases/{case.id}/outcomes/new" not in page.links
    form = {"code": "V01", "happened_on": str(clock.today()), "proof": "班主任签字的点名表一份"}
    answer = desk.client.send(
        f"/cases/{case.id}/outcomes/new", {**form, "version": case.version}, page="/cases"
    )
    assert answer.status_code in {302, 403, 409, 422}
    assert desk.now(case).state is CaseState.ASSIGNED


def test_each_organisation_acknowledges_its_own_post(desk: Desk, city: City) -> None:
    with desk.backstage():
        township = township_in(city)
        case = a_case(CaseState.VERIFYING, city.schools[0])
        name_posts([case.id])
        db.session.commit()
        rows = {r.post: r for r in db.session.scalars(select(Responsible))}
    user = desk.sit(Role.TOWNSHIP_OFFICER, township)
    page = f"/cases/{case.id}/lines"
    mine, theirs = (f"{page}/{rows[p].id}/acknowledge" for p in (Post.TOWNSHIP, Post.SCHOOL))
    assert desk.client.send(theirs, {}, page=page).status_code == 422
    assert desk.client.send(mine, {}, page=page).status_code == 302
    assert desk.client.send(mine, {}, page=page).status_code == 409
    with desk.backstage():
        row = db.session.get_one(Responsible, rows[Post.TOWNSHIP].id)
        assert (row.way, row.user_id, row.acknowledged_on) == (
            Way.SIGNED_IN, user.id, clock.today()
        )  # fmt: skip
        assert db.session.get_one(Responsible, rows[Post.SCHOOL].id).acknowledged_at is None
    assert desk.story(case)[-1].kind is EventKind.ACKNOWLEDGED


def test_a_bureau_names_a_village_head_and_notes_the_acknowledgement(
    desk: Desk, city: City
) -> None:
    with desk.backstage():
        case = a_case(CaseState.VERIFYING, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = f"/cases/{case.id}/lines"
    person = {"post": "village", "account": "", "organisation": "", "phone": "19900008888"}
    wrong = desk.client.send(page, {**person, "name": "虚构村长", "place": ""}, page=page)
    assert wrong.status_code == 422
    assert "虚构村长" in wrong.text
    assert (
        desk.client.send(
            page, {**person, "name": "虚构村长", "place": "虚构村委会"}, page=page
        ).status_code
        == 302
    )
    shown = desk.client.page(page).text
    assert "199****8888" in shown
    assert "19900008888" not in shown
    with desk.backstage():
        row = db.session.scalars(select(Responsible)).one()
        raw = db.session.scalars(select(type_coerce(Responsible.phone, LargeBinary))).one()
        assert b"19900008888" not in bytes(raw)
    note = f"{page}/{row.id}/acknowledge"
    assert desk.client.send(note, {}, page=page).status_code == 422
    day = f"{clock.today()}"
    assert desk.client.send(note, {"way": "paper", "on": day}, page=page).status_code == 302
    assert "on paper" in desk.client.page(page).text
    full = desk.client.send(f"{page}/telephones", {"purpose": "call_family"}, page=page)
    assert "19900008888" in full.text
    assert [e.kind for e in desk.story(case)][-3:] == [
        EventKind.NAMED, EventKind.ACKNOWLEDGED, EventKind.REVEALED
    ]  # fmt: skip
    assert [e.details for e in desk.audit("line.reveal")] == [{"purpose": "call_family"}]


def kinds_told(kind: NoticeKind) -> list[str]:
    query = select(Organisation.code).join(Notice, Notice.organisation_id == Organisation.id)
    return sorted(db.session.scalars(query.where(Notice.kind == kind)))


def test_a_silent_line_is_told_once_to_the_next_level_and_to_the_other_line(
    desk: Desk, city: City
) -> None:
    school, county = city.schools[0], city.counties[0]
    today = date(2026, 11, 25)
    named = clock.at(add_school_days(today, -4), 9)
    with desk.backstage():
        township = township_in(city)
        case = a_case(CaseState.VERIFYING, school)
        for post, place in (
            (Post.SCHOOL, school),
            (Post.TOWNSHIP, township),
            (Post.BUREAU, county),
        ):
            done = {"acknowledged_at": named, "way": Way.SIGNED_IN} if post is Post.SCHOOL else {}
            a_responsible(case, post, place, named_at=named, **done)
        assert look_after_lines(today, clock.at(today, 5)).silent_lines == 1
        assert look_after_lines(today, clock.at(today, 6)).silent_lines == 0
        assert kinds_told(NoticeKind.LINE_SILENT) == sorted([county.code, school.code])
        later = add_school_days(today, 4)
        assert look_after_lines(later, clock.at(later, 5)).silent_lines == 1
        assert city.bureau.code in kinds_told(NoticeKind.LINE_SILENT)
    [first, second] = [e for e in desk.story(case) if e.kind is EventKind.ESCALATED]
    assert first.details["line"] == "government"
    assert (first.details["owner_id"], second.details["owner_id"]) == (county.id, city.bureau.id)
    desk.sit(Role.SCHOOL_ADMIN, school)
    page = desk.client.page(f"/cases/{case.id}")
    assert "Government line: nobody has acknowledged the file since" in page.text


def test_whoever_left_is_replaced_and_the_owner_is_told(desk: Desk, city: City) -> None:
    school = city.schools[0]
    with desk.backstage():
        left = a_user(Role.SCHOOL_ADMIN, school)
        case = a_case(CaseState.VERIFYING, school)
        name_posts([case.id])
        db.session.commit()
        assert posts(case)[Post.SCHOOL] == left.display_name
        left.enabled = False
        after = a_user(Role.SCHOOL_ADMIN, school)
        result = look_after_lines(clock.today(), clock.now() + timedelta(minutes=1))
        assert result.left == 1
        assert posts(case)[Post.SCHOOL] == after.display_name
        assert kinds_told(NoticeKind.PERSON_LEFT) == [school.code]
