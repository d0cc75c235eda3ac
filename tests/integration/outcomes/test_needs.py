"""Submitting is blocked until the file holds what the result needs; documents come with it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.attachment import Attachment
from models.case import Case
from models.database import db
from models.outcome import Outcome
from models.vocabulary.cases import CaseState as S
from models.vocabulary.documents import DocumentKind
from models.vocabulary.outcomes import Decision, OutcomeCode
from models.vocabulary.roles import Role
from tests.builders import City, a_contact, a_photo, an_attachment, proof_of
from tests.desks import Desk
from tests.pages import Page
from tracking.kernel import clock
from tracking.outcomes.policy import PROPOSABLE

pytestmark = pytest.mark.one_database  # the same table on both; deciding runs on both

PATH = "/outcomes/new"
TEXT = "班级点名册，班主任和校长签字。"
STUDENT = "G150291201305060014"


def a_result(**changes: Any) -> dict[str, Any]:
    return {"code": "V01", "happened_on": clock.today().isoformat(), "proof": TEXT, **changes}


def photo(kind: str, name: str = "照片.jpg", content: bytes = b"") -> dict[str, Any]:
    return {"document_kind": kind, "files": (io.BytesIO(content or a_photo()), name)}


def at_work(desk: Desk, city: City, state: S = S.VERIFYING) -> Case:
    case = desk.file(state, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    return case


def documents(desk: Desk, case: Case) -> list[DocumentKind]:
    with desk.backstage():
        query = select(Attachment.kind).where(Attachment.case_id == case.id)
        return list(db.session.scalars(query.order_by(Attachment.id)))


def said(answer: TestResponse) -> str:
    return Page(answer.text).text


@pytest.mark.parametrize("code", [code.value for code in PROPOSABLE if code.value != "V17"])
def test_no_result_is_taken_without_what_it_needs(desk: Desk, city: City, code: str) -> None:
    case = at_work(desk, city)
    placed = {"placement": "home", "place": "虚构学校", "hours_a_week": "4"}
    until = clock.today().isoformat()
    if code == "V08":
        placed["placement"] = "special"
    answer = desk.send(case, PATH, **a_result(code=code, valid_until=until, **placed))
    assert answer.status_code == 422
    assert f"Still missing for {code}:" in said(answer)
    assert TEXT in answer.text
    assert desk.now(case).state is S.VERIFYING
    with desk.backstage():
        proof_of(db.session.get_one(Case, case.id), OutcomeCode(code))
    taken = desk.send(case, PATH, **a_result(code=code, valid_until=until, **placed))
    assert taken.status_code == 302, said(taken)


def test_the_document_comes_with_the_result_in_one_form(desk: Desk, city: City) -> None:
    case = at_work(desk, city)
    answer = desk.send(case, PATH, **a_result(), **photo("attendance"))
    assert answer.status_code == 302
    assert documents(desk, case) == [DocumentKind.ATTENDANCE]
    assert desk.now(case).state is S.SUBMITTED
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}")
    assert "there: Attendance list or roll call" in page.text


def test_a_document_may_be_added_first_and_what_was_typed_stays(desk: Desk, city: City) -> None:
    case = at_work(desk, city)
    given = a_result(code="V05", proof="先存一张照片", valid_until="2026-12-31")
    answer = desk.send(case, PATH, attach="1", **given, **photo("leave"))
    assert answer.status_code == 200
    text = said(answer)
    assert "there: Approval of leave" in text
    assert "missing: Hospital certificate" in text
    assert "先存一张照片</textarea>" in answer.text
    assert 'value="2026-12-31"' in answer.text
    assert "There is a problem" not in text
    assert documents(desk, case) == [DocumentKind.LEAVE]
    assert desk.now(case).state is S.VERIFYING


def test_a_file_that_cannot_be_kept_stops_the_result_but_not_what_was_typed(
    desk: Desk, city: City
) -> None:
    case = at_work(desk, city)
    answer = desk.send(case, PATH, **a_result(), **photo("attendance", "x.jpg", b"no photo"))
    assert answer.status_code == 422
    assert "x.jpg" in said(answer)
    assert TEXT in answer.text
    unsaid = desk.send(case, PATH, **a_result(), **photo(""))
    assert "Choose what the document is." in said(unsaid)
    assert documents(desk, case) == []


def test_the_new_schools_code_and_number_stand_for_a_certificate(desk: Desk, city: City) -> None:
    case = at_work(desk, city)
    for school, number, words in (
        ("211510000", STUDENT, "ten digits"),
        ("2115100009", "G1502", "18 characters"),
        ("2115100009", "", "Write both"),
        ("", STUDENT, "Write both"),
    ):
        given = a_result(code="V02", new_school=school, new_student_no=number)
        assert words in said(desk.send(case, PATH, **given))
    given = a_result(code="V02", new_school="2115100009", new_student_no=STUDENT.lower())
    assert desk.send(case, PATH, **given).status_code == 302
    page = desk.client.page(f"/cases/{case.id}").text
    assert "2115100009" in page
    assert STUDENT not in page  # masked


def test_a_child_is_not_found_only_after_enough_attempts_of_this_episode(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.VERIFYING, city.schools[0], episode=2)
    with desk.backstage():
        stored = db.session.get_one(Case, case.id)
        for _number in range(2):
            a_contact(stored)
        a_contact(stored).episode = 1
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = desk.send(case, PATH, **a_result(code="V22"))
    assert "3 recorded contacts" in said(answer)
    with desk.backstage():
        a_contact(db.session.get_one(Case, case.id))
    assert desk.send(case, PATH, **a_result(code="V22")).status_code == 302


def test_what_proved_an_approved_result_does_not_prove_the_next_one(desk: Desk, city: City) -> None:
    case = at_work(desk, city, S.RETURNED)
    with desk.backstage():
        stored = db.session.get_one(Case, case.id)
        document = an_attachment(stored)
        clerk = document.added_by_id
        db.session.add(
            Outcome(
                case_id=case.id, episode=1, code=OutcomeCode.V23, from_state=S.SUBMITTED,
                happened_on=clock.today(), proof=TEXT, submitted_at=clock.now(),
                submitted_by_id=clerk, decision=Decision.APPROVED, decided_at=clock.now(),
            )
        )  # fmt: skip
    assert desk.send(case, PATH, **a_result()).status_code == 422
    answer = desk.send(case, PATH, **a_result(), **photo("attendance"))
    assert answer.status_code == 302


def test_a_withdrawn_document_proves_nothing(desk: Desk, city: City) -> None:
    case = at_work(desk, city)
    with desk.backstage():
        an_attachment(db.session.get_one(Case, case.id), withdrawn_at=clock.now())
    assert "missing" in said(desk.send(case, PATH, **a_result()))


def test_leaving_again_during_the_observation_begins_the_next_episode(
    desk: Desk, city: City
) -> None:
    case = desk.file(S.RETURNED, city.schools[0])
    with desk.backstage():
        a_contact(db.session.get_one(Case, case.id))
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert desk.send(case, PATH, **a_result(code="V20")).status_code == 302
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(desk.now(case), "/outcomes/decision", decision="approve").status_code == 302
    now = desk.now(case)
    assert (now.state, now.episode) == (S.CONFIRMED, 2)
    last = desk.story(case)[-1]
    assert (last.kind.value, last.details["relapse"]) == ("reopened", True)
    assert "Left again after a return" in desk.client.page(f"/cases/{case.id}").text


def test_the_list_of_results_says_what_each_needs_and_whether_it_ends_a_file(
    desk: Desk, city: City
) -> None:
    desk.sit(Role.INSPECTOR, city.bureau)
    text = desk.client.page("/outcomes").text
    assert "Approval of leave" in text
    assert "never ends the file" in text
    assert all(code.value in text for code in OutcomeCode)
