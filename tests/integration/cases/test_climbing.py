"""The ladder and silence in the daily clock: each is written once, told to both lines, and ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from models.case import Case, CaseEvent
from models.database import db
from models.notice import Notice
from models.organisation import Organisation
from models.scope import EVERYWHERE, within
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.notices import NoticeKind as N
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import City, an_organisation
from tests.builders.people import kept
from tests.desks import Desk
from tracking.cases.clocking import ClockResult, tick_clock
from tracking.kernel import clock

OPENED = date(2026, 11, 2)  # a Monday
FAR = date(2027, 3, 1)
Tick = Callable[[date], ClockResult]


@pytest.fixture
def tick(desk: Desk) -> Tick:
    def run(day: date) -> ClockResult:
        with desk.client.application.app_context(), within(EVERYWHERE):
            settings = desk.client.application.config["SETTINGS"]
            return tick_clock(day, settings, clock.at(day, 5))

    return run


def told(desk: Desk, kind: N) -> list[tuple[str, str]]:
    """Who was told of which rung, in order."""
    with desk.backstage():
        query = select(Organisation.code, Notice.details).join(Notice.organisation)
        rows = db.session.execute(query.where(Notice.kind == kind).order_by(Notice.id))
        return [(code, facts.get("rung", "")) for code, facts in rows]


def rungs(desk: Desk, case: Case) -> list[str]:
    return [e.details["rung"] for e in desk.story(case) if e.kind is K.LADDER]


def test_each_rung_is_written_and_told_on_its_day_once(desk: Desk, city: City, tick: Tick) -> None:
    with desk.backstage():
        township = an_organisation(Level.TOWNSHIP, city.counties[0], code="150291100")
        school = an_organisation(Level.SCHOOL, township, code="2115100009")
    case = desk.file(S.ASSIGNED, school, opened_on=OPENED, due_on=FAR)
    assert tick(OPENED).rungs == 0
    assert tick(date(2026, 11, 3)).rungs == 1
    assert tick(date(2026, 11, 3)) == ClockResult()
    assert tick(date(2026, 11, 4)) == ClockResult()
    assert tick(date(2026, 11, 12)).rungs == 4  # a machine that was off catches up
    assert rungs(desk, case) == ["contact", "visit", "school_report", "suspected", "written_report"]
    assert told(desk, N.LADDER)[:2] == [("2115100009", "contact"), ("2115100009", "visit")]
    assert [code for code, rung in told(desk, N.LADDER) if rung == "written_report"] == [
        "2115100009", "150291", "150291100",
    ]  # fmt: skip
    desk.sit(Role.SCHOOL_ADMIN, school)
    page = desk.client.page(f"/cases/{case.id}").text
    assert "The ladder" in page
    assert "Step of the ladder due since 2026-11-05 Thu: Visit at home" in page
    assert "Visit the child at home" in desk.client.page("/notices").text


def test_what_was_done_is_not_asked_for_and_a_child_that_is_back_ends_the_ladder(
    desk: Desk, city: City, tick: Tick
) -> None:
    verified = desk.file(S.VERIFYING, city.schools[0], opened_on=OPENED, due_on=FAR)
    back = desk.file(S.RETURNED, city.schools[1], opened_on=OPENED, due_on=FAR)
    user = desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    with desk.backstage():
        visit = {"actor_id": user.id, "at": clock.now(), "details": {"form": "home_visit"}}
        kept(CaseEvent(case_id=verified.id, episode=1, kind=K.FOLLOW_UP, **visit))
    tick(date(2026, 11, 6))
    assert rungs(desk, verified) == ["school_report"]
    assert rungs(desk, back) == []
    desk.sit(Role.SCHOOL_ADMIN, city.schools[1])
    assert "It has ended" in desk.client.page(f"/cases/{back.id}").text


def test_a_new_episode_climbs_anew(desk: Desk, city: City, tick: Tick) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], opened_on=OPENED, due_on=FAR)
    tick(date(2026, 11, 3))
    with desk.backstage():
        again = db.session.merge(case)
        db.session.refresh(again)
        again.episode, again.opened_on = 2, date(2026, 11, 16)
    assert tick(date(2026, 11, 16)).rungs == 0
    assert tick(date(2026, 11, 17)).rungs == 1
    assert rungs(desk, case) == ["contact", "contact"]


def test_escalation_tells_the_level_above_and_the_township(
    desk: Desk, city: City, tick: Tick
) -> None:
    with desk.backstage():
        township = an_organisation(Level.TOWNSHIP, city.counties[0], code="150291100")
        school = an_organisation(Level.SCHOOL, township, code="2115100009")
    case = desk.file(S.PERSUADING, school, opened_on=date(2026, 11, 20), due_on=date(2026, 11, 16))
    assert tick(date(2026, 11, 19)).escalated == 1
    assert {code for code, _rung in told(desk, N.ESCALATED)} == {"150291100"}  # both in one
    assert tick(date(2026, 11, 26)).escalated == 1
    assert {code for code, _rung in told(desk, N.ESCALATED)} == {"150291100", "150291"}
    assert [e.kind for e in desk.story(case)].count(K.ESCALATED) == 2


def test_nothing_done_for_days_is_told_once_per_silence(desk: Desk, city: City, tick: Tick) -> None:
    case = desk.file(S.PERSUADING, city.schools[0], opened_on=OPENED, due_on=FAR)
    placed = desk.file(S.PLACED, city.schools[1], opened_on=OPENED, due_on=FAR)
    assert tick(date(2026, 11, 13)).idle == 0
    assert tick(date(2026, 11, 16)).idle == 1
    assert tick(date(2026, 11, 16)).idle == 0
    assert tick(date(2026, 11, 17)).idle == 0
    assert tick(date(2026, 11, 30)).idle == 1  # ten more school days
    assert [code for code, _rung in told(desk, N.IDLE)] == ["2115100001", "150291"] * 2
    assert K.ALARM not in {e.kind for e in desk.story(placed)}
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert "Nothing has been done on this case since" in desk.client.page(f"/cases/{case.id}").text
    assert "go on with it" in desk.client.page("/notices").text
