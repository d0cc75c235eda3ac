"""The daily clock: a reminder before the deadline, a mark after it, the level above in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.case import Case
from models.child import ChildKey
from models.database import db
from models.flag import Flag
from models.notice import Notice
from models.organisation import Organisation
from models.outcome import Outcome
from models.scope import EVERYWHERE, within
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.notices import NoticeKind as N
from models.vocabulary.outcomes import Decision
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.registry import KeyKind
from models.vocabulary.roles import Role
from tests.builders import City, a_case, a_user
from tests.builders.people import kept
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
    late = date(2026, 11, 27)  # opened too late for the ladder
    case = desk.file(S.ASSIGNED, city.schools[0], due_on=MONDAY, opened_on=late)
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


def long_ago(desk: Desk, state: S, school: Organisation, days: int, **columns: Any) -> Case:
    """A file that came to its state some days before TUESDAY, of a child with a number."""
    with desk.backstage(), clock.as_if(clock.at(TUESDAY - timedelta(days=days))):
        case = a_case(state, school, desk.child(school), **{"due_on": None, **columns})
        kept(ChildKey(child_id=case.child_id, kind=KeyKind.STUDENT, value=-77_000 - case.id))
    return case


@pytest.mark.parametrize(
    ("state", "days", "rule"),
    [(S.HANDED_OVER, 40, "HANDOVER_SILENT"), (S.MISSING, 31, "RECHECK_DUE")],
)
def test_an_alarm_is_written_once_and_told_to_the_owner_and_one_level_up(
    desk: Desk, city: City, tick: Tick, state: S, days: int, rule: str
) -> None:
    case = long_ago(desk, state, city.schools[0], days)
    assert tick(TUESDAY).alarms == 1
    assert tick(TUESDAY) == ClockResult()
    assert tick(date(2026, 11, 18)) == ClockResult()
    line = next(entry for entry in desk.story(case) if entry.kind is EventKind.ALARM)
    assert (line.kind, line.actor_id, line.details["rule"]) == (EventKind.ALARM, None, rule)
    assert line.details["version"] == 1
    assert set(line.details) >= {"parameters", "evidence", "evidence_key"}
    alarms = [(code, kind) for code, kind in told(desk) if kind is not N.LADDER]
    assert alarms == [("2115100001", N.ALARM), ("150291", N.ALARM)]
    with desk.backstage():
        assert db.session.scalars(select(Flag)).all() == []
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert "Reminder" in desk.client.page(f"/cases/{case.id}").text


def test_teaching_at_home_without_lessons_joins_the_open_file(
    desk: Desk, city: City, tick: Tick
) -> None:
    case = long_ago(desk, S.PLACED, city.schools[0], 15, outcome=V.V07)
    assert tick(TUESDAY) == ClockResult(joined=1)
    assert tick(TUESDAY) == ClockResult()
    with desk.backstage():
        flag = db.session.scalars(select(Flag)).one()
        assert (flag.rule, flag.case_id, flag.scan_id) == ("HOME_TEACHING_IDLE", case.id, None)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/flags/{flag.id}")
    assert "no lesson is on record" in page.text
    assert "The evidence file is missing" not in page.text


def test_a_deferral_that_has_ended_opens_the_next_episode(
    desk: Desk, city: City, tick: Tick
) -> None:
    case = long_ago(
        desk, S.EXCLUDED, city.schools[0], 90, outcome=V.V06, closed_on=date(2026, 8, 20)
    )
    with desk.backstage():
        officer = a_user(Role.COUNTY_OFFICER, city.counties[0])
        db.session.add(
            Outcome(
                case_id=case.id, episode=1, code=V.V06, from_state=S.VERIFYING,
                happened_on=date(2026, 8, 20), valid_until=MONDAY, proof="延缓入学审批表。",
                submitted_at=clock.now(), submitted_by_id=officer.id,
                decision=Decision.APPROVED, decided_at=clock.now(), decided_by_id=officer.id,
            )
        )  # fmt: skip
    assert tick(MONDAY) == ClockResult()
    assert tick(TUESDAY) == ClockResult(opened=1)
    now = desk.now(case)
    assert (now.state, now.episode) == (S.ASSIGNED, 2)
    assert told(desk) == [("2115100001", N.ASSIGNED)]
    assert tick(TUESDAY).opened == 0
    assert desk.now(case).episode == 2
