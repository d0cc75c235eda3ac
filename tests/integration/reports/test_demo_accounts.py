from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from flask import Flask

from app import create_app
from models.database import db
from models.user import User
from models.vocabulary.roles import Role
from tests.builders import PASSWORD, a_city, a_user
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient
from tracking.kernel.settings import Settings
from tracking.reports.demo_accounts import FIRST_STEPS, DemoAccount, write_list


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that is a demonstration."""
    return replace(settings, demo=True)


@pytest.fixture
def accounts(settings: Settings, backstage: Backstage) -> list[User]:
    """A city officer and a head teacher, who stand on the list."""
    with backstage():
        city = a_city()
        people = [
            a_user(Role.CITY_OFFICER, city.bureau),
            a_user(Role.SCHOOL_ADMIN, city.schools[0]),
        ]
        listed = [
            DemoAccount(user.role, user.organisation.name, user.login, PASSWORD)
            for user in people
            if user.role
        ]
    write_list(settings.data_dir, listed)
    return people


def signed_in(client: PageClient) -> str:
    with client.session_transaction() as session:
        return str(session.get("_user_id", ""))


def test_the_page_lists_every_account_with_its_password(
    client: PageClient, accounts: list[User]
) -> None:
    page = client.get("/demo-accounts").text
    for user in accounts:
        assert user.login in page
        assert user.organisation.name in page
    assert PASSWORD in page
    assert "/demo-accounts" in client.get("/sign-in").text


def test_one_click_signs_in_and_another_one_changes_the_person(
    client: PageClient, accounts: list[User], backstage: Backstage
) -> None:
    for user in (*accounts, accounts[0]):
        answer = client.send("/demo-accounts", {"login": user.login})
        assert answer.status_code == 302
        assert answer.location == "/"
        with backstage():
            assert signed_in(client) == db.session.get_one(User, user.id).get_id()
        assert user.organisation.name in client.get("/").text


def test_only_listed_accounts_can_be_chosen(
    client: PageClient, accounts: list[User], backstage: Backstage
) -> None:
    with backstage():
        stranger = a_user(Role.AUDITOR, a_city().bureau)
    for login in (stranger.login, "nobody", ""):
        assert client.send("/demo-accounts", {"login": login}).status_code == 404
    assert not signed_in(client)


def test_nothing_of_it_exists_outside_a_demonstration(
    settings: Settings, accounts: list[User], app: Flask
) -> None:
    real = create_app(replace(settings, demo=False))
    real.test_client_class = PageClient
    client = cast("PageClient", real.test_client())
    assert client.get("/demo-accounts").status_code == 404
    answer = client.send("/demo-accounts", {"login": accounts[0].login}, page="/sign-in")
    assert answer.status_code == 404
    assert not signed_in(client)
    assert "demo-accounts" not in client.get("/sign-in").text
    with real.app_context():
        db.engine.dispose()


def test_the_menu_of_a_demonstration_leads_back_to_the_accounts(
    client: PageClient, accounts: list[User], sign_in_as: SignInAs, backstage: Backstage
) -> None:
    with backstage():
        bureau = a_city().bureau
    sign_in_as(Role.CITY_OFFICER, bureau)
    assert "/demo-accounts" in client.get("/").text


def test_every_role_is_told_what_to_try_first() -> None:
    assert set(FIRST_STEPS) == set(Role)
