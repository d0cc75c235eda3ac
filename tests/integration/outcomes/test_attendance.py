"""Attendance of each school day of the observation, without which no file is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.attendance import Attendance
from models.case import Case
from models.database import db
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.placements import AttendanceMark as M
from models.vocabulary.roles import Role
from tests.builders import City
from tests.desks import Desk
from tests.pages import Page
from tracking.cases.observation import Observation, observation_of
from tracking.kernel import clock
from tracking.kernel.schooldays import add_school_days

TODAY = clock.today()
REASON = "观察期满，学生稳定在校。"


def back(desk: Desk, city: City, *, past: int = 5, ahead: int = 0) -> Case:
    """A child back for some school days, today included, with some of the observation ahead."""
    begun = add_school_days(TODAY, -past)
    return desk.file(
        S.RETURNED, city.schools[0], opened_on=begun, due_on=add_school_days(TODAY, ahead)
    )


def observed(desk: Desk, case: Case) -> Observation:
    with desk.backstage():
        found = observation_of(db.session.get_one(Case, case.id))
    assert found is not None
    return found


def past_days(desk: Desk, case: Case) -> list[date]:
    return [day.day for day in observed(desk, case).past]


def send(desk: Desk, case: Case, marks: dict[date, M], **more: Any) -> TestResponse:
    given = {f"day-{day.isoformat()}": mark.value for day, mark in marks.items()}
    return desk.send(case, "/attendance", **given, **more)


def test_each_school_day_is_written_down_and_shown(desk: Desk, city: City) -> None:
    case = back(desk, city, past=5, ahead=3)
    days = past_days(desk, case)
    assert len(days) == 5
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    marks = {days[0]: M.PRESENT, days[1]: M.EXCUSED, days[2]: M.ABSENT}
    assert send(desk, case, marks).status_code == 302
    found = observed(desk, case)
    counts = (found.present, found.excused, found.absent, found.blank, found.ahead)
    assert counts == (1, 1, 1, 2, 3)
    page = desk.client.page(f"/cases/{case.id}/attendance").text
    assert "At school 1, with leave 1, without leave 1 of 8 school days" in page
    assert "Attendance is not recorded for 2 school days." in page
    assert desk.story(case)[-1].kind is K.ATTENDANCE
    assert "Attendance, day by day" in desk.client.page(f"/cases/{case.id}").text


def test_a_correction_is_a_newer_row_and_the_same_again_is_none(desk: Desk, city: City) -> None:
    case = back(desk, city)
    days = past_days(desk, case)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    send(desk, case, {}, all_present="1")
    assert observed(desk, case).present == len(days)
    send(desk, case, {days[0]: M.ABSENT})
    send(desk, case, {days[0]: M.ABSENT})
    found = observed(desk, case)
    assert (found.absent, found.present) == (1, len(days) - 1)
    with desk.backstage():
        assert db.session.scalar(select(func.count(Attendance.id))) == len(days) + 1
    changed = [e.details["changed"] for e in desk.story(case) if e.kind is K.ATTENDANCE]
    assert changed == [0, 1]


def test_a_file_is_closed_only_when_the_attendance_is_there_and_steady(
    desk: Desk, city: City
) -> None:
    case = back(desk, city)
    days = past_days(desk, case)
    bureau, school = (Role.COUNTY_OFFICER, city.counties[0]), (Role.SCHOOL_ADMIN, city.schools[0])
    desk.sit(*bureau)
    blank = desk.send(case, "/close", reason=REASON)
    assert (blank.status_code, "not recorded for 5 school days" in blank.text) == (409, True)
    desk.sit(*school)
    send(desk, case, dict.fromkeys(days[:4], M.ABSENT) | {days[4]: M.PRESENT})
    desk.sit(*bureau)
    page = desk.client.page(f"/cases/{case.id}")
    assert "Absent without leave on 4 school days, at most 3 are allowed" in page.text
    assert "Close the case" not in page.text.split("Close after observation")[1].split("Panel")[0]
    assert desk.send(case, "/close", reason=REASON).status_code == 409
    assert desk.now(case).state is S.RETURNED
    desk.sit(*school)
    send(desk, case, {days[0]: M.EXCUSED})
    desk.sit(*bureau)
    assert desk.send(case, "/close", reason=REASON).status_code == 302
    assert desk.now(case).state is S.CLOSED


def test_days_ahead_weekends_and_other_files_are_not_written_down(desk: Desk, city: City) -> None:
    case, working = back(desk, city, ahead=5), desk.file(S.VERIFYING, city.schools[0])
    tomorrow = add_school_days(TODAY, 1)
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    assert send(desk, case, {tomorrow: M.PRESENT}).status_code == 422
    saturday = TODAY - timedelta(days=(TODAY.weekday() + 2) % 7)
    assert send(desk, case, {saturday: M.PRESENT}).status_code == 422
    assert "Choose for at least one day." in Page(send(desk, case, {}).text).text
    assert "No observation runs" in desk.client.page(f"/cases/{working.id}/attendance").text
    token = desk.client.token(f"/cases/{case.id}/attendance")
    answer = desk.client.post(f"/cases/{working.id}/attendance", data={"csrf_token": token})
    assert answer.status_code == 409
    with desk.backstage():
        assert db.session.scalar(select(func.count(Attendance.id))) == 0


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COUNTY_OFFICER, 403), (Role.INSPECTOR, 403), (Role.AUDITOR, 403)]
)
def test_only_the_school_writes_attendance_down(
    desk: Desk, city: City, role: Role, status: int
) -> None:
    case = back(desk, city)
    desk.sit(role, city.counties[0])
    assert send(desk, case, {}, all_present="1").status_code == status
