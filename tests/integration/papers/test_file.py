"""The whole file of a child as one PDF: in its thirteen parts, masked unless a purpose is given."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from models.case import CaseEvent
from models.database import db
from models.follow_up import FollowUp
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind
from models.vocabulary.roles import Role
from tests.builders import a_user
from tests.desks import NAME, PHONE
from tests.integration.papers.offices import Office
from tests.integration.papers.reading import embedded_fonts, pdf_text
from tracking.kernel import clock

PARTS = (
    "Childandfamily", "Cluesandwhattheyreston", "Verificationandproof", "Causesandplanofsupport",
    "Homevisits", "Persuasion", "Papersandreceiptsofdelivery", "Otherdepartmentsandhand-over",
    "Returnandplacement,results", "Followingup", "Approvalofclosing", "Logofchanges",
)  # fmt: skip


def test_a_bureau_prints_the_file_masked_and_it_is_recorded(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.desk.flag(case)
    office.school()
    office.issue(case, "persuasion_notice")
    office.county()
    text = pdf_text(office.pdf(f"/cases/{case.id}/file.pdf"))
    places = [text.rfind(f"{n}{title}") for n, title in enumerate(PARTS, 2)]
    assert -1 not in places
    assert places == sorted(places)
    assert NAME not in text
    assert PHONE not in text
    assert office.papers()[0].reference in text
    assert "masked" in text
    assert "Issued:Noticeofpersuasion" in text[text.rfind("13Logofchanges") :]
    assert [e.details for e in office.desk.audit("case.print")] == [{"purpose": "masked"}]


def test_a_school_prints_it_in_full_for_a_purpose_only(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    office.school()
    client = office.desk.client
    assert client.get(f"/cases/{case.id}/file.pdf").status_code == 403
    refused = client.send(f"/cases/{case.id}/file.pdf", {"purpose": ""}, page="/papers")
    assert refused.status_code == 302
    answer = client.send(f"/cases/{case.id}/file.pdf", {"purpose": "home_visit"}, page="/papers")
    assert answer.mimetype == "application/pdf"
    text = pdf_text(answer.data)
    assert NAME in text
    assert PHONE in text
    assert "Visitthefamilyathome" in text
    assert embedded_fonts(answer.data)
    assert office.desk.story(case)[-1].kind is EventKind.REVEALED


def test_a_file_with_two_hundred_entries_takes_seconds(office: Office) -> None:
    case = office.file(CaseState.PERSUADING)
    with office.desk.backstage():
        teacher = a_user(Role.SCHOOL_ADMIN, office.city.schools[0])
        for number in range(1, 101):
            day = clock.today() - timedelta(days=number)
            contact = FollowUp(
                case_id=case.id, episode=1, number=number, kind=FollowUpKind.HOME_VISIT,
                happened_on=day, participants="李", met_with="家长", account=f"第{number}次家访",
                attitude=Attitude.WILLING, result=next(iter(ContactResult)), next_step="再访",
                recorded_at=clock.now(), recorded_by_id=teacher.id,
            )  # fmt: skip
            event = CaseEvent(
                case_id=case.id, episode=1, at=clock.now(), kind=EventKind.FOLLOW_UP,
                actor_id=teacher.id, to_state=case.state, from_state=case.state,
                details={"number": number, "form": FollowUpKind.HOME_VISIT.value},
            )  # fmt: skip
            db.session.add_all([contact, event, CaseEvent(
                case_id=case.id, episode=1, at=clock.now(), kind=EventKind.NOTE, details={}
            )])  # fmt: skip
    office.county()
    start = time.monotonic()
    content = office.pdf(f"/cases/{case.id}/file.pdf")
    assert time.monotonic() - start < 20
    text = pdf_text(content)
    assert "第100次家访" in text
    assert len(re.findall(rb"/Type/Page\b", content)) > 5
