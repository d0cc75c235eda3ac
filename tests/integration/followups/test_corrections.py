"""A correction stands beside what it corrects; forms for paper; a bureau's texts to start from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.case import Case
from models.database import db
from models.follow_up import FollowUp
from models.vocabulary.cases import CaseState as S
from models.vocabulary.roles import Role
from models.wording import Wording
from tests.builders import City
from tests.desks import NAME, Desk
from tracking.kernel import clock

ACCOUNT = "母亲说全家搬到外地，孩子在当地上学，愿意寄来证明。"
PATH = "/follow-ups/new"


def a_visit(**changes: Any) -> dict[str, Any]:
    given = {
        "kind": "home_visit",
        "happened_on": clock.today().isoformat(),
        "participants": "李老师",
        "counterpart": "guardian",
        "account": ACCOUNT,
        "result": "elsewhere",
        "attitude": "willing",
        "parents_attitude": "willing",
        "purpose": "verify",
    }
    return {**given, **changes}


def records(desk: Desk, case: Case) -> list[FollowUp]:
    with desk.backstage():
        query = select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)
        return list(db.session.scalars(query))


def test_a_correction_is_a_new_record_and_the_former_one_is_struck(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, PATH, **a_visit())
    [former] = records(desk, case)
    address = f"{PATH}?corrects={former.id}"
    assert ACCOUNT in desk.client.get(f"/cases/{case.id}{address}").text
    right = "更正：孩子在家，没有在外地上学，母亲看错了。"
    assert desk.send(case, address, **a_visit(account=right)).status_code == 302
    former_now, new = records(desk, case)
    assert (former_now.account, new.account) == (ACCOUNT, right)
    assert (new.corrects_id, new.number, new.turn) == (former.id, 1, 1)
    page = desk.client.page(f"/cases/{case.id}")
    assert f"#contact-{new.id}" in page.links
    assert f"<s>{ACCOUNT}</s>" in desk.client.get(f"/cases/{case.id}").text
    again = desk.send(case, address, **a_visit(account="再次更正同一条记录，不应成功。"))
    assert again.status_code == 409
    assert "corrected already" in again.text
    assert len(records(desk, case)) == 2
    assert desk.client.get(f"/cases/{case.id}{PATH}?corrects=999999").status_code == 404


def test_the_forms_for_the_paper_file_are_masked_until_asked_for(desk: Desk, city: City) -> None:
    case = desk.file(S.PERSUADING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    forms = f"/cases/{case.id}/follow-ups/forms"
    assert "No contact in this episode yet" in desk.client.page(forms).text
    desk.send(case, PATH, **a_visit(purpose="persuade"))
    desk.send(case, PATH, **a_visit(purpose="verify"))
    page = desk.client.page(forms)
    assert "Persuasion record" in page.text
    assert "Home visit record" in page.text
    assert NAME not in page.text
    number = records(desk, case)[0].id
    assert "Home visit record" not in desk.client.page(f"{forms}?record={number}").text
    assert NAME in desk.client.send(forms, {}).text
    assert [e.details for e in desk.audit("case.reveal")] == [{"purpose": "write_paper"}]


def test_a_bureau_keeps_its_own_texts_to_start_from(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    text = "虚构: 已告知九年义务教育的规定"
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.client.send("/wordings", {"purpose": "verify", "text": ""}).status_code == 422
    assert desk.client.send("/wordings", {"purpose": "verify", "text": text}).status_code == 302
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert text in desk.client.page(f"/cases/{case.id}{PATH}").text
    desk.sit(Role.COUNTY_OFFICER, city.counties[1])
    assert text not in desk.client.page("/wordings").text
    with desk.backstage():
        number = db.session.scalars(select(Wording.id)).one()
    path = f"/wordings/{number}/retire"
    assert desk.client.send(path, {}, page="/wordings").status_code == 404
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.client.send(path, {}, page="/wordings").status_code == 302
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert text not in desk.client.page(f"/cases/{case.id}{PATH}").text
