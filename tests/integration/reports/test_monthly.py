"""Schools report every month, also when there is nothing; silence is told upwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select, type_coerce
from werkzeug.test import TestResponse

from models.database import db
from models.notice import Notice
from models.organisation import Organisation
from models.scan import Scan
from models.scope import EVERYWHERE, within
from models.vocabulary.cases import CaseState as S
from models.vocabulary.notices import NoticeKind
from models.vocabulary.roles import Role
from models.zero_report import ZeroReport
from tests.builders import City, a_case, a_city
from tests.conftest import Backstage, SignInAs
from tests.desks import Desk
from tests.pages import PageClient
from tracking.kernel import clock
from tracking.reports.listening import listen
from tracking.reports.monthly import month_before, month_of

REMARK = "本月无新增。"


@pytest.fixture
def desk(client: PageClient, sign_in_as: SignInAs, backstage: Backstage) -> Desk:
    return Desk(client, sign_in_as, backstage)


@pytest.fixture
def city(desk: Desk) -> City:
    with desk.backstage():
        return a_city()


def send(desk: Desk, month: str = "", **data: Any) -> TestResponse:
    page = f"/monthly-report?month={month}"
    return desk.client.send(page, {"number": "0", "month": month, "remark": "", **data})


def reports(desk: Desk) -> list[ZeroReport]:
    with desk.backstage():
        return list(db.session.scalars(select(ZeroReport).order_by(ZeroReport.id)))


def scanned(desk: Desk, day: date) -> None:
    """A first scan, before which nobody owed a report."""
    at = clock.at(day)
    with desk.backstage():
        db.session.add(Scan(as_of=day, started_at=at, finished_at=at, started_by="machine"))


def listened(desk: Desk, day: date) -> int:
    with desk.client.application.app_context(), within(EVERYWHERE):
        return listen(day, clock.at(day, 5))


def told(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    with desk.backstage():
        query = select(Organisation.code, Notice.details).join(Notice.organisation)
        query = query.where(Notice.kind == NoticeKind.UNREPORTED).order_by(Notice.id)
        return [(code, facts) for code, facts in db.session.execute(query)]


def test_a_school_sends_its_prefilled_report_with_one_button(desk: Desk, city: City) -> None:
    first, second, _ = city.schools
    with desk.backstage():
        a_case(S.VERIFYING, first)
        a_case(S.EXCLUDED, first, due_on=None, closed_on=clock.today())
        a_case(S.ASSIGNED, second)
    desk.sit(Role.SCHOOL_ADMIN, first)
    assert "/monthly-report" in {link.split("?")[0] for link in desk.client.page("/").links}
    assert "Send the report" in desk.client.page("/monthly-report").text
    name = f"{clock.today():%Y-%m}"
    assert send(desk, name, remark=REMARK).status_code == 302
    [report] = reports(desk)
    assert (report.open, report.opened, report.returned) == (1, 2, 0)
    assert (report.month, report.org_path) == (month_of(clock.today()), first.path)
    [record] = desk.audit("report.send")
    assert record.details == {"month": name, "open": 1, "opened": 2, "returned": 0}
    with desk.backstage():
        raw = db.session.scalars(select(type_coerce(ZeroReport.remark, LargeBinary))).one()
        assert REMARK.encode() not in bytes(raw)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page(f"/monthly-reports?month={name}")
    assert REMARK in page.text
    assert f"/cases?school={second.code}&group=open" in page.links
    missing = desk.client.page(f"/monthly-reports?month={name}&standing=missing")
    assert f"/cases?school={first.code}&group=open" not in missing.links


def test_nothing_to_report_is_a_report_and_a_correction_is_a_new_one(
    desk: Desk, city: City
) -> None:
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    name = f"{clock.today():%Y-%m}"
    assert "Send: nothing to report" in desk.client.page("/monthly-report").text
    send(desk, name)
    assert "nothing to report" in desk.client.page("/monthly-report").text
    again = send(desk, name)  # from a page that is too old
    assert again.status_code == 409
    assert "A colleague sent a report" in again.text
    assert send(desk, name, number="1", remark=REMARK).status_code == 302
    found = reports(desk)
    assert [(r.number, r.is_zero) for r in found] == [(1, True), (2, True)]
    too_long = send(desk, name, number="2", remark="长" * 1001)
    assert too_long.status_code == 422
    assert "长长" in too_long.text


def test_silence_is_told_to_the_school_then_the_county_then_the_city(
    desk: Desk, city: City
) -> None:
    scanned(desk, date(2026, 10, 12))
    assert listened(desk, date(2026, 10, 26)) == 0
    assert told(desk) == []
    assert listened(desk, date(2026, 10, 27)) == 0  # the school day before
    assert [code for code, facts in told(desk)] == [s.code for s in city.schools]
    assert listened(desk, date(2026, 10, 29)) == 3
    late = [(code, facts.get("count")) for code, facts in told(desk)[3:]]
    assert sorted(late) == [
        ("150291", 2), ("150292", 1), *sorted((s.code, None) for s in city.schools),
    ]  # fmt: skip
    assert listened(desk, date(2026, 10, 29)) == 3
    assert len(told(desk)) == 8
    listened(desk, date(2026, 11, 3))
    assert told(desk)[8:] == [
        ("150200", {"month": "2026-10-01", "due_on": "2026-10-28", "late": True, "count": 3})
    ]
    desk.sit(Role.CITY_OFFICER, city.bureau)
    assert "3 schools have not sent their reports for 2026-10" in desk.client.page("/notices").text


def test_who_has_reported_is_left_alone_and_no_month_before_the_first_scan_is_owed(
    desk: Desk, city: City
) -> None:
    scanned(desk, date(2026, 10, 12))
    user = desk.sign_in_as(Role.SCHOOL_ADMIN, city.schools[0])
    with desk.backstage():
        for number, school in enumerate(city.schools):
            db.session.add(
                ZeroReport(
                    organisation_id=school.id, org_path=school.path, month=date(2026, 10, 1),
                    number=1, open=number, opened=0, returned=0, remark="",
                    sent_at=clock.at(date(2026, 10, 20)), sent_by_id=user.id,
                )
            )  # fmt: skip
    assert listened(desk, date(2026, 10, 29)) == 0
    assert told(desk) == []


def test_a_month_of_holidays_can_be_left_out(desk: Desk, city: City) -> None:
    scanned(desk, date(2026, 7, 1))
    desk.sit(Role.CITY_OFFICER, city.bureau)
    given = {"value": "0", "basis": "虚构市教育局通知", "version": "0"}
    assert desk.client.send("/settings/monthly.august", given).status_code == 302
    assert listened(desk, date(2026, 8, 31)) == 3  # July is missing, August is not wanted
    assert {facts["month"] for _code, facts in told(desk)} == {"2026-07-01"}


def test_only_a_school_reports_and_only_months_that_have_begun(desk: Desk, city: City) -> None:
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert desk.client.get("/monthly-report").status_code == 403
    desk.sit(Role.SCHOOL_ADMIN, city.schools[0])
    present, before = month_of(clock.today()), month_before(month_of(clock.today()))
    for asked, shown in ((present + timedelta(days=40), present), (before, before)):
        page = desk.client.page(f"/monthly-report?month={asked:%Y-%m}")
        assert f"{shown:%Y-%m}" in page.title
