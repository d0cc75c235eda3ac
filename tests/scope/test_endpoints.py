"""Every endpoint × every role × inside and outside: who gets in, who is refused, who sees none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models.vocabulary.roles import Role
from tests.bureaus import ledger
from tests.conftest import Backstage, SignInAs
from tests.pages import Page, PageClient
from tests.scope.places import MISSING, Objects, World, a_world, objects_of
from tests.scope.table import TABLE, Line

ROLES = [None, *Role]
NAMES = ["no role", *(role.value for role in Role)]
GUARDED = [line for line in TABLE if line.anybody is None]


@pytest.fixture
def world(backstage: Backstage) -> World:
    with backstage():
        return a_world()


def ask(client: PageClient, line: Line, objects: Objects, token: str = "") -> TestResponse:
    """Open the page, or send the form with nothing but its token."""
    path = line.path.format(**objects)
    data = {"csrf_token": token} if token else {}
    return client.get(path) if line.method == "GET" else client.post(path, data=data)


def words(response: TestResponse) -> str:
    """What a reader sees, whatever the token of the day is."""
    return Page(response.text).text


def methods_of(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if rule.endpoint != "static":
                yield rule.endpoint, method


def test_every_endpoint_stands_in_the_table(app: Flask) -> None:
    listed = [(line.endpoint, line.method) for line in TABLE]
    assert sorted(listed) == sorted(methods_of(app))


def test_every_line_leads_to_its_endpoint(app: Flask) -> None:
    urls = app.url_map.bind("localhost")
    wrong = [
        line
        for line in TABLE
        if urls.match(line.path.format(**MISSING), method=line.method)[0] != line.endpoint
    ]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES, ids=NAMES)
def test_who_may_gets_in_and_everybody_else_is_refused(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage, world: World, role: Role | None
) -> None:
    place = world.place_of(role)
    sign_in_as(role, place.own)
    token = client.token("/password")
    found: dict[str, int] = {}
    wanted: dict[str, int] = {}
    objects: Objects | None = None
    for line in sorted(GUARDED, key=lambda line: line.endpoint == "accounts.sign_out"):
        if objects is None:
            with backstage():
                objects = objects_of(world, place.inside)
        key = f"{line.method} {line.endpoint}"
        wanted[key] = line.answer if role in line.who else 403
        found[key] = ask(client, line, objects, token).status_code
        if line.method != "GET" and "{" in line.path:
            objects = None  # an act may have changed them
    assert found == wanted


@pytest.mark.parametrize("role", ROLES, ids=NAMES)
def test_a_strangers_object_is_not_there_and_nothing_changes(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage, world: World, role: Role | None
) -> None:
    place = world.place_of(role)
    sign_in_as(role, place.own)
    with backstage():
        strange = objects_of(world, place.outside)
        mixed = {**objects_of(world, place.inside), "flag": strange["flag"]}
        before = ledger()
    token = client.token("/password")
    for line in GUARDED:
        if not line.is_about_an_object:
            continue
        wanted = 404 if role in line.who else 403
        theirs = ask(client, line, strange, token)
        nobodys = ask(client, line, MISSING, token)
        assert (theirs.status_code, nobodys.status_code) == (wanted, wanted), line
        assert words(theirs) == words(nobodys), line
        if "{case}" in line.path and "{flag}" in line.path:
            assert ask(client, line, mixed, token).status_code == wanted, line
    with backstage():
        assert ledger() == before


def test_without_a_session_everything_leads_to_the_sign_in_page(
    client: PageClient, backstage: Backstage, world: World
) -> None:
    with backstage():
        objects = objects_of(world, world.city.schools[0])
        before = ledger()
    token = client.token("/sign-in")
    for line in GUARDED:
        answer = ask(client, line, objects, token)
        assert answer.status_code == 302, line
        assert str(answer.location).startswith("/sign-in"), line
    for line in TABLE:
        if line.anybody is not None:
            assert ask(client, line, objects, token).status_code == line.anybody, line
    with backstage():
        assert ledger() == before


@pytest.mark.one_database  # it is refused before the database is asked
@pytest.mark.parametrize("role", [*ROLES, "nobody"], ids=[*NAMES, "nobody"])
def test_no_form_is_taken_without_its_token(
    client: PageClient, sign_in_as: SignInAs, backstage: Backstage, world: World, role: Any
) -> None:
    place = world.place_of(None if role == "nobody" else role)
    if role != "nobody":
        sign_in_as(role, place.own)
    with backstage():
        objects = objects_of(world, place.inside)
        before = ledger()
    for line in TABLE:
        if line.method != "GET":
            assert ask(client, line, objects).status_code == 400, line
            assert ask(client, line, objects, token="made-up").status_code == 400, line
    with backstage():
        assert ledger() == before
