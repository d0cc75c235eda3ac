from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from models.case import Case
from models.database import db
from models.scope import EVERYWHERE, within
from models.vocabulary.cases import CaseState
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import a_case, a_flag, an_organisation
from tests.conftest import Backstage, SignInAs
from tests.integration.reports.conftest import Ledger
from tests.integration.reports.reading import HOMES, place
from tests.pages import PageClient
from tracking.kernel import clock
from tracking.reports import queries


@pytest.mark.parametrize(("role", "where"), HOMES)
def test_home_asks_as_often_for_many_cases_as_for_few(
    app: Flask, client: PageClient, sign_in_as: SignInAs, ledger: Ledger, backstage: Backstage,
    role: Role, where: str,
) -> None:  # fmt: skip
    sign_in_as(role, place(ledger, where))
    few = statements_of(app, client)
    with backstage():
        for number in range(8):
            school = ledger.city.schools[number % 3]
            due = clock.today() - timedelta(days=number)
            a_flag(a_case(CaseState.ASSIGNED, school, due_on=due))
            an_organisation(Level.SCHOOL, ledger.city.counties[0])
    assert statements_of(app, client) == few


def statements_of(app: Flask, client: PageClient) -> int:
    """How many statements the home page takes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    client.get("/")
    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get("/")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_scope_holds_in_every_figure(app: Flask, ledger: Ledger) -> None:
    with app.app_context(), within(ledger.city.counties[1].path):
        assert [row.code for row in queries.county_rows()] == ["150292"]
        assert sum(count for _state, count in queries.cases_by_state()) == 1
        assert queries.county_in_scope("150291") is None
    with app.app_context(), within(EVERYWHERE):
        assert sum(count for _state, count in queries.cases_by_state()) == len(
            list(db.session.scalars(select(Case.id)))
        )
