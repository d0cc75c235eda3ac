from __future__ import annotations

import csv
import itertools
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.audit import AuditEntry
from models.case import Case
from models.database import db
from models.flag import Flag
from models.job_run import JobRun
from models.notice import Notice
from models.outcome import Outcome
from models.scan import Scan
from models.scope import EVERYWHERE, within
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.jobs import RunState
from models.vocabulary.notices import NoticeKind
from models.vocabulary.outcomes import Decision
from models.vocabulary.roles import Role
from tests.integration.demo.conftest import STUDENTS, BuiltCity
from tests.integration.reports.reading import length_of, linked_figures
from tests.pages import PageClient
from tracking.kernel import audit
from tracking.reports.demo_accounts import read_list

WEEKS = 6
RULES = {"VANISHED", "TRANSFER_OPEN", "LEFT_SCHOOL", "SUSPENSION_EXPIRED"}


def test_the_command_says_where_the_city_is_and_who_may_sign_in(city: BuiltCity) -> None:
    assert city.result.exit_code == 0
    assert f"a city of {STUDENTS} pupils" in city.result.output
    assert "/demo-accounts" in city.result.output
    for login in ("city", "county", "school-"):
        assert f"  {login}" in city.result.output


def test_the_snapshots_lie_there_as_real_files_in_official_columns(city: BuiltCity) -> None:
    files = sorted((city.folder.path / "city").glob("registry-*"))
    assert len(files) == WEEKS
    assert {file.suffix for file in files} == {".csv", ".xlsx"}
    first = files[0].read_bytes()
    assert "学籍号" in first.decode("utf-8-sig" if first.startswith(b"\xef\xbb\xbf") else "gb18030")


def test_what_the_scans_found_is_the_truth_about_every_child(
    city: BuiltCity, demo_app: Flask
) -> None:
    with (city.folder.path / "city" / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = [row for row in csv.DictReader(file) if row["rule"] in RULES]
    with demo_app.app_context(), within(EVERYWHERE):
        flags = db.session.scalars(select(Flag)).all()
        found = {(f.rule, f.child.student_no) for f in flags}
    true = {(row["rule"], row["student_no"]) for row in truth if row["expected"] == "1"}
    assert true
    assert true - found == set()
    missing = {number for rule, number in true if rule != "REAPPEARED"}
    others = {(rule, number) for rule, number in found - true if rule != "REAPPEARED"}
    assert others == set()
    # The city plants some returns; whoever else is seen again had truly been missing.
    assert {number for rule, number in found if rule == "REAPPEARED"} <= missing


def test_the_weeks_were_scanned_by_the_scheduler_one_after_the_other(demo_app: Flask) -> None:
    with demo_app.app_context(), within(EVERYWHERE):
        scans = list(db.session.scalars(select(Scan).order_by(Scan.id)))
        runs = list(db.session.scalars(select(JobRun).where(JobRun.job == "weekly_scan")))
        clocks = select(func.count(JobRun.id)).where(JobRun.job == "daily_clock")
        days = db.session.scalar(clocks) or 0
    assert len(scans) == len(runs) == WEEKS
    assert {run.state for run in runs} == {RunState.DONE}
    gaps = {(b.as_of - a.as_of).days for a, b in itertools.pairwise(scans)}
    assert gaps == {7}
    assert days > 7 * (WEEKS - 1)


def test_every_child_has_one_case_and_the_audit_log_holds(demo_app: Flask) -> None:
    with demo_app.app_context(), within(EVERYWHERE):
        children = list(db.session.scalars(select(Case.child_id)))
        assert len(children) == len(set(children))
        assert audit.first_broken_entry() is None
        assert db.session.query(AuditEntry).count() > len(children)


def test_people_have_acted_and_something_of_everything_is_there(demo_app: Flask) -> None:
    with demo_app.app_context(), within(EVERYWHERE):
        states = set(db.session.scalars(select(Case.state)))
        decisions = set(db.session.scalars(select(Outcome.decision)))
        kinds = set(db.session.scalars(select(Notice.kind)))
    assert states >= {
        CaseState.CLUE,
        CaseState.VERIFYING,
        CaseState.SUBMITTED,
        CaseState.EXCLUDED,
        CaseState.RETURNED,
        CaseState.MISSING,
    }
    assert decisions == set(Decision) - {Decision.TAKEN_BACK}  # nobody chose the wrong children
    assert kinds >= {NoticeKind.SCANNED, NoticeKind.SET_ASIDE, NoticeKind.OVERDUE}


def test_there_is_an_account_for_every_role_and_its_home_page_opens(
    city: BuiltCity, demo_app: Flask
) -> None:
    accounts = read_list(city.folder.path)
    assert {account.role for account in accounts} == set(Role)
    client = cast("PageClient", demo_app.test_client())
    for account in accounts:
        answer = client.send("/demo-accounts", {"login": account.login})
        assert answer.status_code == 302
        assert account.organisation in client.get("/").text


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.SCHOOL_ADMIN])
def test_a_visitor_finds_work_on_the_home_page(
    city: BuiltCity, demo_app: Flask, role: Role
) -> None:
    login = next(a.login for a in read_list(city.folder.path) if a.role is role)
    client = cast("PageClient", demo_app.test_client())
    client.send("/demo-accounts", {"login": login})
    figures = linked_figures(client.get("/").text)
    assert {url: length_of(client, url) for url in figures} == figures
    shown = [url for url, count in figures.items() if count]
    wanted = ("group=waiting", "group=overdue", "state=clue", "group=due")
    least = 1 if role is Role.SCHOOL_ADMIN else 2  # one school of a small city has little to do
    assert sum(any(name in url for url in shown) for name in wanted) >= least


def test_nobody_can_tell_the_password_from_the_database(city: BuiltCity, demo_app: Flask) -> None:
    password = read_list(city.folder.path)[0].password
    with demo_app.app_context():
        hashes = set(db.session.scalars(select(User.password_hash)))
    assert not [stored for stored in hashes if password in stored]
