from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.database import db
from models.job_run import JobRun
from models.vocabulary.jobs import RunState
from models.vocabulary.roles import Role
from tests.builders import City, a_city, a_scan
from tests.builders.people import kept
from tests.conftest import Backstage, SignInAs
from tests.integration.reports.reading import english
from tests.pages import PageClient
from tracking.kernel import clock

COUNTS = {
    "files": {"accepted": 2, "refused": 0}, "as_of": "2026-11-23", "opened": 26, "joined": 0,
    "unchanged": 48, "rules": {"VANISHED": 14},
}  # fmt: skip


def a_run(
    job: str, period: str, due_at: datetime, state: RunState = RunState.DONE, **columns: Any
) -> JobRun:
    given: dict[str, Any] = {"started_at": due_at, "heartbeat_at": due_at, "counts": {}, **columns}
    if state is not RunState.RUNNING:
        given.setdefault("finished_at", due_at + timedelta(minutes=2))
    return kept(
        JobRun(job=job, period=period, due_at=due_at, state=state, claimed_by="test", **given)
    )


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


def test_every_run_is_shown_with_times_counts_and_outcome(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    monday = clock.at(clock.local(datetime(2026, 11, 23, tzinfo=clock.ZONE)).date(), 2)
    with backstage():
        a_run("weekly_scan", "2026-W48", monday, counts=COUNTS)
        a_run("weekly_scan", "2026-W47", monday - timedelta(weeks=1), RunState.SKIPPED,
              counts={"covered_by": "2026-W48"})  # fmt: skip
        a_run("daily_clock", "2026-11-22", monday - timedelta(hours=21), RunState.FAILED,
              attempt=3, message="the disk is full", counts={"error": "OSError"})  # fmt: skip
        a_run("daily_clock", "2026-11-23", monday + timedelta(hours=3), RunState.RUNNING)
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    page = english(client, "/runs")
    assert "2026-11-23 Mon 02:00" in page
    assert "2026-11-23 Mon 02:02" in page
    assert "Cases opened 26" in page
    assert "Left the roll without a record 14" in page
    assert "Files refused" not in page  # nothing was
    assert "Missed; the run of 2026-W48 covers it." in page
    assert "Attempt 3 failed: the disk is full" in page
    assert "Running, attempt 1." in page


def test_it_says_when_each_job_is_due_next(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    today = clock.today()
    with backstage():
        a_run("daily_clock", today.isoformat(), clock.at(today, 5))
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    assert f"next on {today + timedelta(days=1):%Y-%m-%d}" in english(client, "/runs")


def test_a_scheduler_that_does_not_run_is_noticed(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    past = clock.today() - timedelta(days=3)
    with backstage():
        a_run("daily_clock", past.isoformat(), clock.at(past, 5))
        a_run("daily_clock", f"{clock.today()}T04:00", clock.now())  # by hand: says nothing
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    page = english(client, "/runs")
    late = past + timedelta(days=1)
    assert f"should have run on {late:%Y-%m-%d}" in page
    assert "is the scheduler running?" in page


@pytest.mark.parametrize(("days", "alarm"), [(7, False), (9, True)])
def test_eight_days_without_a_scan_are_an_alarm(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage, days: int,
    alarm: bool,  # noqa: FBT001 - a case of the table
) -> None:  # fmt: skip
    with backstage():
        scan = db.session.merge(a_scan())
        scan.finished_at = clock.now() - timedelta(days=days)
        db.session.commit()
    for role in (Role.SYSTEM_ADMIN, Role.CITY_OFFICER):
        sign_in_as(role, city.bureau)
        assert ("No scan for 8 days or more." in english(client, "/runs")) == alarm
        assert "No scan for 8 days or more." in client.get("/").text or not alarm


def test_scans_lead_to_what_they_found(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        scan = a_scan()
    sign_in_as(Role.COUNTY_OFFICER, city.counties[0])
    assert f'href="/scans/{scan.id}"' in client.get("/runs").text


def test_many_runs_stand_on_pages(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        a_scan()
        for number in range(30):
            day = clock.today() - timedelta(days=number)
            a_run("daily_clock", day.isoformat(), clock.at(day, 5))
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    first = client.page("/runs")
    older = [link for link in first.links if "after=" in link]
    assert len(older) == 1
    oldest = clock.today() - timedelta(days=29)
    assert oldest.isoformat() not in first.text
    assert oldest.isoformat() in client.page(f"/runs{older[0]}").text


def test_before_the_first_run_it_says_what_to_do(
    client: PageClient, sign_in_as: SignInAs, city: City
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    assert "baoxue jobs run" in english(client, "/runs")


def test_schools_do_not_see_the_machine(
    client: PageClient, sign_in_as: SignInAs, city: City
) -> None:
    sign_in_as(Role.SCHOOL_ADMIN, city.schools[0])
    assert client.get("/runs").status_code == 403
