from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.notice import Notice
from models.outcome import Outcome
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.roles import Role
from tests.builders import City, proof_of
from tests.desks import Desk
from tests.pages import Page
from tracking.kernel import clock

PATH = "/outcomes/new"
TEXT = "转入学校盖章的就读证明，已与对方电话核实。"


def a_result(**changes: Any) -> dict[str, Any]:
    return {"code": "V02", "happened_on": clock.today().isoformat(), "proof": TEXT, **changes}


def proved(desk: Desk, city: City, code: str = "V02") -> Case:
    """A case at work whose file holds what a result needs."""
    case = desk.file(S.VERIFYING, city.schools[0])
    with desk.backstage():
        proof_of(db.session.get_one(Case, case.id), OutcomeCode(code))
    return case


def results(desk: Desk, case: Case) -> list[Outcome]:
    with desk.backstage():
        query = select(Outcome).where(Outcome.case_id == case.id).order_by(Outcome.id)
        return list(db.session.scalars(query))


def test_a_result_waits_for_the_bureau_which_is_told(desk: Desk, city: City) -> None:
    case = proved(desk, city)
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.send(case, PATH, **a_result()).location == f"/cases/{case.id}"
    now = desk.now(case)
    assert (now.state, now.outcome) == (S.SUBMITTED, None)
    [kept] = results(desk, case)
    assert (kept.code, kept.proof, kept.from_state) == (OutcomeCode.V02, TEXT, S.VERIFYING)
    assert (kept.decision, kept.submitted_by_id) == (Decision.PENDING, me.id)
    with desk.backstage():
        [notice] = db.session.scalars(select(Notice)).all()
        assert (notice.organisation_id, notice.kind) == (city.counties[0].id, NoticeKind.SUBMITTED)
    assert desk.story(case)[-1].kind is EventKind.SUBMITTED
    assert [entry.details for entry in desk.audit("outcome.submit")] == [{"code": "V02"}]
    page = desk.client.page(f"/cases/{case.id}").text
    assert "Result to be reviewed" in page
    assert TEXT in page
    assert f"Waits for {city.counties[0].name}" in page


def test_each_result_says_what_proves_it(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page(f"/cases/{case.id}{PATH}")
    offered = [field["value"] for field in page.fields if field.get("name") == "code"]
    assert sorted(offered) == sorted(code.value for code in OutcomeCode)
    assert "Reply of the police station." in page.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "", "Choose what was found."),
        ("code", "V99", "Not a valid choice"),
        ("happened_on", "2999-01-01", "has not come yet"),
        ("happened_on", "2010-01-01", "was not born"),
        ("happened_on", "31.12.", "Write a day"),
        ("proof", "有证明", "between 10 and 4000"),
        ("proof", "", "Write down what proves it."),
    ],
)
def test_a_result_without_its_proof_is_refused_and_keeps_what_was_typed(
    desk: Desk, city: City, field: str, value: str, words: str
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    sent = a_result(**{field: value})
    answer = desk.send(case, PATH, **sent)
    assert answer.status_code == 422
    assert words in Page(answer.text).text
    assert sent["proof"] in answer.text
    assert results(desk, case) == []
    assert desk.now(case).state is S.VERIFYING


def test_a_stale_page_shows_what_changed_and_can_be_sent_again(desk: Desk, city: City) -> None:
    case = proved(desk, city)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for version in ("0", "", "x"):
        stale = desk.send(case, PATH, **a_result(version=version))
        assert stale.status_code == 409
        assert "changed this case" in stale.text
        assert TEXT in stale.text
    fields = Page(stale.text).forms[-1]["fields"]
    assert desk.send(case, PATH, **a_result(version=fields["version"])).status_code == 302
    assert len(results(desk, case)) == 1


def test_a_second_result_is_not_possible_while_one_waits(desk: Desk, city: City) -> None:
    case = proved(desk, city)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, PATH, **a_result())
    assert desk.client.get(f"/cases/{case.id}{PATH}").location == f"/cases/{case.id}"
    assert desk.send(desk.now(case), PATH, **a_result()).status_code == 409
    assert len(results(desk, case)) == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COUNTY_OFFICER, 403),
        (Role.CITY_OFFICER, 403),
        (Role.INSPECTOR, 403),
        (Role.AUDITOR, 403),
    ],
)
def test_only_the_school_proposes_results(desk: Desk, city: City, role: Role, status: int) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(role, city.counties[0])
    assert desk.client.get(f"/cases/{case.id}{PATH}").status_code == status
    assert desk.send(case, PATH, **a_result()).status_code == status
    assert results(desk, case) == []


def test_a_strangers_case_is_not_there(desk: Desk, city: City) -> None:
    case = desk.file(S.VERIFYING, city.schools[1])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.client.get(f"/cases/{case.id}{PATH}").status_code == 404
    assert desk.send(case, PATH, **a_result()).status_code == 404


def in_days(count: int) -> str:
    return (clock.today() + timedelta(days=count)).isoformat()


@pytest.mark.parametrize(
    ("code", "until", "words"),
    [
        ("V05", "", "Say until which day this holds."),
        ("V03", "", "Say until which day this holds."),
        ("V06", in_days(-1), "lies in the past"),
        ("V12", in_days(367), "At the latest"),
        ("V04", in_days(61), "At the latest"),
        ("V05", "31.12.", "Write a day"),
    ],
)
def test_a_result_for_a_time_says_until_when_within_its_limits(
    desk: Desk, city: City, code: str, until: str, words: str
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = desk.send(case, PATH, **a_result(code=code, valid_until=until))
    assert answer.status_code == 422
    assert words in Page(answer.text).text
    assert results(desk, case) == []


def test_the_last_day_of_a_result_stands_on_the_file(desk: Desk, city: City) -> None:
    case = proved(desk, city, "V05")
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    until = clock.today() + timedelta(days=60)
    desk.send(case, PATH, **a_result(code="V05", valid_until=until.isoformat()))
    assert results(desk, case)[0].valid_until == until
    assert until.isoformat() in desk.client.page(f"/cases/{case.id}").text


@pytest.mark.parametrize("typed", [in_days(9), "31.12."])
def test_a_result_for_good_has_no_last_day(desk: Desk, city: City, typed: str) -> None:
    case = proved(desk, city)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.send(case, PATH, **a_result(valid_until=typed)).status_code == 302
    assert results(desk, case)[0].valid_until is None
