"""An accepted tip becomes the file of its child, once; one that is declined leads to nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.case import Case
from models.child import Child, ChildKey
from models.database import db
from models.flag import Flag
from models.organisation import Organisation
from models.tip import Tip
from models.vocabulary.registry import KeyKind, Sex
from models.vocabulary.roles import Role
from models.vocabulary.tips import TipState
from tests.builders import City, a_case, a_child, a_city, a_scan, a_tip
from tests.desks import Desk
from tests.integration.snapshots.towns import EAST, Town, pupils, week
from tracking.kernel.settings import Settings
from tracking.tips.queries import name_key

ALL = pupils(range(1, 31))
KNOWN = ALL[4]


@pytest.fixture
def city(desk: Desk) -> City:
    with desk.backstage():
        return a_city()


def accept(desk: Desk, tip: Tip, version: int = 1) -> TestResponse:
    page = f"/tips/{tip.id}"
    return desk.client.send(f"{page}/accept", {"version": version}, page=page)


def tip_about(line: tuple[str, ...], owner: Organisation, **columns: Any) -> Tip:
    """A tip with name, sex and birth date of a pupil."""
    number = line[0][1:]
    born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return a_tip(owner, child_name=line[1], birth_date=born, sex=sex, **columns)


def flags() -> list[tuple[str, str, str]]:
    query = select(Flag).order_by(Flag.id)
    return [(f.rule, f.child.name, f.case.owner.code) for f in db.session.scalars(query)]


def test_a_pupil_of_a_roster_gets_one_file_that_the_next_scan_leaves_alone(
    desk: Desk, city: City, settings: Settings, tmp_path: Path
) -> None:
    with desk.backstage():
        town = Town(settings, tmp_path)
        town.take(ALL, week(1))
        town.scan(week(1))
        tip = tip_about(KNOWN, city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    assert accept(desk, tip).location == f"/tips/{tip.id}"
    with desk.backstage():
        assert flags() == [("TIP", KNOWN[1], EAST)]
        child = db.session.scalars(select(Child)).one()
        assert child.student_no == KNOWN[0]
        case = db.session.scalars(select(Case)).one()
        assert town.scan(week(1)).counts["TIP"] == 1
        town.take(pupils(n for n in range(1, 31) if n != 5), week(2))
        town.scan(week(2))
        assert [rule for rule, *_ in flags()] == ["TIP", "VANISHED"]
        assert db.session.scalar(select(func.count(Case.id))) == 1
    page = desk.client.page(f"/tips/{tip.id}")
    assert f"/cases/{case.id}" in page.links


def test_a_child_that_is_known_keeps_its_file(desk: Desk, city: City) -> None:
    with desk.backstage():
        tip = a_tip(city.counties[0], birth_date=date(2014, 3, 2))
        school = city.schools[0]
        child = a_child(school, birth_date=date(2014, 3, 2), name_key=name_key(tip))
        a_case(school=school, child=child)
        a_scan()
        keyed(child)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    accept(desk, tip)
    with desk.backstage():
        assert db.session.scalar(select(func.count(Child.id))) == 1
        assert [rule for rule, *_ in flags()] == ["TIP"]


def keyed(child: Child) -> None:
    """Let a child be known by a number, as every child is that a scan has found."""
    db.session.add(ChildKey(child_id=child.id, kind=KeyKind.STUDENT, value=4711))
    db.session.commit()


def test_a_child_on_no_roster_gets_a_file_at_the_bureau(desk: Desk, city: City) -> None:
    with desk.backstage():
        a_scan()
        tip = a_tip(city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    accept(desk, tip)
    with desk.backstage():
        assert flags() == [("TIP", "虚构丙", "150291")]
        assert db.session.get_one(Tip, tip.id).state is TipState.ACCEPTED
    [case] = {li for li in desk.client.page(f"/tips/{tip.id}").links if li.startswith("/cases/")}
    shown = desk.client.page(case).text
    assert "Told to the bureau" in shown
    assert "19900007777" not in shown
    assert [e.target for e in desk.audit("tip.accept")] == [f"tip:{tip.id}"]


def test_before_any_scan_the_first_one_opens_the_file(
    desk: Desk, city: City, settings: Settings, tmp_path: Path
) -> None:
    with desk.backstage():
        tip = a_tip(city.counties[0], school_id=city.schools[0].id)
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    accept(desk, tip)
    with desk.backstage():
        assert flags() == []
        town = Town(settings, tmp_path)
        town.take(ALL, week(1))
        town.scan(week(1))
        assert flags() == [("TIP", "虚构丙", EAST)]


def test_a_child_whose_file_is_elsewhere_is_left_to_the_bureau_above(
    desk: Desk, city: City, settings: Settings, tmp_path: Path
) -> None:
    east, west = city.counties
    with desk.backstage():
        town = Town(settings, tmp_path)
        town.take(ALL, week(1))
        town.scan(week(1))
        first, again = tip_about(KNOWN, city.bureau), tip_about(KNOWN, east)
    desk.sit(Role.CITY_OFFICER, city.bureau)
    accept(desk, first)
    with desk.backstage():
        case = db.session.scalars(select(Case)).one()
        child = db.session.get_one(Child, case.child_id)
        case.org_path = child.org_path = west.path
    desk.sit(Role.COUNTY_OFFICER, east)
    answer = accept(desk, again)
    assert answer.status_code == 409
    assert "with another bureau" in answer.text
    with desk.backstage():
        assert db.session.get_one(Tip, again.id).state is TipState.OPEN
    desk.sit(Role.CITY_OFFICER, city.bureau)
    assert accept(desk, again).status_code == 302
    with desk.backstage():
        assert [rule for rule, *_ in flags()] == ["TIP", "TIP"]


def test_a_tip_is_decided_once(desk: Desk, city: City) -> None:
    with desk.backstage():
        a_scan()
        tip = a_tip(city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = f"/tips/{tip.id}"
    data = {"version": 1, "reason": "孩子已在外地就读"}
    assert desk.client.send(f"{page}/decline", data, page=page).status_code == 302
    assert accept(desk, tip).status_code == 409
    assert "孩子已在外地就读" in desk.client.page(page).text
    with desk.backstage():
        assert flags() == []
        assert db.session.get_one(Tip, tip.id).state is TipState.DECLINED


def test_declining_needs_a_reason(desk: Desk, city: City) -> None:
    with desk.backstage():
        tip = a_tip(city.counties[0])
    desk.sit(Role.COUNTY_OFFICER, city.counties[0])
    page = f"/tips/{tip.id}"
    answer = desk.client.send(f"{page}/decline", {"version": 1, "reason": ""}, page=page)
    assert answer.status_code == 422
    assert "Say why" in answer.text
