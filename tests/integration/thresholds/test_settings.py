"""Settings as sentences: read by the bureaus, changed by the city with a basis."""

from __future__ import annotations

import html
from typing import Any

import pytest
from sqlalchemy import event, select

from models.audit import AuditEntry
from models.database import db
from models.threshold import Threshold
from models.user import User
from models.vocabulary.roles import Role
from tests.builders import City
from tests.conftest import Backstage, SignInAs
from tests.pages import Page, PageClient
from tracking.kernel.errors import RefusedError, StaleError
from tracking.thresholds import queries, service

SHARE = "/settings/guard.share"
GIVEN = {"value": "30", "basis": "Decision of the city bureau, 2026 no. 7", "version": "0"}


def text_of(client: PageClient, path: str) -> str:
    return " ".join(Page(client.get(path).text).text.split())


def stored() -> list[Threshold]:
    return list(db.session.scalars(select(Threshold).order_by(Threshold.id)))


def test_every_value_stands_in_a_sentence_with_its_basis(client: PageClient, officer: User) -> None:
    said = text_of(client, "/settings")
    assert "more than 20 % and at least 10 pupils of a school or a grade" in said
    assert "The rule “Left the roll without a record” is on." in said
    assert "An exit on record explains a missing child for 120 days." in said
    assert "Basis: Proposed by this product" in said
    links = client.page("/settings").links
    assert {"/settings/guard.share", "/settings/rule.VANISHED.exit_days"} <= set(links)


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICER, Role.INSPECTOR])
def test_counties_and_inspectors_read_and_change_nothing(
    client: PageClient, sign_in_as: SignInAs, city: City, role: Role
) -> None:
    sign_in_as(role, city.counties[0])
    page = client.page("/settings")
    assert "/settings" in page.links
    assert not [link for link in page.links if link.startswith("/settings/")]
    assert client.get(SHARE).status_code == 403


def test_a_school_does_not_see_settings(
    client: PageClient, sign_in_as: SignInAs, city: City
) -> None:
    sign_in_as(Role.SCHOOL_ADMIN, city.schools[0])
    assert "/settings" not in client.page("/").links
    assert client.get("/settings").status_code == 403


def test_a_new_value_holds_at_once_in_a_name_and_with_its_basis(
    client: PageClient, officer: User, backstage: Backstage
) -> None:
    answer = client.send(SHARE, GIVEN)
    assert answer.headers["Location"] == "/settings#guard"
    said = text_of(client, "/settings")
    assert "more than 30 % and at least 10 pupils" in said
    assert f"Basis: {GIVEN['basis']} · {officer.display_name}" in said
    with backstage():
        assert queries.value_of("guard.share") == 0.3
        [row] = stored()
        assert (row.version, row.changed_by_id) == (1, officer.id)
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "threshold.change")
        ).one()
        assert (entry.target, entry.details) == (
            "threshold:guard.share",
            {"from": 0.2, "to": 0.3},
        )


def test_what_held_before_can_be_read(client: PageClient, officer: User) -> None:
    client.send(SHARE, GIVEN)
    client.send(SHARE, {"value": "25", "basis": "Experience of the spring term", "version": "1"})
    for path in (SHARE, "/settings"):
        said = text_of(client, path)
        assert said.index("Experience of the spring term") < said.index(GIVEN["basis"])


def test_a_rule_is_switched_off_and_on_again(
    client: PageClient, officer: User, backstage: Backstage
) -> None:
    path = "/settings/rule.VANISHED.on"
    client.send(path, {**GIVEN, "value": "0"})
    assert "The rule “Left the roll without a record” is off." in text_of(client, "/settings")
    with backstage():
        assert "VANISHED" not in queries.rules_in_force()
    client.send(path, {**GIVEN, "value": "1", "version": "1"})
    with backstage():
        assert queries.rules_in_force()["VANISHED"] == {"exit_days": 120}


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        (SHARE, {"value": "0"}, "A number between 1 and 100, in %."),
        (SHARE, {"value": "some"}, "A number between 1 and 100, in %."),
        (SHARE, {"value": ""}, "Fill this in."),
        (SHARE, {"basis": "  "}, "Say which regulation or experience it rests on."),
        (SHARE, {"basis": "x" * 501}, "Write between 4 and 500 characters."),
        ("/settings/guard.children", {"value": "2.5"}, "A whole number between 1 and 1000."),
        ("/settings/rule.VANISHED.on", {"value": "perhaps"}, "Not a valid choice"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_changes(
    client: PageClient,
    officer: User,
    backstage: Backstage,
    path: str,
    sent: dict[str, Any],
    words: str,
) -> None:
    answer = client.send(path, {**GIVEN, **sent})
    assert answer.status_code == 422
    assert words in html.unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text
    if len(sent.get("basis", "")) < 10:
        assert (GIVEN["basis"] in html.unescape(answer.text)) is ("basis" not in sent)
    with backstage():
        assert stored() == []


def test_two_people_do_not_overwrite_each_other(
    client: PageClient, officer: User, backstage: Backstage
) -> None:
    client.send(SHARE, GIVEN)
    assert client.send(SHARE, {**GIVEN, "value": "40"}).status_code == 409
    with backstage():
        assert queries.value_of("guard.share") == 0.3


def test_a_setting_that_is_not_declared_is_not_there(client: PageClient, officer: User) -> None:
    assert client.get("/settings/guard.nothing").status_code == 404


def test_the_service_refuses_what_a_form_would_have_refused(
    officer: User, backstage: Backstage
) -> None:
    with backstage():
        for value, basis in ((True, "basis"), (0, "basis"), (1.5, "basis"), (5, " ")):
            with pytest.raises(RefusedError):
                service.change("guard.children", value, basis, by=officer, version=0)
        with pytest.raises(StaleError):
            service.change("guard.children", 5, "basis", by=officer, version=1)
        assert stored() == []


def test_all_values_are_read_with_one_statement_per_transaction(
    officer: User, backstage: Backstage
) -> None:
    asked: list[str] = []
    with backstage():
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        for _again in range(3):
            assert queries.value_of("guard.children") == 10
            assert queries.rules_in_force()
        assert len([words for words in asked if "FROM thresholds" in words]) == 1
        service.change("guard.children", 5, "basis", by=officer, version=0)
        assert queries.value_of("guard.children") == 5


def test_a_stored_value_that_no_longer_fits_gives_way_to_the_default(
    officer: User, backstage: Backstage
) -> None:
    with backstage():
        service.change("guard.children", 5, "basis", by=officer, version=0)
        [row] = stored()
        row.value = "many"
        db.session.commit()
        assert queries.value_of("guard.children") == 10
