"""The work ledger: a row per school in scope, with figures that equal the lists."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.case import CaseEvent
from models.database import db
from models.vocabulary.cases import CaseState, EventKind
from models.vocabulary.roles import Role
from tests.builders import a_case, a_city
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.kernel import clock

Row = dict[str, str]


def ledger(client: PageClient) -> dict[str, Row]:
    """Rows by school code."""
    text = client.get("/ledgers/schools.csv").get_data(as_text=True).lstrip("\ufeff")
    return {row["School code"]: row for row in csv.DictReader(text.splitlines())}


@pytest.fixture(autouse=True)
def work(backstage: Backstage) -> None:
    """Four cases at the first school, one at a school of the other county."""
    with backstage():
        city = a_city()
        first, _second, other = city.schools
        yesterday = clock.today() - timedelta(days=1)
        touched = a_case(CaseState.VERIFYING, first)
        at = clock.at(touched.opened_on, 9)
        event = {"episode": 1, "at": at, "kind": EventKind.FOLLOW_UP, "to_state": touched.state}
        db.session.add(CaseEvent(case_id=touched.id, **event))
        a_case(CaseState.ASSIGNED, first, due_on=yesterday)
        a_case(CaseState.EXCLUDED, first, due_on=None, closed_on=yesterday)
        a_case(CaseState.MISSING, first)
        a_case(CaseState.SUBMITTED, other)


def test_it_counts_each_school_in_scope(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        city = a_city()
    sign_in_as(Role.CITY_OFFICER, city.bureau)
    client.post("/language", data={"csrf_token": client.token("/"), "locale": "en"})
    found = ledger(client)
    assert set(found) == {city.schools[0].code, city.schools[2].code}
    row = found[city.schools[0].code]
    assert [row[n] for n in ("Cases", "In progress", "Overdue", "Ended")] == ["4", "3", "1", "1"]
    assert row["School days to the first contact (median)"] == "0"
    assert row["Share of first contacts within the deadline"] == "100%"
    assert found[city.schools[2].code]["Awaiting review"] == "1"
    assert found[city.schools[2].code]["School days to the first contact (median)"] == ""


def test_a_county_sees_its_own_schools_and_the_export_is_recorded(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        city = a_city()
    sign_in_as(Role.COUNTY_OFFICER, city.counties[1])
    client.post("/language", data={"csrf_token": client.token("/"), "locale": "en"})
    assert set(ledger(client)) == {city.schools[2].code}
    with backstage():
        assert "ledger.export" in set(db.session.scalars(select(AuditEntry.action)))


@pytest.mark.parametrize("role", [Role.SCHOOL_ADMIN, Role.AUDITOR])
def test_who_may_not_export_gets_no_ledger(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage, role: Role
) -> None:
    with backstage():
        city = a_city()
    home = city.schools[0] if role is Role.SCHOOL_ADMIN else city.bureau
    sign_in_as(role, home)
    assert client.get("/ledgers/schools.xlsx").status_code == 403
