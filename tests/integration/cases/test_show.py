from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from models.case import CaseEvent
from models.database import db
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.flags import FlagStatus
from models.vocabulary.roles import Role
from tests.builders import City, a_user
from tests.conftest import Backstage
from tests.desks import ADDRESS, NAME, PHONE, Desk
from tests.pages import Page
from tracking.kernel import clock

MASKED = NAME[0] + "*" * (len(NAME) - 1)
EVIDENCE = {
    "school_code": "2115100001",
    "previous_as_of": "2026-11-09",
    "as_of": "2026-11-16",
    "rows": [{"source": "registry", "snapshot_id": 99, "row_no": 1}],
}


def test_a_stranger_learns_nothing_not_even_that_the_case_exists(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[2])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    strange, missing = desk.client.get(f"/cases/{case.id}"), desk.client.get("/cases/999999")
    assert strange.status_code == missing.status_code == 404
    assert Page(strange.text).text == Page(missing.text).text
    assert desk.client.get("/cases/99999999999999999999").status_code == 404


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_administrators_may_not_open_a_case(desk: Desk, city: City, role: Role) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(role, city.bureau)
    assert desk.client.get(f"/cases/{case.id}").status_code == 403
    assert [entry.target for entry in desk.audit("refused")] == ["cases.show"]


def test_one_page_says_who_why_what_is_next_and_who_can_see_it(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], due_on=clock.today())
    desk.flag(case, "VANISHED", evidence=EVIDENCE)
    with desk.backstage():
        a_user(Role.INSPECTOR, city.bureau)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page(f"/cases/{case.id}")
    for words in (
        MASKED,
        case.number,
        city.schools[0].name,
        "Contact the family and write down what was found",
        "(today)",
        "VANISHED",
        "The evidence file is missing",
        "Who can see this child",
        "Inspector (read only)",
        "Case opened",
    ):
        assert words in page.text, words
    assert f"/cases/{case.id}/follow-ups/new" in page.links
    assert f"/cases/{case.id}/outcomes/new" in page.links
    assert f"/cases/{case.id}/reassign" not in page.links
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}")
    assert f"Waits for {city.schools[0].name}" in page.text
    assert f"/cases/{case.id}/reassign" in page.links
    assert f"/cases/{case.id}/follow-ups/new" not in page.links


def test_names_and_numbers_are_masked_everywhere_on_the_page(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    text = desk.client.get(f"/cases/{case.id}").text
    for secret in (NAME, PHONE, ADDRESS, "欧阳家长"):
        assert secret not in text
    assert "199****4321" in text


def test_numbers_are_shown_in_full_for_a_purpose_and_it_is_recorded(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = desk.send(case, "/reveal", purpose="call_family")
    assert answer.status_code == 200
    for number in (NAME, PHONE, ADDRESS):
        assert number in answer.text
    assert NAME not in Page(answer.text).title  # titles stay in the history of a shared PC
    line = desk.story(case)[-1]
    assert (line.kind, line.reason, line.actor_id) == (EventKind.REVEALED, "call_family", me.id)
    [entry] = desk.audit("case.reveal")
    assert entry.details == {"purpose": "call_family"}
    again = desk.client.get(f"/cases/{case.id}").text
    assert PHONE not in again
    assert "Telephone the family" in again


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_without_a_purpose_nothing_is_shown_and_nothing_recorded(
    desk: Desk, city: City, purpose: str
) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = desk.send(case, "/reveal", purpose=purpose)
    assert answer.status_code == 422
    assert PHONE not in answer.text
    assert len(desk.story(case)) == 1


def test_who_may_only_read_cannot_see_numbers_in_full(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.INSPECTOR, city.bureau)
    assert desk.send(case, "/reveal", purpose="call_family").status_code == 403
    assert "/reveal" not in desk.client.get(f"/cases/{case.id}").text
    assert len(desk.story(case)) == 1


def test_looking_does_not_make_the_open_page_of_somebody_else_stale(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    desk.send(case, "/reveal", purpose="call_family")
    assert desk.now(case).version == case.version


def test_earlier_episodes_stay_on_the_file(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], episode=2)
    desk.flag(case, "LEFT_SCHOOL", episode=1, status=FlagStatus.EXCUSED)
    desk.flag(case, "VANISHED", episode=2)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    text = desk.client.page(f"/cases/{case.id}").text
    assert "Missing for the 2. time" in text
    assert "Episode 1" in text
    assert "rule VANISHED" in text
    assert "rule LEFT_SCHOOL" not in text


def test_an_ended_case_says_that_nothing_is_awaited(desk: Desk, city: City) -> None:
    case = desk.file(S.EXCLUDED, city.schools[0], due_on=None, closed_on=date(2026, 11, 20))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/cases/{case.id}")
    assert "this episode has ended" in page.text
    assert "2026-11-20" in page.text


def test_the_paper_has_a_head_and_places_to_sign(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0])
    me = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    text = desk.client.get(f"/cases/{case.id}").text
    assert "print-head" in text
    assert "print-signatures" in text
    assert f"Printed by {me.display_name}" in text


def test_the_same_number_of_questions_is_asked_however_long_the_story_is(
    desk: Desk, city: City, backstage: Backstage
) -> None:
    def questions(path: str) -> int:
        asked = []
        with backstage():
            engine = db.engine
        listener = lambda *given: asked.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        desk.client.page(path)
        event.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    case = desk.file(S.ASSIGNED, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    desk.client.page(f"/cases/{case.id}")
    few, listed = questions(f"/cases/{case.id}"), questions("/cases")
    with backstage():
        for number in range(20):
            db.session.add(
                CaseEvent(
                    case_id=case.id,
                    episode=1,
                    at=clock.now() + timedelta(minutes=number),
                    kind=EventKind.REVEALED,
                    actor_id=a_user(Role.COUNTY_OFFICER, city.counties[0]).id,
                )
            )
    for _ in range(20):
        desk.file(S.ASSIGNED, city.schools[0])
    assert questions(f"/cases/{case.id}") == few
    assert questions("/cases") == listed
