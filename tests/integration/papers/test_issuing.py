"""A paper is filled from the file, numbered without gaps, delivered with proof, or made void."""

from __future__ import annotations

import io
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.paper import Paper, PaperTemplate
from models.scope import within
from models.user import User
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.papers import PaperInput, PaperKind, PaperState
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_user
from tests.desks import NAME, PHONE
from tests.integration.papers.offices import Office
from tests.integration.papers.reading import embedded_fonts, pdf_text
from tracking.kernel import clock
from tracking.papers.given import Written
from tracking.papers.kinds import kinds
from tracking.papers.service import issue


def test_a_notice_is_filled_from_the_file_and_says_the_same_in_word_and_pdf(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    answer = office.issue(case, "persuasion_notice", receiver="")
    [paper] = office.papers()
    assert answer.location == f"/papers/{paper.id}"
    assert paper.reference == f"虚构第1小学劝通〔{clock.today().year}〕第1号"
    word = office.word(paper)
    pdf = office.pdf(f"/papers/{paper.id}/paper.pdf")
    text = pdf_text(pdf)
    for said in (NAME, "欧阳家长", paper.reference, "7个上课日", "李老师"):
        assert said in word
        assert "".join(said.split()) in text
    assert "《中华人民共和国义务教育法》第五条" in word
    assert {name.split("-")[0] for name in embedded_fonts(pdf)} <= {"NotoSerifCJKsc"}
    page = office.desk.client.page(f"/papers/{paper.id}")
    assert NAME not in page.text
    assert PHONE not in page.text
    assert [e.kind for e in office.desk.story(case)][-3:] == [
        EventKind.PAPER, EventKind.DOWNLOADED, EventKind.DOWNLOADED
    ]  # fmt: skip
    assert len(office.desk.audit("paper.open")) == 2


def test_a_name_is_data_in_every_file(office: Office) -> None:
    with office.desk.backstage():
        school = office.city.schools[0]
        name = "{{office}}<b>&{%x%}{_{a}_}"
        case = a_case(CaseState.PERSUADING, school, a_child(school, name=name))
    office.school()
    office.issue(case, "persuasion_notice", receiver="=HYPERLINK(1)#eval[1]\x0b")
    [paper] = office.papers()
    word, text = office.word(paper), pdf_text(office.pdf(f"/papers/{paper.id}/paper.pdf"))
    for said in ("{{office}}<b>&{%x%}{{a}}", "=HYPERLINK(1)#eval[1]"):
        assert said in word
        assert said in text


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_is_kept(office: Office) -> None:
    with office.desk.backstage():
        school = office.city.schools[0]
        case = a_case(CaseState.PERSUADING, school, a_child(school, details={}))
    office.school()
    answer = office.issue(case, "persuasion_notice", receiver="", contact="{{ x }}", days="0")
    assert answer.status_code == 422
    for words in ("No guardian is on file", "double braces", "between 1 and 90", "There is a pro"):
        assert words in answer.text
    assert office.papers() == []
    strange = office.issue(case, "delivery_receipt")
    assert strange.status_code == 404


def test_a_report_leads_the_case_on_and_a_stale_page_does_not(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    assert office.issue(case, "dropout_report", version="77").status_code == 409
    assert office.papers() == []
    assert office.issue(case, "dropout_report").status_code == 302
    assert office.desk.now(case).state is CaseState.REPORTED
    entry = office.desk.story(case)[-1]
    assert (entry.kind, entry.from_state) == (EventKind.PAPER, CaseState.PERSUADING)
    assert "身份证件号" in office.word(office.papers()[0])


def test_the_ladder_goes_up_step_by_step_with_a_proof_for_each(office: Office) -> None:
    case = office.file(CaseState.DROPOUT)
    office.school()
    office.issue(case, "persuasion_notice")
    office.county()
    early = office.issue(case, "return_notice")
    assert early.status_code == 409
    assert "is not recorded yet" in early.text
    locked = office.desk.client.page(f"/cases/{case.id}/papers").text
    assert "is not recorded yet" in locked
    yesterday = clock.today() - timedelta(days=1)
    for kind in ("return_notice", "order", "reminder"):
        before = office.papers()[-1]
        assert office.deliver(before).status_code == 302
        waiting = office.issue(case, kind)
        assert "run until" in waiting.text
        office.proven(before, yesterday)
        assert office.issue(case, kind).status_code == 302, kind
    assert office.desk.now(case).state is CaseState.LEGAL
    order, reminder = office.papers()[-2:]
    assert order.reference in office.word(reminder)
    assert "switched off" in office.desk.client.page(f"/cases/{case.id}/papers").text
    assert office.issue(case, "enforcement").status_code == 409


def test_a_court_step_prints_the_local_basis_it_was_switched_on_with(office: Office) -> None:
    case = office.file(CaseState.DROPOUT)
    office.county()
    yesterday = clock.today() - timedelta(days=1)
    for kind in ("persuasion_notice", "return_notice", "order", "reminder"):
        if kind == "persuasion_notice":
            office.school()
        office.issue(case, kind)
        office.county()
        office.deliver(office.papers()[-1])
        office.proven(office.papers()[-1], yesterday)
    office.bureau()
    given = {"value": "1", "basis": "虚构市中级人民法院会商纪要第二条", "version": 0}
    office.desk.client.send("/settings/papers.court", given)
    office.county()
    assert office.issue(case, "enforcement").status_code == 302
    word = office.word(office.papers()[-1])
    assert "虚构市中级人民法院会商纪要第二条" in word
    assert "强制执行申请书" in word


def test_a_delivery_without_its_scan_is_no_proof_until_that_comes(office: Office) -> None:
    case = office.file(CaseState.REPORTED)
    office.school()
    office.issue(case, "persuasion_notice")
    [paper] = office.papers()
    late = office.deliver(paper, delivered_on=f"{clock.today() + timedelta(days=1)}")
    assert "not come yet" in late.text
    bare = office.deliver(paper, method="left", witness="", taken_by="", scan=(io.BytesIO(b""), ""))
    assert bare.status_code == 422
    assert "Name the witness" in bare.text
    kept = office.deliver(paper, method="left", witness="虚构村委会", scan=(io.BytesIO(b""), ""))
    assert kept.status_code == 302
    assert office.deliver(paper).status_code == 409
    office.county()
    assert "scan of the receipt" in office.issue(case, "return_notice").text
    scan = {"scan": (io.BytesIO(b"no picture"), "receipt.png")}
    page = f"/papers/{paper.id}"
    assert office.desk.client.send(f"{page}/scan", scan, page=page).status_code == 409
    with office.desk.backstage():
        assert db.session.get_one(Paper, paper.id).due_on is not None
    receipt = pdf_text(office.pdf(f"{page}/receipt.pdf"))
    assert "送达回证" in receipt
    assert "留置送达" in receipt or "Leftatthehome" in receipt
    assert "虚构村委会" in receipt


def test_a_void_paper_keeps_its_number_and_the_next_one_follows(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    office.issue(case, "persuasion_notice")
    [first] = office.papers()
    page = f"/papers/{first.id}"
    client = office.desk.client
    assert client.send(f"{page}/void", {"reason": "", "version": 1}, page=page).status_code == 422
    stale = client.send(f"{page}/void", {"reason": "姓名写错", "version": 9}, page=page)
    assert stale.status_code == 409
    done = client.send(f"{page}/void", {"reason": "姓名写错", "version": 1}, page=page)
    assert done.status_code == 302
    office.issue(case, "persuasion_notice")
    assert [(p.number, p.state) for p in office.papers()] == [
        (1, PaperState.VOID), (2, PaperState.ISSUED)
    ]  # fmt: skip
    assert "姓名写错" in client.page(page).text
    assert office.deliver(first).status_code == 409


def test_numbers_have_no_gap_and_no_double_when_many_issue_at_once(
    office: Office, app: Flask
) -> None:
    with office.desk.backstage():
        school = office.city.schools[0]
        user = a_user(Role.SCHOOL_ADMIN, school)
        cases = [a_case(CaseState.PERSUADING, school, a_child(school)).id for _ in range(8)]
    troubles: list[BaseException] = []

    def work(numbers: list[int]) -> None:
        with app.app_context(), within(school.path):
            for number in numbers:
                try:
                    issue_one(number, user.id)
                except BaseException as error:  # noqa: BLE001 - shown by the assertion
                    troubles.append(error)

    threads = [threading.Thread(target=work, args=(cases[n::4] * 2,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert sorted(p.number for p in office.papers()) == list(range(1, 17))
    with office.desk.backstage():
        assert len(list(db.session.scalars(select(PaperTemplate)))) == 1


def issue_one(case_id: int, user_id: int) -> None:
    """Issue a notice; the second attempt of a case fails before it takes a number."""
    case, user = db.session.get_one(Case, case_id), db.session.get_one(User, user_id)
    written = Written({PaperInput.CONTACT: "李", PaperInput.RECEIVER: "家长"}, days=7)
    issue(kinds()[PaperKind.PERSUASION_NOTICE], case, written, by=user, version=0)


def test_a_refused_paper_takes_no_number(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.county()
    assert office.issue(case, "order").status_code == 409
    office.school()
    office.issue(case, "persuasion_notice")
    assert [p.number for p in office.papers()] == [1]


def test_a_letter_of_responsibility_is_about_no_child(office: Office) -> None:
    office.county()
    data = {"receiver": "虚构第1小学", "measures": "每周核对名册", "contact": "李"}
    answer = office.desk.client.send("/papers/duty_letter/new", data)
    assert answer.status_code == 302
    [paper] = office.papers()
    assert "虚构第1小学" in office.word(paper)
    assert office.deliver(paper, scan=(io.BytesIO(b""), "")).status_code == 302
    assert office.desk.client.get("/papers/order/new").status_code == 404


@pytest.mark.parametrize("place", ["register", "case"])
def test_a_strangers_paper_is_not_there(office: Office, place: str) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    office.issue(case, "persuasion_notice")
    [paper] = office.papers()
    stranger = office.city.schools[1] if place == "register" else office.city.counties[1]
    role = Role.SCHOOL_ADMIN if place == "register" else Role.COUNTY_OFFICER
    office.desk.sit(role, stranger)
    for path in ("", "/paper.pdf", "/receipt.docx", "/delivery"):
        assert office.desk.client.get(f"/papers/{paper.id}{path}").status_code == 404
    assert paper.reference not in office.desk.client.page("/papers").text
