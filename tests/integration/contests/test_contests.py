"""A contest: what it leaves out of the figures, who decides, and what follows from that."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from models.case import Case
from models.contest import Contest
from models.database import db
from models.flag import Flag
from models.notice import Notice
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.contests import ContestState
from models.vocabulary.flags import FlagStatus
from models.vocabulary.notices import NoticeKind
from models.vocabulary.roles import Role
from tests.builders import City, a_contest
from tests.desks import Desk
from tracking.flags.precision import by_rule, hidden
from tracking.kernel import clock


def file(desk: Desk, case: Case, what: str, **typed: Any) -> TestResponse:
    page = f"/cases/{case.id}/contests/new"
    given = {
        "what": what,
        "contested_by": "guardian",
        "name": "虚构家长",
        "contested_on": clock.today().isoformat(),
        "reason": "孩子一直在校，名册漏填。",
        **typed,
    }
    return desk.client.send(page, given, page=page)


def decide(desk: Desk, contest: Contest, decision: str, version: int = 1) -> TestResponse:
    page = f"/contests/{contest.id}"
    given = {"version": version, "decision": decision, "ruling": "已核对考勤，情况属实。"}
    return desk.client.send(f"{page}/decide", given, page=page)


def stored(desk: Desk, row: Any) -> Any:
    with desk.backstage():
        return db.session.get_one(type(row), row.id)


def test_a_contested_flag_leaves_the_figures_and_the_bureau_is_told(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.CONFIRMED, city.schools[0])
    flag = desk.flag(case, status=FlagStatus.CONFIRMED)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    with desk.backstage():
        assert (by_rule()["VANISHED"].judged, hidden()) == (1, 0)
    assert file(desk, case, f"flag-{flag.id}").status_code == 302
    with desk.backstage():
        assert (by_rule(), hidden()) == ({}, 1)
        notice = db.session.query(Notice).filter_by(kind=NoticeKind.CONTESTED).one()
        assert notice.organisation_id == city.counties[0].id
    assert [e.kind for e in desk.story(case)] == [EventKind.OPENED, EventKind.CONTESTED]
    assert "Contested: it counts in no figure." in desk.client.get(f"/cases/{case.id}").text


@pytest.mark.parametrize(
    ("state", "then"),
    [(CaseState.ASSIGNED, CaseState.EXCLUDED), (CaseState.PERSUADING, CaseState.PERSUADING)],
)
def test_a_contest_found_right_makes_a_false_alarm(
    desk: Desk, city: City, state: CaseState, then: CaseState
) -> None:
    case = desk.file(state, city.schools[0])
    with desk.backstage():
        contest = a_contest(db.session.get_one(Case, case.id))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert decide(desk, contest, "right").status_code == 302
    flag = db_flag(desk, contest)
    assert (flag.status, flag.is_contested) == (FlagStatus.WRONG, True)
    assert desk.now(case).state is then


def db_flag(desk: Desk, contest: Contest) -> Flag:
    with desk.backstage():
        return db.session.get_one(Flag, contest.flag_id)


def test_a_contest_that_is_not_followed_lets_the_flag_count_again(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    with desk.backstage():
        contest = a_contest(db.session.get_one(Case, case.id))
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert decide(desk, contest, "not", version=0).status_code == 409  # an old page
    assert decide(desk, contest, "not").status_code == 302
    assert stored(desk, contest).state is ContestState.DISMISSED
    assert not db_flag(desk, contest).is_contested
    assert decide(desk, contest, "right", version=2).status_code == 409
    assert stored(desk, contest).state is ContestState.DISMISSED


def test_what_waits_already_is_not_contested_twice(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    entry = desk.story(case)[0]
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert file(desk, case, f"entry-{entry.id}").status_code == 302
    again = file(desk, case, f"entry-{entry.id}")
    assert again.status_code == 409
    assert "This is contested already" in again.text
    assert "孩子一直在校" in again.text


def test_what_is_missing_is_said_at_the_field(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    flag = desk.flag(case)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    answer = file(desk, case, f"flag-{flag.id}", name="", contested_on="2999-01-01")
    assert answer.status_code == 422
    assert "Name who contests it." in answer.text
    assert "This day has not come yet." in answer.text


def test_the_list_shows_what_waits(desk: Desk, city: City) -> None:
    case = desk.file(CaseState.VERIFYING, city.schools[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert "No contest yet" in desk.client.get("/contests").text
    with desk.backstage():
        a_contest(db.session.get_one(Case, case.id))
    shown = desk.client.get("/contests").text
    assert case.number in shown
    assert "No contest of this status" in desk.client.get("/contests?state=upheld").text
