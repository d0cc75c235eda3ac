"""A tip is written down with its source apart, and the source is shown to few, each time noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from models.database import db
from models.tip import Tip
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from models.vocabulary.tips import TipState
from tests.builders import a_city, a_tip, an_organisation
from tests.desks import Desk
from tracking.kernel import clock

NAME, NEIGHBOUR, PHONE = "虚构丁小明", "虚构王邻居", "19900006666"


def told(**fields: Any) -> dict[str, Any]:
    return {
        "channel": "hotline",
        "received_on": f"{clock.today()}",
        "child_name": NAME,
        "sex": "1",
        "birth_date": "2014-03-02",
        "school": "",
        "place": "虚构路1号",
        "account": "孩子九月起在家",
        "handled_by": "150291",
        "reporter_name": NEIGHBOUR,
        "reporter_contact": PHONE,
        **fields,
    }


def test_a_county_writes_a_tip_down_and_has_its_days_to_decide(desk: Desk) -> None:
    with desk.backstage():
        county = a_city().counties[0]
    desk.sit(Role.COUNTY_OFFICER, county)
    answer = desk.client.send("/tips/new", told())
    assert answer.status_code == 302
    page = desk.client.page(str(answer.location))
    assert "虚****" in page.text
    for hidden in (NAME, NEIGHBOUR, PHONE):
        assert hidden not in page.text
    with desk.backstage():
        tip = db.session.scalars(select(Tip)).one()
        assert (tip.state, tip.org_path) == (TipState.OPEN, county.path)
        assert tip.due_on > clock.today()
        raw = db.session.scalars(select(type_coerce(Tip.reporter, LargeBinary))).one()
        assert PHONE.encode() not in bytes(raw)
    assert [entry.details for entry in desk.audit("tip.record")] == [{}]


def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk: Desk) -> None:
    with desk.backstage():
        bureau = a_city().bureau
    desk.sit(Role.CITY_OFFICER, bureau)
    late = f"{clock.today() - timedelta(days=400)}"
    answer = desk.client.send("/tips/new", told(child_name="", received_on=late))
    assert answer.status_code == 422
    assert "Write the name" in answer.text
    assert "more than a year ago" in answer.text
    assert NEIGHBOUR in answer.text
    strange = desk.client.send("/tips/new", told(handled_by="150391", birth_date="1990-01-01"))
    assert strange.status_code == 422
    assert "not the date of birth of a child" in strange.text


def test_a_township_writes_tips_down_and_decides_none(desk: Desk) -> None:
    with desk.backstage():
        county = a_city().counties[0]
        township = an_organisation(Level.TOWNSHIP, county, code="150291100", name="虚构镇")
    desk.sit(Role.TOWNSHIP_OFFICER, township)
    answer = desk.client.send("/tips/new", told(handled_by=township.code))
    assert answer.status_code == 302
    page = desk.client.page(str(answer.location))
    assert not [f for f in page.forms if f.get("action", "").endswith(("accept", "source"))]
    assert "Kept apart" in page.text
    desk.sit(Role.COUNTY_OFFICER, county)
    assert str(answer.location) in desk.client.page("/tips").links


@pytest.mark.parametrize(
    ("path", "field", "purpose", "what", "secret"),
    [
        ("source", "source_purpose", "ask_again", "source", "19900007777"),
        ("child", "purpose", "decide", "child", "虚构丙"),
    ],
)
def test_what_is_kept_apart_is_shown_for_a_purpose_once_and_noted(
    desk: Desk, path: str, field: str, purpose: str, what: str, secret: str
) -> None:
    with desk.backstage():
        county = a_city().counties[0]
        tip = a_tip(county)
    desk.sit(Role.COUNTY_OFFICER, county)
    page = f"/tips/{tip.id}"
    refused = desk.client.send(f"{page}/{path}", {field: ""}, page=page)
    assert refused.status_code == 422
    assert secret not in refused.text
    assert desk.audit("tip.reveal") == []
    assert secret in desk.client.send(f"{page}/{path}", {field: purpose}, page=page).text
    assert [e.details for e in desk.audit("tip.reveal")] == [{"what": what, "purpose": purpose}]
    assert secret not in desk.client.page(page).text


def test_the_list_shows_what_waits_and_what_is_overdue(desk: Desk) -> None:
    with desk.backstage():
        city = a_city()
        a_tip(city.counties[0], due_on=clock.today() - timedelta(days=3))
        done = a_tip(city.counties[0], state=TipState.DECLINED)
        far = a_tip(city.counties[1])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = desk.client.page("/tips")
    assert "Overdue" in page.text
    assert {f"/tips/{done.id}", f"/tips/{far.id}"}.isdisjoint(page.links)
    assert f"/tips/{done.id}" in desk.client.page("/tips?state=all").links
    assert "1 overdue" in desk.client.page("/").text
    assert 'class="empty"' in desk.client.get("/tips?state=accepted").text


def test_an_empty_list_says_what_will_appear(desk: Desk) -> None:
    with desk.backstage():
        bureau = a_city().bureau
    desk.sit(Role.CITY_OFFICER, bureau)
    assert "No tip yet" in desk.client.get("/tips").text
