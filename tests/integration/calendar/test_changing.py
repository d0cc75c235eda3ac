"""The calendar is changed after a preview, with a basis, and every deadline moves with it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.calendar_day import CalendarDay
from models.case import Case
from models.database import db
from models.school_term import SchoolTerm
from models.tip import Tip
from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind
from models.vocabulary.roles import Role
from tests.builders import City, a_tip
from tests.desks import Desk
from tests.pages import Page
from tracking.calendar import queries
from tracking.calendar.policy import school_year_of
from tracking.cases.deadlines import deadline_of
from tracking.kernel import clock
from tracking.kernel.schooldays import add_school_days, is_school_day

BASIS = "虚构市教育局通知〔2026〕1号"


def hidden(answer: TestResponse) -> dict[str, str]:
    """The fields that tell what the page showed."""
    form = next(f for f in Page(answer.text).forms if "mark" in f["fields"])
    return {name: form["fields"][name] for name in ("mark", "seen")}


def change(desk: Desk, path: str, **data: Any) -> tuple[TestResponse, TestResponse]:
    """Ask what a change would do, then do it."""
    shown = desk.client.send(path, data)
    assert shown.status_code == 200, shown.text
    data.pop("file", None)
    return shown, desk.client.send(path, {**data, **hidden(shown)})


def next_school_days(count: int) -> list[date]:
    """Days on which schools work, from tomorrow on."""
    return [add_school_days(clock.today(), n) for n in range(1, count + 1)]


def test_a_day_off_moves_the_deadlines_that_run_over_it(desk: Desk, city: City) -> None:
    user = desk.sit(Role.CITY_OFFICER, city.bureau)
    with desk.backstage():
        off, _second, third, after = next_school_days(4)
        due = deadline_of(S.VERIFYING, clock.today())
    case = desk.file(S.VERIFYING, city.schools[0], **due, escalation=1)
    data = {"first_on": f"{off}", "what": "off", "name": "大雪", "basis": BASIS}
    shown = desk.client.send("/calendar/days", data)
    assert "1 deadline moves." in shown.text
    assert desk.now(case).due_on == third  # a preview changes nothing
    assert desk.client.send("/calendar/days", {**data, **hidden(shown)}).status_code == 302
    now = desk.now(case)
    assert (now.due_on, now.escalation, now.version) == (after, 0, case.version)
    entry = desk.story(case)[-1]
    assert (entry.kind, entry.actor_id, entry.reason) == (EventKind.RESCHEDULED, user.id, BASIS)
    assert entry.details == {"from": f"{third}", "to": f"{after}"}
    [record] = desk.audit("calendar.change")
    assert record.details == {"days": 1, "terms": 0, "deadlines": 1}
    page = desk.client.page(f"/calendar?year={school_year_of(off)}").text
    assert "大雪" in page
    assert BASIS in page
    assert "Deadline moved with the calendar" in desk.client.page(f"/cases/{case.id}").text


def test_only_running_deadlines_that_the_calendar_made_move(desk: Desk, city: City) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    with desk.backstage():
        off, second, third = next_school_days(3)
        due = deadline_of(S.VERIFYING, clock.today())
        tip = a_tip(city.counties[0], due_on=second, due_days=2)
    far = desk.file(S.VERIFYING, city.schools[2], **due)
    own = desk.file(S.VERIFYING, city.schools[1], **(due | {"due_on": third + timedelta(days=9)}))
    done = desk.file(S.CLOSED, city.schools[1], **due)
    shown, _told = change(desk, "/calendar/days", first_on=f"{off}", what="off", basis=BASIS)
    assert "2 deadlines move." in shown.text
    with desk.backstage():
        assert not is_school_day(off)
        assert db.session.get_one(Tip, tip.id).due_on == third
        after = add_school_days(clock.today(), 3)
    assert desk.now(far).due_on == after > third
    assert desk.now(own).due_on == own.due_on
    assert desk.now(done).due_on == done.due_on
    assert len(desk.audit("tip.reschedule")) == 1


def test_giving_a_day_back_moves_the_deadlines_back(desk: Desk, city: City) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    with desk.backstage():
        off = next_school_days(1)[0]
        due = deadline_of(S.VERIFYING, clock.today())
    case = desk.file(S.VERIFYING, city.schools[0], **due)
    for what in ("off", "source"):
        change(desk, "/calendar/days", first_on=f"{off}", what=what, basis=BASIS)
    assert desk.now(case).due_on == due["due_on"]
    assert len(desk.story(case)) == 3
    with desk.backstage():  # the history stays
        rows = db.session.scalars(select(CalendarDay).order_by(CalendarDay.id))
        assert [row.is_school_day for row in rows] == [False, None]


def test_the_preset_is_put_in_force_by_one_button_and_confirmed(desk: Desk, city: City) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    page = desk.client.page("/calendar?year=2026")
    form = next(f for f in page.forms if f.get("action") == "/calendar/preset")
    answer = desk.client.send("/calendar/preset", form["fields"], page="/calendar?year=2026")
    assert answer.status_code == 302
    with desk.backstage():
        rows = list(db.session.scalars(select(SchoolTerm)))
        assert len(rows) == 2
        assert all(row.is_proposal for row in rows)
        assert not is_school_day(date(2027, 2, 3))
    assert "Confirm or change" in desk.client.page("/calendar?year=2026").text
    data = {"year": "2026", "part": "autumn", "first_on": "2026-08-31", "last_on": "2027-01-15"}
    change(desk, "/calendar/terms", **data, basis=BASIS)
    with desk.backstage():
        now = queries.in_force()
        assert now.is_school_day(date(2026, 8, 31))
        assert [t.is_proposal for t in now.terms] == [False, True]
    again = desk.client.send("/calendar/preset", form["fields"], page="/calendar?year=2026")
    assert "Somebody else changed the calendar" in desk.client.get(str(again.location)).text


def test_a_table_is_brought_in_or_told_row_by_row(desk: Desk, city: City) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    good = "日期,是否上课,名称\n2027-02-20,是,调休上课\n2027-02-22,否,大雪\n"
    bad = "日期,是否上课,名称\n2027-02-30,也许,\n"
    page = "/calendar/import"
    token = desk.client.token(page)
    wrong = desk.client.post(
        page,
        data={"csrf_token": token, "basis": BASIS, "file": (BytesIO(bad.encode()), "days.csv")},
        content_type="multipart/form-data",
    )
    assert wrong.status_code == 422
    assert "Row 2, “日期”: “2027-02-30” is no day" in wrong.text
    assert "Row 2, “是否上课”" in wrong.text
    assert "也许" in wrong.text  # what was read is kept
    shown, told = change(desk, page, rows=good, basis=BASIS)
    assert "2 days become another kind of day." in shown.text
    assert told.status_code == 302
    with desk.backstage():
        assert is_school_day(date(2027, 2, 20))
        assert queries.in_force().seen(date(2027, 2, 22)).label == "大雪"


def test_what_was_not_previewed_or_is_out_of_date_is_not_saved(desk: Desk, city: City) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    data = {"first_on": "2027-04-12", "what": "off", "basis": BASIS}
    shown = desk.client.send("/calendar/days", data)
    other = {**data, **hidden(shown), "first_on": "2027-04-13"}
    assert desk.client.send("/calendar/days", other).status_code == 200  # shown anew
    with desk.backstage():
        assert db.session.scalars(select(CalendarDay)).all() == []
    change(desk, "/calendar/days", first_on="2027-04-14", what="off", basis=BASIS)
    stale = desk.client.send("/calendar/days", {**data, **hidden(shown)})
    assert stale.status_code == 409
    assert "Somebody else changed the calendar" in stale.text
    again = desk.client.send("/calendar/days", {**data, **hidden(stale)})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("/calendar/days", {"first_on": "2027-04-12", "last_on": "2027-04-01", "what": "off"},
         "The last day lies after the first one"),
        ("/calendar/days", {"first_on": "soon", "what": "off"}, "Write a day such as"),
        ("/calendar/terms", {"year": "2026", "part": "autumn", "first_on": "2026-09-01"},
         "Write both days"),
        ("/calendar/terms", {"year": "2026", "part": "autumn", "first_on": "2027-09-01",
                             "last_on": "2028-01-10"}, "outside the school year"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_the_field(
    desk: Desk, city: City, path: str, data: dict[str, str], words: str
) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    answer = desk.client.send(path, {**data, "basis": BASIS})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Say which notice" in desk.client.send(path, {**data, "basis": ""}).text


def test_a_school_reads_the_calendar_and_changes_nothing(desk: Desk, city: City) -> None:
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    page = desk.client.page("/calendar?year=2026")
    assert "National Day" in page.text
    assert "Change days" not in page.text
    assert "provisional" in page.text
    assert desk.client.get("/calendar/days").status_code == 403
    assert "/calendar" in desk.client.page("/").links


def test_a_new_case_counts_by_the_calendar_and_the_settings(desk: Desk, city: City) -> None:
    desk.sit(Role.CITY_OFFICER, city.bureau)
    with desk.backstage():
        off = next_school_days(1)[0]
    change(desk, "/calendar/days", first_on=f"{off}", what="off", basis=BASIS)
    given = {"value": "2", "basis": BASIS, "version": "0"}
    desk.client.send("/settings/deadlines.assigned", given)
    case = desk.file(S.CLUE, city.schools[0], owner=city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.send(case, "/assign", owner="").status_code == 302
    with desk.backstage():
        now = db.session.get_one(Case, case.id)
        assert (now.due_since, now.due_days) == (clock.today(), 2)
        assert now.due_on == add_school_days(clock.today(), 2)
        assert now.due_on > off + timedelta(days=1)
