from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from models.case import Case
from models.child import Child
from models.database import db
from models.follow_up import FollowUp
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.follow_ups import ContactPurpose, ContactResult, FollowUpKind, PartySide
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import City, an_organisation
from tests.desks import Desk
from tests.pages import Page
from tracking.kernel import clock

ACCOUNT = "母亲说全家搬到外地，孩子在当地上学，愿意寄来证明。"


def a_visit(**changes: Any) -> dict[str, Any]:
    given = {
        "kind": "home_visit",
        "happened_on": clock.today().isoformat(),
        "participants": "李老师、社区网格员",
        "counterpart": "guardian",
        "met_with": "母亲",
        "account": ACCOUNT,
        "result": "elsewhere",
        "attitude": "willing",
        "parents_attitude": "willing",
        "purpose": "verify",
        "next_step": "等待就读证明",
        "next_on": (clock.today() + timedelta(days=3)).isoformat(),
    }
    return {**given, **changes}


def records(desk: Desk, case: Case) -> list[FollowUp]:
    with desk.backstage():
        query = select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)
        return list(db.session.scalars(query))


PATH = "/follow-ups/new"


def test_the_first_contact_starts_the_verification_with_a_new_deadline(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], due_on=clock.today() - timedelta(days=2))
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.send(case, PATH, **a_visit()).location == f"/cases/{case.id}"
    now = desk.now(case)
    assert now.state is S.VERIFYING
    assert now.due_on is not None
    assert now.due_on > clock.today()
    [kept] = records(desk, case)
    assert (kept.number, kept.kind, kept.result) == (
        1,
        FollowUpKind.HOME_VISIT,
        ContactResult.ELSEWHERE,
    )
    assert (kept.account, kept.met_with, kept.recorded_by_id) == (ACCOUNT, "母亲", me.id)
    line = desk.story(case)[-1]
    assert (line.kind, line.from_state, line.to_state) == (
        EventKind.FOLLOW_UP,
        S.ASSIGNED,
        S.VERIFYING,
    )
    assert [entry.target for entry in desk.audit("case.follow_up")] == [f"case:{case.id}"]
    page = desk.client.page(f"/cases/{case.id}")
    assert "Contact 1 has been written down. The next step is due on" in page.text
    assert ACCOUNT in page.text
    assert "Home visit, contact 1" in page.text


def test_what_was_said_is_neither_logged_nor_readable_on_disk(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, PATH, **a_visit())
    assert ACCOUNT not in str([line.details for line in desk.story(case)])
    assert ACCOUNT not in str([entry.details for entry in desk.audit("case.follow_up")])
    with desk.backstage():
        raw = db.session.scalar(select(type_coerce(FollowUp.account, LargeBinary)))
        assert ACCOUNT.encode() not in bytes(raw or b"")


def test_the_first_talk_after_confirmation_begins_the_persuasion(desk: Desk, city: City) -> None:
    case = desk.file(S.CONFIRMED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, PATH, **a_visit())
    assert desk.now(case).state is S.PERSUADING
    later = desk.client.page(f"/cases/{case.id}").text
    assert "Persuasion" in later


@pytest.mark.parametrize("state", [S.PERSUADING, S.MISSING])
def test_each_further_contact_renews_the_deadline(desk: Desk, city: City, state: S) -> None:
    long_ago = clock.today() - timedelta(days=20)
    case = desk.file(state, city.schools[0], due_on=long_ago, escalation=2)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, PATH, **a_visit())
    now = desk.now(case)
    assert now.due_on is not None
    assert (now.state, now.due_on > clock.today(), now.escalation) == (state, True, 0)


