from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from models.case import Case
from models.database import db
from models.flag import Flag
from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus, Severity
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_city, a_flag
from tests.conftest import Backstage, SignInAs
from tests.integration.flags.conftest import Scanned
from tests.pages import Page, PageClient
from tracking.kernel import clock


def rows_of(page: Page) -> list[str]:
    """Links to the cases of a page's rows, in order and without doubles."""
    return list(dict.fromkeys(link for link in page.links if link.startswith("/cases/")))


def boxes_of(page: Page) -> list[str]:
    return [f["value"] for f in page.fields if f.get("type") == "checkbox" and f.get("value")]


def test_it_shows_each_flag_with_its_sentence_and_both_rows(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.CITY_OFFICER, scanned.city.bureau)
    page = client.page("/flags")
    assert "赵**" in page.text
    assert "虚构第1小学" in page.text
    assert "2026-11-09" in page.text
    assert "2026-11-16" in page.text
    assert len(rows_of(page)) == 4
    assert "赵小宁" not in page.text
    assert "F00000011" not in page.text


def test_a_bureau_sees_the_flags_of_its_own_schools_only(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs
) -> None:
    east, west = scanned.city.counties
    sign_in_as(Role.COUNTY_OFFICER, east)
    shown = client.page("/flags").text
    assert "赵**" in shown
    assert "钱**" not in shown
    sign_in_as(Role.COUNTY_OFFICER, west)
    shown = client.page("/flags").text
    assert "钱**" in shown
    assert "赵**" not in shown


@pytest.mark.parametrize("role", [Role.SCHOOL_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR, None])
def test_who_may_not_read_flags_is_refused(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs, role: Role | None
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(role, bureau)
    for path in ("/flags", "/flags/1", "/flags.csv"):
        assert client.get(path).status_code == 403


def test_an_inspector_reads_and_does_nothing(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        a_flag(a_case(CaseState.CLUE, owner=city.counties[0]))
    sign_in_as(Role.INSPECTOR, city.bureau)
    page = client.page("/flags")
    assert len(rows_of(page)) == 1
    assert not [form for form in page.forms if "/cases/" in form.get("action", "")]
    assert client.get("/flags.csv").status_code == 403


def test_filters_narrow_the_queue(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    today = clock.today()
    with backstage():
        city = a_city()
        first, second, _ = city.schools
        a_flag(a_case(CaseState.CLUE, first, owner=city.counties[0]), "VANISHED")
        young = a_case(CaseState.VERIFYING, second, child=a_child(second, grade=3))
        a_flag(
            young, "LEFT_SCHOOL", severity=Severity.MEDIUM,
            as_of=today - timedelta(days=7), last_as_of=today,
        )  # fmt: skip
        a_flag(a_case(CaseState.EXCLUDED, first), "TRANSFER_OPEN", status=FlagStatus.WRONG)
    sign_in_as(Role.CITY_OFFICER, city.bureau)

    def found(query: str) -> int:
        return len(rows_of(client.page(f"/flags?{query}")))

    assert found("") == 2
    assert found("status=all") == 3
    assert found("status=wrong") == 1
    assert found("rule=LEFT_SCHOOL") == 1
    assert found(f"school={first.code}") == 1
    assert found("grade=3") == 1
    assert found("severity=medium") == 1
    assert found("state=clue") == 1
    assert found(f"day={today - timedelta(days=7)}") == 1
    assert found("rule=VANISHED&grade=3") == 0
    assert found("rule=NO_SUCH&school=9&grade=x&severity=?&state=-&day=soon&status=x&after=!") == 3


def test_each_figure_leads_to_what_it_counts(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    old = clock.today() - timedelta(days=7)
    with backstage():
        city = a_city()
        for _ in range(2):
            a_flag(a_case(CaseState.CLUE, owner=city.counties[0]))
        for _ in range(3):
            a_flag(a_case(CaseState.ASSIGNED), as_of=old, last_as_of=old)
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    page = client.page("/flags")
    day, status, state = "day=", "status=open", "state=clue"
    for mark, count in ((day, 2), (status, 5), (state, 2)):
        link = next(link for link in page.links if link.startswith("/flags?") and mark in link)
        assert len(rows_of(client.page(link))) == count


def test_pages_follow_each_other_without_doubles(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        for number in range(60):
            a_flag(a_case(), severity=list(Severity)[number % 3])
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    for sort in ("urgency", "-urgency", "day", "school", "-class", "rule"):
        path, seen = f"/flags?sort={sort}&rule=VANISHED", list[str]()
        for _ in range(3):
            page = client.page(path)
            seen += rows_of(page)
            path = "/flags" + next((li for li in page.links if li[0] == "?" and "after=" in li), "")
        assert len(seen) == len(set(seen)) == 60
        assert path == "/flags"
    assert len(rows_of(client.page("/flags?size=100"))) == 60


def test_what_is_urgent_stands_first(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        cases = [a_flag(severity=level).case_id for level in reversed(Severity)]
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    assert rows_of(client.page("/flags")) == [f"/cases/{number}" for number in reversed(cases)]
    turned = client.page("/flags?sort=-urgency")
    assert rows_of(turned) == [f"/cases/{number}" for number in cases]


def test_selected_clues_are_given_to_their_schools(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        county = city.counties[0]
        clues = [a_case(CaseState.CLUE, school, owner=county) for school in city.schools[:2]]
        for case in [*clues, a_case(CaseState.ASSIGNED)]:
            a_flag(case)
    sign_in_as(Role.COUNTY_OFFICER, county)
    page = client.page("/flags?sort=school")
    chosen = boxes_of(page)
    assert sorted(chosen) == sorted(str(case.id) for case in clues)
    form = next(f for f in page.forms if f.get("id") == "assign-selected")
    answer = client.send(
        form["action"], {"case": chosen, "next": form["fields"]["next"]}, page="/flags"
    )
    told = client.page(answer.location)  # what became of each, and the way back
    assert "/flags?sort=school" in told.links
    with backstage():
        for case in clues:
            assert db.session.get_one(Case, case.id).state is CaseState.ASSIGNED
    assert boxes_of(client.page("/flags")) == []


def test_a_flag_is_marked_wrong_where_its_proof_stands(
    client: PageClient, scanned: Scanned, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    sign_in_as(Role.CITY_OFFICER, scanned.city.bureau)
    flag_id = scanned.flags["赵小宁"]
    forms = client.page("/flags").forms
    form = next(f for f in forms if f.get("action", "").endswith(f"/flags/{flag_id}/wrong"))
    data = {"reason": "与学校核对,名册漏报", "next": form["fields"]["next"]}
    assert client.send(form["action"], data, page="/flags").location == "/flags"
    assert "赵**" not in client.page("/flags").text
    assert "赵**" in client.page("/flags?status=wrong").text
    with backstage():
        assert db.session.get_one(Flag, flag_id).status is FlagStatus.WRONG


def test_an_empty_queue_says_what_will_appear(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    assert 'class="empty"' in client.get("/flags").text
    with backstage():
        a_flag()
    assert 'href="/flags?status=all"' in client.get("/flags?status=confirmed").text


def test_the_work_does_not_grow_with_the_rows(
    app: Flask, client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        city = a_city()
        a_flag()
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    client.page("/flags")
    few = len(statements)
    with backstage():
        for _ in range(24):
            a_flag()
    statements.clear()
    assert len(rows_of(client.page("/flags"))) == 25
    assert len(statements) == few
