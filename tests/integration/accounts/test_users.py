from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.user import User
from models.vocabulary.roles import Role
from tests.builders import PASSWORD, City, a_city, a_user
from tests.conftest import Backstage, SignInAs
from tests.pages import Page, PageClient

ONE_TIME = re.compile(r"(?:[a-z]{4}-){4}[2-9]{2}")


@pytest.fixture
def city(backstage: Backstage) -> City:
    with backstage():
        return a_city()


def make(client: PageClient, login: str = "bob", organisation: str = "2115100001") -> str:
    """Make an account; its one-time password."""
    data = {"login": login, "display_name": "王老师", "organisation": organisation}
    answer = client.send("/users/new", data)
    found = ONE_TIME.search(answer.text)
    return found.group() if found else ""


def account(backstage: Backstage, login: str) -> User:
    with backstage():
        return db.session.scalars(select(User).where(User.login == login)).one()


def test_a_new_account_has_no_role_and_a_password_that_is_seen_once(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    password = make(client)
    assert password
    bob = account(backstage, "bob")
    assert bob.role is None
    assert bob.must_change_password
    assert password not in bob.password_hash
    assert password not in client.get(f"/users/{bob.id}").text
    with client.session_transaction() as session:
        assert password not in str(dict(session))
    with backstage():
        entries = db.session.scalars(select(AuditEntry)).all()
        assert [entry.action for entry in entries] == ["account.create"]
        assert password not in str([entry.details for entry in entries])


def test_the_one_time_password_opens_the_door_once_for_a_new_one(
    client: PageClient, sign_in_as: SignInAs, city: City
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    password = make(client)
    client.send("/sign-out", {}, page="/")
    assert client.send("/sign-in", {"login": "bob", "password": password}).location == "/"
    assert client.get("/").location == "/password"


@pytest.mark.parametrize(
    ("login", "organisation", "words"),
    [
        ("b", "2115100001", "用户名"),
        ("taken", "2115100001", ""),
        ("bob", "999", ""),
        ("bob", "2115100003", ""),
    ],
)
def test_a_new_account_is_refused_at_its_field_and_keeps_what_was_typed(
    client: PageClient,
    sign_in_as: SignInAs,
    city: City,
    backstage: Backstage,
    login: str,
    organisation: str,
    words: str,
) -> None:
    sign_in_as(Role.SYSTEM_ADMIN, city.counties[0])
    with backstage():
        a_user(login="taken")
    data = {"login": login, "display_name": "王老师", "organisation": organisation}
    answer = client.send("/users/new", data)
    assert answer.status_code == 422
    fields = Page(answer.text).forms[-1]["fields"]
    assert {name: fields[name] for name in data} == data


def test_a_county_administrator_knows_the_accounts_of_the_own_county_only(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        near = a_user(Role.SCHOOL_ADMIN, city.schools[0])
        far = a_user(Role.SCHOOL_ADMIN, city.schools[2])
    sign_in_as(Role.SYSTEM_ADMIN, city.counties[0])
    listed = client.get("/users").text
    assert near.login in listed
    assert far.login not in listed
    assert client.get(f"/users/{near.id}").status_code == 200
    for path in ("", "/enabled", "/one-time-password"):
        assert client.send(f"/users/{far.id}{path}", {}, page="/users").status_code == 404
    missing, strange = client.get("/users/99999"), client.get(f"/users/{far.id}")
    assert missing.status_code == strange.status_code == 404
    assert Page(missing.text).text == Page(strange.text).text
    assert client.get("/users/99999999999999999999").status_code == 404


def test_the_list_is_filtered_and_paged_by_its_address(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        for number in range(60):
            a_user(None, city.schools[0], login=f"row{number:02d}")
        a_user(Role.INSPECTOR, city.bureau, display_name="百分之100%")
    sign_in_as(Role.SECURITY_ADMIN, city.bureau)
    assert client.get("/users").text.count("data-row>") == 50
    assert client.get("/users?page=2").text.count("data-row>") == 12
    assert client.get("/users?page=99").text.count("data-row>") == 12
    assert client.get("/users?role=none").text.count("data-row>") == 50
    assert client.get("/users?role=inspector").text.count("data-row>") == 1
    assert client.get("/users?text=0%25").text.count("data-row>") == 1
    assert client.get("/users?text=ROW1").text.count("data-row>") == 10
    assert client.get("/users?page=x&role=y").status_code == 200


def test_the_three_administrators_cannot_do_each_others_work(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        target = a_user(None, city.schools[0])
    allowed = {
        Role.SYSTEM_ADMIN: {"new", "edit", "enabled", "one-time-password", "organisations"},
        Role.SECURITY_ADMIN: {"role"},
        Role.AUDITOR: {"audit-log"},
        Role.CITY_OFFICER: set[str](),
    }
    for role, expected in allowed.items():
        sign_in_as(role, city.bureau)
        paths = ("organisations", "audit-log")
        done = {path for path in paths if client.get(f"/{path}").status_code != 403}
        done |= {"new"} if client.get("/users/new").status_code != 403 else set()
        for act in ("role", "enabled", "one-time-password"):
            answer = client.send(f"/users/{target.id}/{act}", {"enabled": "1"}, page="/")
            done |= {act} if answer.status_code != 403 else set()
        answer = client.send(f"/users/{target.id}", {}, page="/")
        done |= {"edit"} if answer.status_code != 403 else set()
        assert done == expected, role


def test_the_security_administrator_grants_a_role_that_fits(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        bob = a_user(None, city.schools[0])
    me = sign_in_as(Role.SECURITY_ADMIN, city.bureau)
    path = f"/users/{bob.id}/role"
    page = f"/users/{bob.id}"
    assert client.send(path, {"role": "city_officer"}, page=page).status_code == 422
    assert client.send(path, {"role": "school_admin"}, page=page).location == page
    assert account(backstage, bob.login).role is Role.SCHOOL_ADMIN
    assert client.send(path, {"role": ""}, page=page).location == page
    assert account(backstage, bob.login).role is None
    own = client.send(f"/users/{me.id}/role", {"role": "auditor"}, page=page)
    assert own.status_code == 422
    assert account(backstage, me.login).role is Role.SECURITY_ADMIN


def test_a_changed_role_ends_the_sessions_of_the_account(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    bob = sign_in_as(Role.SCHOOL_ADMIN, city.schools[0])
    with client.session_transaction() as session:
        theirs = dict(session)
    sign_in_as(Role.SECURITY_ADMIN, city.bureau)
    client.send(f"/users/{bob.id}/role", {"role": ""}, page=f"/users/{bob.id}")
    with client.session_transaction() as session:
        session.clear()
        session.update(theirs)
    assert client.get("/").location == "/sign-in?next=%2F"


def test_whoever_moves_has_no_role_until_one_is_granted(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        bob = a_user(Role.SCHOOL_ADMIN, city.schools[0])
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    page = f"/users/{bob.id}"
    data = {"login": "x", "display_name": "赵老师", "organisation": city.schools[1].code}
    assert client.send(page, data).location == page
    moved = account(backstage, bob.login)
    assert (moved.display_name, moved.organisation_id) == ("赵老师", city.schools[1].id)
    assert moved.role is None
    assert moved.stamp != bob.stamp


def test_disabling_ends_sessions_and_nobody_disables_the_own_account(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        bob = a_user(Role.SCHOOL_ADMIN, city.schools[0], login="bob")
    me = sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    client.send(f"/users/{bob.id}/enabled", {"enabled": "0"}, page=f"/users/{bob.id}")
    assert not account(backstage, "bob").enabled
    assert client.send(f"/users/{me.id}/enabled", {"enabled": "0"}, page="/").status_code == 409
    client.send("/sign-out", {}, page="/")
    assert client.send("/sign-in", {"login": "bob", "password": PASSWORD}).status_code == 401


def test_a_system_administrator_cannot_become_the_security_administrator(
    client: PageClient, sign_in_as: SignInAs, city: City, backstage: Backstage
) -> None:
    with backstage():
        carol = a_user(Role.SECURITY_ADMIN, city.bureau)
    sign_in_as(Role.SYSTEM_ADMIN, city.bureau)
    path = f"/users/{carol.id}/one-time-password"
    answer = client.send(path, {}, page=f"/users/{carol.id}")
    assert answer.status_code == 409
    assert not ONE_TIME.search(answer.text)
    assert account(backstage, carol.login).password_hash == carol.password_hash
