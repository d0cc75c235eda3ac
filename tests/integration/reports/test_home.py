from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.child import Child
from models.database import db
from models.scan import Scan
from models.vocabulary.cases import CaseState
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import a_case, a_user, an_organisation
from tests.conftest import Backstage, SignInAs
from tests.integration.reports.conftest import Ledger, a_roster
from tests.integration.reports.reading import HOMES, english, length_of, linked_figures, place
from tests.pages import PageClient
from tracking.cases.opening import move_rows
from tracking.kernel import clock
from tracking.reports import queries

ADMINISTRATORS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]


@pytest.mark.parametrize(("role", "where"), HOMES)
def test_every_figure_equals_the_list_it_leads_to(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, role: Role, where: str
) -> None:
    sign_in_as(role, place(ledger, where))
    figures = linked_figures(client.get("/").text)
    assert len(figures) >= 5
    assert {url: length_of(client, url) for url in figures} == figures


def test_a_schools_day_is_three_cards_of_its_own_cases(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger
) -> None:
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    page = english(client)
    figures = linked_figures(page)
    assert figures["/cases?group=due&turn=owner"] == 2
    assert figures["/cases?group=overdue&turn=owner"] == 1
    assert figures["/cases?group=waiting"] == 1
    assert figures["/cases?group=closed"] == 1
    for case in (ledger.due, ledger.overdue, ledger.waiting, ledger.returned_result):
        assert f'href="/cases/{case.id}"' in page
    for case in (ledger.far, ledger.clue):
        assert f'href="/cases/{case.id}"' not in page
    assert page.count("work-card ") == 3
    assert "returned by the bureau" in page


