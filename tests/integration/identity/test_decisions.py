"""Accepting, refusing and taking back on the pages, by those who may."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.database import db
from models.identity_link import IdentityLink
from models.vocabulary.identity import LinkState
from models.vocabulary.roles import Role
from tests.builders import City
from tests.conftest import Backstage, SignInAs
from tests.pages import PageClient

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

LIST = "/identity-links"


def state_of(backstage: Backstage, link: IdentityLink) -> LinkState:
    with backstage():
        return db.session.get_one(IdentityLink, link.id).state


@pytest.fixture
def officer(sign_in_as: SignInAs, city: City) -> None:
    sign_in_as(Role.COUNTY_OFFICER, city.counties[0])


def decide(client: PageClient, link: IdentityLink, verb: str, **data: str | int) -> int:
    path = f"{LIST}/{link.id}"
    given = {"version": 1, "reason": "asked the family", **data}
    return client.send(f"{path}/{verb}", given, page=path).status_code


def test_the_list_and_the_page_show_both_rows_masked_but_for_what_differs(
    client: PageClient, pair: IdentityLink, officer: None
) -> None:
    text = client.page(LIST).text
    assert "安志*" in text
    assert "安智*" in text
    page = client.page(f"{LIST}/{pair.id}")
    assert "安志*" in page.text
    assert "安志红" not in page.text
    assert "19900000050" not in page.text
    assert f"{LIST}?group=waiting" in client.page(LIST).links


def test_the_flags_page_leads_to_the_pairs(
    client: PageClient, pair: IdentityLink, officer: None
) -> None:
    assert LIST in client.page("/flags").links


def test_an_empty_list_teaches(client: PageClient, officer: None, city: City) -> None:
    assert "img/empty.svg" in client.get(LIST).text


def test_it_is_accepted_and_taken_back_with_a_record(
    client: PageClient, pair: IdentityLink, officer: None, backstage: Backstage
) -> None:
    assert decide(client, pair, "accept", reason="") == 302
    assert state_of(backstage, pair) is LinkState.ACCEPTED
    assert decide(client, pair, "undo", version=2) == 302
    assert state_of(backstage, pair) is LinkState.UNDONE
    assert decide(client, pair, "refuse", version=3) == 302
    assert state_of(backstage, pair) is LinkState.REFUSED
    with backstage():
        acts = [e.action for e in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert acts[-3:] == ["identity.accept", "identity.undo", "identity.refuse"]


def test_refusing_and_taking_back_need_a_reason_and_keep_what_was_typed(
    client: PageClient, pair: IdentityLink, officer: None, backstage: Backstage
) -> None:
    path = f"{LIST}/{pair.id}"
    answer = client.send(f"{path}/refuse", {"version": 1, "reason": "no"}, page=path)
    assert answer.status_code == 422
    assert ">no</textarea>" in answer.text
    assert state_of(backstage, pair) is LinkState.PROPOSED


def test_who_comes_second_is_told_and_changes_nothing(
    client: PageClient, pair: IdentityLink, officer: None, backstage: Backstage
) -> None:
    assert decide(client, pair, "accept") == 302
    assert decide(client, pair, "refuse") == 409
    assert decide(client, pair, "undo", version=1) == 409
    assert state_of(backstage, pair) is LinkState.ACCEPTED


def test_an_inspector_reads_and_decides_nothing(
    client: PageClient, sign_in_as: SignInAs, city: City, pair: IdentityLink
) -> None:
    sign_in_as(Role.INSPECTOR, city.counties[0])
    page = client.page(f"{LIST}/{pair.id}")
    assert not [f for f in page.forms if LIST in f.get("action", "")]
    assert client.send(f"{LIST}/{pair.id}/accept", {}, page="/password").status_code == 403


def test_a_school_reads_none_and_a_stranger_finds_none(
    client: PageClient, sign_in_as: SignInAs, city: City, pair: IdentityLink
) -> None:
    sign_in_as(Role.SCHOOL_ADMIN, city.schools[0])
    assert client.get(f"{LIST}/{pair.id}").status_code == 403
    sign_in_as(Role.COUNTY_OFFICER, city.counties[1])
    assert client.get(f"{LIST}/{pair.id}").status_code == 404
    assert client.send(f"{LIST}/{pair.id}/accept", {}, page="/password").status_code == 404
