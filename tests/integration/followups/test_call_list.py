from __future__ import annotations

from datetime import timedelta

import pytest

from models.case import Case
from models.database import db
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.roles import Role
from tests.builders import City, a_contact
from tests.desks import NAME, PHONE, Desk
from tracking.kernel import clock

TODAY = clock.today()


def test_whoever_is_due_stands_on_the_list_with_the_number_hidden(desk: Desk, city: City) -> None:
    due = desk.file(S.ASSIGNED, city.schools[0], due_on=TODAY)
    late = desk.file(S.PERSUADING, city.schools[0], due_on=TODAY - timedelta(days=9))
    agreed = desk.file(S.VERIFYING, city.schools[0], due_on=TODAY + timedelta(days=60))
    with desk.backstage():
        a_contact(db.session.get_one(Case, agreed.id), next_on=TODAY, next_step="再打电话")
    later = desk.file(S.VERIFYING, city.schools[0], due_on=TODAY + timedelta(days=60))
    waits = desk.file(S.SUBMITTED, city.schools[0], due_on=TODAY)
    far = desk.file(S.ASSIGNED, city.schools[1], due_on=TODAY)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    text = desk.client.page("/call-list").text
    for shown in (due, late, agreed):
        assert shown.number in text
    for absent in (later, waits, far):
        assert absent.number not in text
    assert text.index(late.number) < text.index(due.number)
    assert "再打电话" in text
    assert PHONE not in text
    assert NAME not in text
    overdue = desk.client.page("/call-list?when=overdue").text
    assert late.number in overdue
    assert due.number not in overdue


def test_numbers_are_shown_for_a_purpose_and_recorded_of_each_child(desk: Desk, city: City) -> None:
    cases = [desk.file(S.ASSIGNED, city.schools[0], due_on=TODAY) for _ in range(2)]
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    refused = desk.client.send("/call-list", {"purpose": ""})
    assert refused.status_code == 422
    assert desk.audit("case.reveal") == []
    shown = desk.client.send("/call-list", {"purpose": "call_family"})
    assert shown.text.count(f'href="tel:{PHONE}"') == len(cases)
    targets = {e.target: e.details for e in desk.audit("case.reveal")}
    assert targets == {f"case:{case.id}": {"purpose": "call_family"} for case in cases}
    for case in cases:
        assert desk.story(case)[-1].kind is EventKind.REVEALED
    assert PHONE not in desk.client.page("/call-list").text


def test_nobody_answered_is_one_tap(desk: Desk, city: City) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], due_on=TODAY)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    path = f"/cases/{case.id}/no-answer"
    answer = desk.client.send(path, {"next": "/call-list"}, page="/call-list")
    assert answer.location == "/call-list"
    line = desk.story(case)[-1]
    assert (line.kind, line.details["result"]) == (EventKind.FOLLOW_UP, "not_reached")
    assert desk.now(case).state is S.VERIFYING
    assert "nobody answered. Next try on" in desk.client.page("/call-list?when=week").text


@pytest.mark.parametrize("when", ["today", "overdue", "week", "nonsense"])
def test_an_empty_call_list_says_who_will_appear(desk: Desk, city: City, when: str) -> None:
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert "Nobody is to be called" in desk.client.page(f"/call-list?when={when}").text
