"""A note stands for good; a correction names its entry; a restricted one few may read."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from models.case import Case
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.roles import Role
from tests.builders import City
from tests.desks import Desk


def write(desk: Desk, case: Case, **typed: Any) -> TestResponse:
    page = f"/cases/{case.id}/notes/new"
    return desk.client.send(page, {"text": "", "corrects": "", **typed}, page=page)


def page_of(desk: Desk, case: Case) -> str:
    return desk.client.get(f"/cases/{case.id}").text


def test_a_correction_leaves_the_entry_and_marks_it(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    entry = desk.story(case)[0]
    assert write(desk, case, text="开档日期应为上周五。", corrects=str(entry.id)).status_code == 302
    shown = page_of(desk, case)
    assert "开档日期应为上周五。" in shown
    assert f"#{entry.id} corrected by a later entry" in shown
    assert [e.kind for e in desk.story(case)] == [EventKind.OPENED, EventKind.CORRECTED]
    assert desk.now(case).version == case.version  # a page that somebody has open stays good


def test_a_restricted_note_is_seen_by_all_and_read_by_few(desk: Desk, city: City) -> None:
    school = city.schools[0]
    case = desk.file(CaseState.VERIFYING, school)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    write(desk, case, text="涉及病情，限阅。", is_restricted="y")
    assert "涉及病情，限阅。" in page_of(desk, case)
    desk.sit(Role.SCHOOL_ADMIN, school)
    shown = page_of(desk, case)
    assert "涉及病情" not in shown
    assert "Restricted: only its writer and the bureau read it." in shown


def test_an_empty_note_is_refused_at_its_field(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = write(desk, case, text=" ")
    assert answer.status_code == 422
    assert "Write the note." in answer.text


def test_a_note_sent_twice_is_one(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.CLOSED, city.schools[0])
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    for _attempt in range(2):
        write(desk, case, text="家长来电说明情况。")
    assert [e.kind for e in desk.story(case)] == [EventKind.OPENED, EventKind.NOTE]
    assert len(desk.audit("case.note")) == 1
