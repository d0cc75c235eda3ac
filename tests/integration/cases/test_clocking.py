"""The daily clock: a reminder before the deadline, a mark after it, the level above in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.notice import Notice
from models.organisation import Organisation
from models.scope import EVERYWHERE, within
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.notices import NoticeKind as N
from tests.builders import City
from tests.desks import Desk
from tracking.cases.clocking import ClockResult, tick_clock
from tracking.kernel import clock

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 13), date(2026, 11, 16), date(2026, 11, 17)
Tick = Callable[[date], ClockResult]


@pytest.fixture
def tick(desk: Desk) -> Tick:
    def run(day: date) -> ClockResult:
        with desk.client.application.app_context(), within(EVERYWHERE):
            settings = desk.client.application.config["SETTINGS"]
            return tick_clock(day, settings, clock.at(day, 5))

    return run


def told(desk: Desk) -> list[tuple[str, N]]:
    """Who was told what, in order."""
    with desk.backstage():
        query = select(Organisation.code, Notice.kind).join(Notice.organisation)
        return [(code, kind) for code, kind in db.session.execute(query.order_by(Notice.id))]


def test_the_owner_is_reminded_once_on_the_school_day_before(
    desk: Desk, city: City, tick: Tick
) -> None:
    desk.file(S.ASSIGNED, city.schools[0], due_on=MONDAY)
    assert tick(date(2026, 11, 12)).reminded == 0
    assert tick(FRIDAY).reminded == 1  # a weekend lies between
    assert tick(FRIDAY).reminded == 0
    assert tick(MONDAY).reminded == 0
    assert told(desk) == [("2115100001", N.DUE)]


def test_a_passed_deadline_is_marked_once_on_the_timeline(
    desk: Desk, city: City, tick: Tick
) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], due_on=MONDAY)
    assert tick(TUESDAY) == ClockResult(overdue=1)
    assert tick(TUESDAY) == ClockResult()
    assert tick(date(2026, 11, 18)) == ClockResult()
    assert [line.kind for line in desk.story(case)] == [EventKind.OPENED, EventKind.OVERDUE]
    assert desk.story(case)[-1].actor_id is None
    assert told(desk) == [("2115100001", N.OVERDUE)]
    assert desk.audit("clock.tick")[0].details["overdue"] == 1


def test_the_county_is_told_then_the_city_each_once(desk: Desk, city: City, tick: Tick) -> None:
    case = desk.file(S.ASSIGNED, city.schools[0], due_on=MONDAY)
    days = [date(2026, 11, d) for d in range(17, 28)]
    results = {day: tick(day).escalated for day in days}
    assert {day for day, count in results.items() if count} == {
        date(2026, 11, 19),  # three school days overdue
        date(2026, 11, 26),  # eight
    }
    assert told(desk)[1:] == [("150291", N.ESCALATED), ("150200", N.ESCALATED)]
    assert desk.now(case).escalation == 2
    assert sum(tick(day).escalated for day in days) == 0


def test_a_machine_that_was_off_tells_both_levels_at_once(
    desk: Desk, city: City, tick: Tick
) -> None:
    desk.file(S.ASSIGNED, city.schools[0], due_on=date(2026, 10, 12))
    assert tick(TUESDAY) == ClockResult(overdue=1, escalated=2)
    assert [kind for _, kind in told(desk)] == [N.OVERDUE, N.ESCALATED, N.ESCALATED]


def test_ended_cases_and_those_with_time_are_left_alone(desk: Desk, city: City, tick: Tick) -> None:
    desk.file(S.EXCLUDED, city.schools[0], due_on=None)
    desk.file(S.PERSUADING, city.schools[0], due_on=date(2026, 12, 1))
    assert tick(TUESDAY) == ClockResult()
    assert told(desk) == []


@pytest.mark.parametrize("state", [S.SUBMITTED, S.RETURNED])
def test_what_waits_for_the_bureau_is_told_to_the_bureau(
    desk: Desk, city: City, tick: Tick, state: S
) -> None:
    desk.file(state, city.schools[0], due_on=MONDAY)
    tick(MONDAY)
    tick(date(2026, 11, 19))
    assert told(desk) == [
        ("150291", N.DUE),
        ("150291", N.OVERDUE),
        ("150200", N.ESCALATED),
    ]


def test_a_case_without_an_active_owner_goes_to_the_bureau_above_and_says_so(
    desk: Desk, city: City, tick: Tick
) -> None:
    late = desk.file(S.ASSIGNED, city.schools[0], due_on=MONDAY)
    calm = desk.file(S.PERSUADING, city.schools[0], due_on=date(2026, 12, 1))
    ended = desk.file(S.CLOSED, city.schools[0], due_on=None)
    with desk.backstage():
        db.session.get_one(Organisation, city.schools[0].id).is_active = False
    assert tick(TUESDAY).reassigned == 2
    assert tick(TUESDAY).reassigned == 0
    for case in (late, calm):
        now = desk.now(case)
        assert (desk.owner(case), now.org_path) == ("150291", city.counties[0].path)
        assert EventKind.ASSIGNED in [line.kind for line in desk.story(case)]
    assert desk.owner(ended) == "2115100001"
    assert told(desk).count(("150291", N.NO_OWNER)) == 2


def test_no_open_case_is_ever_without_an_active_owner(desk: Desk, city: City, tick: Tick) -> None:
    desk.file(S.ASSIGNED, city.schools[0])
    with desk.backstage():
        for organisation in (city.schools[0], city.counties[0]):
            db.session.get_one(Organisation, organisation.id).is_active = False
    tick(TUESDAY)
    with desk.backstage():
        owners = [case.owner for case in db.session.scalars(select(Case))]
        assert [(owner.code, owner.is_active) for owner in owners] == [("150200", True)]