def test_what_the_bureau_has_to_do_is_not_on_the_schools_desk(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    today, school = clock.today(), ledger.city.schools[1]
    with backstage():
        for state in (CaseState.SUBMITTED, CaseState.RETURNED):
            for day in (today, today - timedelta(days=5)):
                a_case(state, school, due_on=day)
    sign_in_as(Role.SCHOOL_ADMIN, school)
    figures = linked_figures(client.get("/").text)
    assert figures["/cases?group=waiting"] == 2
    assert "/cases?group=due&turn=owner" not in figures
    assert length_of(client, "/cases?group=due&turn=owner") == 0
    assert length_of(client, "/cases?group=due&turn=bureau") == 2
    assert length_of(client, "/cases?group=overdue&turn=bureau") == 2


def test_names_are_masked_on_the_cards(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        name = db.session.get_one(Child, ledger.due.child_id).name
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    page = client.get("/").text
    assert name not in page
    assert f"{name[0]}*" in page


def test_a_card_shows_five_cases_and_leads_to_all(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        school = ledger.city.schools[1]
        made = [
            a_case(school=school, due_on=clock.today() - timedelta(days=n)) for n in range(1, 8)
        ]
        ids = [case.id for case in made]
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[1])
    page = client.get("/").text
    assert linked_figures(page)["/cases?group=overdue&turn=owner"] == 7
    shown = [number for number in ids if f'href="/cases/{number}"' in page]
    assert shown == ids[-5:]  # the longest overdue


def test_a_county_bureau_sees_what_waits_for_it_and_a_row_per_school(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger
) -> None:
    sign_in_as(Role.COUNTY_OFFICER, ledger.city.counties[0])
    page = client.get("/").text
    figures = linked_figures(page)
    assert figures["/cases?group=waiting"] == 1
    assert figures["/cases?state=clue"] == 1
    school = ledger.city.schools[0]
    assert figures[f"/cases?group=open&amp;school={school.code}".replace("&amp;", "&")] == 4
    assert figures[f"/cases?group=overdue&school={school.code}"] == 1
    assert figures[f"/flags?school={school.code}&status=open"] == 4
    assert ">120<" in page
    assert ledger.city.schools[2].name not in page
    assert f'href="/cases/{ledger.far.id}"' not in page


def test_the_city_sees_a_row_per_county_and_drills_down(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger
) -> None:
    sign_in_as(Role.CITY_OFFICER, ledger.city.bureau)
    page = client.get("/").text
    figures = linked_figures(page)
    assert figures["/cases?group=open&owner=150291"] == 5
    assert figures["/cases?group=overdue&owner=150292"] == 1
    assert ">200<" in page
    assert "/areas/150291" in page
    county = client.get("/areas/150291").text
    assert ledger.city.schools[0].name in county
    assert ledger.city.schools[2].name not in county
    inside = linked_figures(county)
    assert inside
    assert {url: length_of(client, url) for url in inside} == inside


def test_a_county_that_one_may_not_see_is_not_there(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger
) -> None:
    sign_in_as(Role.COUNTY_OFFICER, ledger.city.counties[0])
    assert client.get("/areas/150291").status_code == 200
    stranger, nobody = client.get("/areas/150292"), client.get("/areas/159999")
    assert stranger.status_code == nobody.status_code == 404
    sign_in_as(Role.SCHOOL_ADMIN, ledger.city.schools[0])
    assert client.get("/areas/150291").status_code == 403


def test_a_school_whose_roster_stopped_coming_is_called_silent(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    first, second, _far = ledger.city.schools
    with backstage():
        a_roster(ledger.city, {first.code: 118}, clock.today() + timedelta(days=14))
        newest = db.session.scalars(select(Scan).order_by(Scan.id.desc())).first()
        assert newest is not None
        rows = {row.code: row for row in queries.school_rows(ledger.city.counties[0])}
    assert rows[first.code].pupils == 118
    assert rows[first.code].late_schools == 0
    assert rows[second.code].silent is None
    sign_in_as(Role.COUNTY_OFFICER, ledger.city.counties[0])
    assert "none yet" in english(client)


def test_the_trend_is_the_cases_in_progress_at_the_end_of_each_week(
    backstage: Backstage, ledger: Ledger
) -> None:
    with backstage():
        rows = {row.code: row for row in queries.school_rows(ledger.city.counties[0])}
    row = rows[ledger.city.schools[0].code]
    assert row.trend[-1] == row.open == 4
    assert row.trend[0] == 0
    assert len(row.trend) == queries.WEEKS


def test_an_inspector_looks_and_is_asked_for_nothing(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger
) -> None:
    sign_in_as(Role.INSPECTOR, ledger.city.bureau)
    page = client.get("/").text
    assert "work-card " not in page
    assert linked_figures(page)["/cases?group=overdue"] == 2


def test_a_township_sees_its_own_cases_only(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage
) -> None:
    with backstage():
        township = an_organisation(Level.TOWNSHIP, ledger.city.counties[0])
        case = a_case(CaseState.MISSING, ledger.city.schools[0], owner=township)
        move_rows(case, township.path)
    sign_in_as(Role.TOWNSHIP_OFFICER, township)
    figures = linked_figures(client.get("/").text)
    assert figures["/cases?group=open"] == 1
    assert f'href="/cases/{case.id}"' in client.get("/").text
    assert f'href="/cases/{ledger.due.id}"' not in client.get("/").text


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_sees_accounts_and_no_case(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage, role: Role
) -> None:
    with backstage():
        a_user(None, ledger.city.schools[0], display_name="新来的人")
        names = [child.name for child in db.session.scalars(select(Child))]
    sign_in_as(role, ledger.city.bureau)
    page = client.get("/").text
    assert "/cases" not in page
    assert "/flags" not in page
    assert ledger.due.number not in page
    assert not [name for name in names if name in page]
    assert "新来的人" in page
    assert 'href="/users?role=none"' in page
    assert ("/audit-log" in page) == (role is Role.AUDITOR)
    assert ("/runs" in page) == (role is Role.SYSTEM_ADMIN)


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, None])
def test_who_has_nothing_to_see_is_told_why(
    client: PageClient, sign_in_as: SignInAs, ledger: Ledger, role: Role | None
) -> None:
    sign_in_as(role, ledger.city.bureau)
    page = english(client)
    words = "You will be asked here for lists" if role else "Your account has no role yet"
    assert words in page
    assert "/cases" not in page


def test_an_empty_installation_says_what_will_appear(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        bureau = an_organisation(Level.CITY, code="150200", name="虚构市教育局")
    sign_in_as(Role.CITY_OFFICER, bureau)
    page = english(client)
    assert "No county or school yet" in page
    assert "No case has been opened yet" in page