def test_an_older_page_does_no_harm_and_contacts_are_numbered(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for way in ("call", "home_visit", "workplace"):
        assert desk.send(case, PATH, **a_visit(kind=way)).status_code == 302
    assert [record.number for record in records(desk, case)] == [1, 2, 3]


def test_a_contact_that_is_sent_twice_is_written_down_once(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for _ in range(2):
        assert desk.send(case, PATH, **a_visit()).status_code == 302
    assert len(records(desk, case)) == 1
    assert len(desk.story(case)) == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "", "Choose one."),
        ("kind", "pigeon", "Not a valid choice"),
        ("result", "", "Choose one."),
        ("happened_on", "", "Write a day"),
        ("happened_on", "gestern", "Write a day"),
        ("happened_on", "2999-01-01", "has not come yet"),
        ("happened_on", "2013-05-05", "was not born"),
        ("participants", " ", "Name who went"),
        ("counterpart", "", "Choose one."),
        ("counterpart", "nobody", "so nobody said this"),
        ("cause", "77", "Not a valid choice"),
        ("happened_at", "noon", "Not a valid time"),
        ("account", "没人", "between 10 and 4000"),
        ("account", "", "Write down what was found"),
        ("next_on", "2020-01-01", "cannot lie before"),
        ("next_step", "长" * 501, "too long"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_stays(
    desk: Desk, city: City, field: str, value: str, words: str
) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    sent = a_visit(**{"result": "will_return", field: value})
    answer = desk.send(case, PATH, **sent)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert words in page.text
    assert page.text.count("There is a problem") == 1
    kept = page.forms[-1]["fields"]
    for name in ("participants", "met_with", "next_step"):
        assert kept[name] == sent[name].strip()
    assert sent["account"] in answer.text
    assert records(desk, case) == []
    assert desk.now(case).version == case.version


def test_the_form_knows_today_and_who_writes_and_keeps_a_draft(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page(f"/cases/{case.id}{PATH}")
    form = page.forms[-1]
    assert form["data-draft"] == "contact"
    assert form["fields"]["happened_on"] == clock.today().isoformat()
    assert form["fields"]["participants"] == me.display_name


@pytest.mark.parametrize("state", [S.CLUE, S.SUBMITTED, S.EXCLUDED])
def test_there_is_nothing_to_record_while_the_bureau_has_the_turn(
    desk: Desk, city: City, state: S
) -> None:
    case = desk.file(state, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.client.get(f"/cases/{case.id}{PATH}").location == f"/cases/{case.id}"
    answer = desk.send(case, PATH, **a_visit())
    assert answer.status_code == 409
    assert ACCOUNT in answer.text
    assert records(desk, case) == []


def test_the_township_records_visits_for_cases_it_was_given(desk: Desk, city: City) -> None:
    with desk.backstage():
        street = an_organisation(Level.TOWNSHIP, city.counties[0], name="虚构街道")
    case = desk.file(S.MISSING, city.schools[0], owner=street)
    with desk.backstage():
        db.session.get_one(Child, case.child_id).org_path = street.path
    desk.sit(Role.TOWNSHIP_OFFICER, street)
    assert desk.send(case, PATH, **a_visit(result="not_reached")).status_code == 302
    assert len(records(desk, case)) == 1


def test_only_who_looks_for_the_child_records_contacts(desk: Desk, city: City) -> None:
    near, far = (desk.file(S.ASSIGNED, school) for school in city.schools[:2])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(near, PATH, **a_visit()).status_code == 403
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.client.get(f"/cases/{far.id}{PATH}").status_code == 404
    assert desk.send(far, PATH, **a_visit()).status_code == 404
    assert records(desk, near) + records(desk, far) == []


def test_a_child_without_a_known_birth_date_can_be_visited(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    with desk.backstage():
        db.session.get_one(Child, case.child_id).birth_date = None
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    day = date(2026, 11, 2).isoformat()
    assert desk.send(case, PATH, **a_visit(happened_on=day)).status_code == 302


def test_a_call_needs_four_fields_and_a_visit_takes_all_of_the_form(desk: Desk, city: City) -> None:
    case = desk.file(S.PERSUADING, city.schools[0])
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page(f"/cases/{case.id}{PATH}?kind=call")
    prefilled = page.forms[-1]["fields"]
    four = {"kind": "call", "counterpart": "child", "result": "other", "account": ACCOUNT}
    rest = {"attitude": "not_known", "parents_attitude": "not_known", "purpose": "persuade"}
    known = {n: prefilled[n] for n in ("happened_on", "participants")}
    assert known["participants"] == me.display_name
    assert desk.send(case, PATH, **four, **known, **rest).status_code == 302
    told = {"place": "虚构村", "family": "祖父照看", "township": "乡镇王某", "cause": "06"}
    told |= {"opinion": "家长愿意", "measures": "联系医院", "happened_at": "14:30"}
    assert desk.send(case, PATH, **a_visit(**told)).status_code == 302
    call, visit = records(desk, case)
    assert (call.purpose, call.turn, call.details) == (ContactPurpose.PERSUADE, 1, {})
    assert (visit.number, visit.turn, str(visit.cause)) == (2, 1, "06")
    assert visit.parties == [(PartySide.TOWNSHIP, "乡镇王某")]
    assert "Illness" not in desk.client.page("/cases").text
    with desk.backstage():
        raw = db.session.scalars(select(type_coerce(FollowUp.details, LargeBinary))).all()
        assert not any("祖父".encode() in bytes(one) for one in raw)
