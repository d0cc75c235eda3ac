from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from models.audit import AuditEntry
from models.case import CaseEvent
from models.database import db
from models.vocabulary.roles import Role
from tests.builders import a_case, a_city
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.kernel import audit
from tracking.kernel.transaction import transaction


@pytest.fixture
def entries(backstage: Backstage) -> None:
    """120 entries, every third of them a refusal."""
    with backstage(), transaction():
        for number in range(120):
            audit.record(
                "test.act", by=None, target=f"row:{number}", allowed=bool(number % 3),
                details={"n": number},
            )  # fmt: skip


def without_triggers(app: Flask, statement: str) -> None:
    """Change the log as somebody could who owns the database."""
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER audit_entries_no_{verb}")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_entries DISABLE TRIGGER USER")
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["audit_entries", "case_events"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_history(
    app: Flask, backstage: Backstage, entries: None, table: str, change: str
) -> None:
    with backstage():
        a_case()
    with app.app_context(), pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as c:
        c.exec_driver_sql(change.format(table))
    with backstage():
        assert db.session.query(AuditEntry).count() == 120
        assert db.session.query(CaseEvent).count() == 1


def test_the_chain_holds(backstage: Backstage, entries: None) -> None:
    with backstage():
        assert audit.first_broken_entry() is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entries SET action = 'harmless' WHERE sequence = 7", 7),
        ("UPDATE audit_entries SET details = '{\"n\": 0}' WHERE sequence = 9", 9),
        ("UPDATE audit_entries SET allowed = NOT allowed WHERE sequence = 11", 11),
        ("DELETE FROM audit_entries WHERE sequence = 50", 50),
        ("DELETE FROM audit_entries WHERE sequence > 118", 119),
    ],
)
def test_a_changed_or_missing_entry_shows(
    app: Flask, backstage: Backstage, entries: None, statement: str, broken: int
) -> None:
    without_triggers(app, statement)
    with backstage():
        assert audit.first_broken_entry() == broken


def test_the_auditor_reads_pages_and_filters(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs, entries: None
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.AUDITOR, bureau)
    newest = client.get("/audit-log").text
    assert "row:119" in newest
    assert "row:70" in newest
    assert "row:69" not in newest
    second = client.get("/audit-log?before=71").text
    assert "row:69" in second
    assert "row:19" not in second
    assert "row:19" in client.get("/audit-log?before=21").text
    refused = client.get("/audit-log?result=refused&action=test.act").text
    assert "row:117" in refused
    assert "row:118" not in refused
    assert "row:" not in client.get("/audit-log?actor=nobody").text
    assert client.get("/audit-log?before=x&action=y&page=z").status_code == 200


def test_the_pages_of_the_log_lead_to_each_other(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs, entries: None
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.AUDITOR, bureau)
    older = [link for link in client.page("/audit-log").links if "before=" in link]
    assert older == ["/audit-log?before=71"]
    oldest = [link for link in client.page(older[0]).links if "before=" in link]
    assert oldest == ["/audit-log?before=21"]
    back = [link for link in client.page(oldest[0]).links if "before=" in link]
    assert back == ["/audit-log?before=71"]


def test_the_auditor_is_told_whether_the_chain_holds(
    app: Flask, client: PageClient, backstage: Backstage, sign_in_as: SignInAs, entries: None
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.AUDITOR, bureau)
    assert "tone-good" in client.get("/audit-log?check=1").text
    without_triggers(app, "UPDATE audit_entries SET target = 'row:0' WHERE sequence = 3")
    told = client.get("/audit-log?check=1").text
    assert "tone-overdue" in told


def test_a_refused_page_is_recorded(
    client: PageClient, backstage: Backstage, sign_in_as: SignInAs
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.AUDITOR, bureau)
    assert client.get("/users/new").status_code == 403
    with backstage():
        entry = db.session.query(AuditEntry).one()
        assert (entry.action, entry.target, entry.allowed) == (
            "refused",
            "accounts.new_user",
            False,
        )
