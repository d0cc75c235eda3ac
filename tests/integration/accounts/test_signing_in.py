from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.user import User
from models.vocabulary.roles import Role
from tests.builders import PASSWORD, a_user
from tests.conftest import Backstage
from tests.pages import Page, PageClient
from tracking.kernel import clock


@pytest.fixture
def alice(backstage: Backstage) -> User:
    with backstage():
        return a_user(Role.CITY_OFFICER, login="alice", locale="en")


def sign_in(client: PageClient, login: str = "alice", password: str = PASSWORD) -> str:
    """Try to come in; what the form then says, or where it leads."""
    answer = client.send("/sign-in", {"login": login, "password": password})
    if answer.status_code == 302:
        return str(answer.location)
    return " ".join(Page(answer.text).text.split())


def test_it_lets_in_and_remembers_when(
    client: PageClient, alice: User, backstage: Backstage
) -> None:
    assert client.get("/users").location == "/sign-in?next=%2Fusers"
    assert sign_in(client, " ALICE ") == "/"
    assert client.get("/").status_code == 200
    with backstage():
        user = db.session.get_one(User, alice.id)
        assert user.last_sign_in_at is not None
        assert db.session.scalars(select(AuditEntry.action)).all() == ["sign_in"]


def test_it_leads_back_to_the_page_that_was_asked_for(client: PageClient, alice: User) -> None:
    form = client.page("/sign-in?next=/password").forms[-1]["fields"]
    answer = client.post("/sign-in", data={**form, "login": alice.login, "password": PASSWORD})
    assert answer.location == "/password"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_never_leads_to_another_site(client: PageClient, alice: User, target: str) -> None:
    answer = client.send("/sign-in", {"login": alice.login, "password": PASSWORD, "next": target})
    assert answer.location == "/"


def test_every_failure_reads_the_same(
    client: PageClient, alice: User, backstage: Backstage
) -> None:
    with backstage():
        a_user(login="bob", enabled=False)
        a_user(login="carol", locked_until=clock.now() + timedelta(minutes=5))
    said = {
        sign_in(client, "alice", "wrong").replace("alice", ""),
        sign_in(client, "nobody", "wrong").replace("nobody", ""),
        sign_in(client, "bob", PASSWORD).replace("bob", ""),
        sign_in(client, "carol", PASSWORD).replace("carol", ""),
    }
    assert len(said) == 1


def test_it_keeps_the_name_but_never_the_password(client: PageClient, alice: User) -> None:
    answer = client.send("/sign-in", {"login": alice.login, "password": "Geheim-123"})
    assert answer.status_code == 401
    assert "Geheim-123" not in answer.text
    assert Page(answer.text).forms[-1]["fields"]["login"] == "alice"


def test_five_failures_lock_for_a_quarter_of_an_hour(
    client: PageClient, alice: User, backstage: Backstage
) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client) != "/"
    with backstage():
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
        assert actions[-2:] == ["sign_in.locked", "sign_in.while_locked"]
        until = db.session.get_one(User, alice.id).locked_until
        assert until is not None
    with time_machine.travel(until + timedelta(seconds=1)):
        assert sign_in(client) == "/"


def test_a_success_forgets_earlier_failures(client: PageClient, alice: User) -> None:
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client) == "/"
        client.send("/sign-out", {}, page="/")


def test_the_log_never_holds_what_an_unknown_person_typed(
    client: PageClient, alice: User, backstage: Backstage
) -> None:
    sign_in(client, "my-password-in-the-wrong-box", "x")
    with backstage():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.actor, entry.action, entry.allowed) == ("unknown", "sign_in.failed", False)


def test_a_session_set_by_somebody_else_is_worthless(client: PageClient, alice: User) -> None:
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        token = session.get("csrf_token")
    assert sign_in(client) == "/"
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != token


def test_signing_out_ends_a_stolen_session_too(client: PageClient, alice: User) -> None:
    sign_in(client)
    with client.session_transaction() as session:
        stolen = dict(session)
    assert client.send("/sign-out", {}, page="/").location == "/sign-in"
    with client.session_transaction() as session:
        session.update(stolen)
    assert client.get("/").location == "/sign-in?next=%2F"


def test_it_refuses_a_form_without_its_token(client: PageClient, alice: User) -> None:
    answer = client.post("/sign-in", data={"login": alice.login, "password": PASSWORD})
    assert answer.status_code == 400


def test_a_one_time_password_leads_to_changing_it(
    client: PageClient, alice: User, backstage: Backstage
) -> None:
    with backstage():
        db.session.get_one(User, alice.id).must_change_password = True
    sign_in(client)
    assert client.get("/").location == "/password"
    new = {"new_password": "Xin mi-ma 2026", "repeated": "Xin mi-ma 2026"}
    wrong = client.send("/password", {"current_password": "wrong", **new})
    assert "This is not your password." in wrong.text
    assert client.send("/password", {"current_password": PASSWORD, **new}).location == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("new", ["short1A", "alice-A-2026", "Password1!", "Zhongguo123", PASSWORD])
def test_it_refuses_a_weak_password(client: PageClient, alice: User, new: str) -> None:
    sign_in(client)
    answer = client.send(
        "/password", {"current_password": PASSWORD, "new_password": new, "repeated": new}
    )
    assert answer.status_code == 422
    assert new not in answer.text


def test_the_language_is_remembered_before_and_after_signing_in(
    client: PageClient, alice: User, backstage: Backstage
) -> None:
    assert client.page("/sign-in").lang == "zh-Hans"
    answer = client.send("/language", {"locale": "en", "next": "/sign-in"}, page="/sign-in")
    assert answer.location == "/sign-in"
    assert client.page("/sign-in").lang == "en"
    sign_in(client)
    answer = client.send("/language", {"locale": "zh", "next": "//evil.example"}, page="/")
    assert answer.location == "/sign-in"
    assert client.page("/").lang == "zh-Hans"
    with backstage():
        assert db.session.get_one(User, alice.id).locale == "zh"
