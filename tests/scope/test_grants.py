"""A grant opens one child's file to one more organisation, and nothing else to nobody else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased, joinedload

from models.case import Case
from models.child import Child
from models.database import db
from models.flag import Flag
from models.grant import Grant
from models.organisation import Organisation
from models.scope import ScopeError, within
from models.vocabulary.cases import CaseState
from models.vocabulary.lines import GrantReason
from models.vocabulary.organisations import Level
from models.vocabulary.roles import Role
from tests.builders import a_case, a_child, a_city, a_flag, a_grant, an_organisation
from tests.conftest import Backstage
from tests.desks import Desk
from tracking.kernel import clock


@dataclass(frozen=True)
class Shared:
    """A township that was given sight of one of two files of a school beside it."""

    township: Organisation
    beside: Organisation
    case: Case
    other: Case


@pytest.fixture
def shared(backstage: Backstage) -> Shared:
    with backstage():
        city = a_city()
        county = city.counties[0]
        township, beside = (an_organisation(Level.TOWNSHIP, county) for _ in range(2))
        case, other = (a_case(CaseState.VERIFYING, child=a_child()) for _ in range(2))
        a_flag(case)
        a_flag(other)
        a_grant(case, township)
        return Shared(township, beside, case, other)


def test_it_opens_case_child_and_flags_for_every_way_to_read(app: Flask, shared: Shared) -> None:
    case, again = shared.case, aliased(Case)
    with app.app_context(), within(shared.township.path):
        assert list(db.session.scalars(select(Case.id))) == [case.id]
        assert list(db.session.scalars(select(again.id))) == [case.id]
        assert db.session.get(Case, shared.other.id) is None
        assert list(db.session.scalars(select(Child.id))) == [case.child_id]
        assert db.session.scalar(select(func.count(Flag.id))) == 1
        query = select(Case).options(joinedload(Case.flags), joinedload(Case.child))
        loaded = db.session.scalars(query).unique().one()
        assert (len(loaded.flags), loaded.child.id) == (1, case.child_id)


def test_it_opens_nothing_to_those_beside_above_and_below(
    app: Flask, shared: Shared, backstage: Backstage
) -> None:
    with backstage():
        below = an_organisation(Level.SCHOOL, shared.township)
    for path in (shared.beside.path, below.path):
        with app.app_context(), within(path):
            assert db.session.scalar(select(func.count(Case.id))) == 0
    with app.app_context(), within("150200/150292/"):
        assert db.session.scalar(select(func.count(Child.id))) == 0


def test_it_ends_when_it_is_taken_back_and_follows_who_moves(app: Flask, shared: Shared) -> None:
    with app.app_context():
        with within(shared.township.path):
            grant = db.session.scalars(select(Grant)).one()
            assert db.session.scalar(select(func.count(Case.id))) == 1
            grant.ended_at = clock.now()
            db.session.flush()
            assert db.session.scalar(select(func.count(Case.id))) == 0
            grant.ended_at = None
            db.session.flush()
            assert db.session.scalar(select(func.count(Case.id))) == 1
            db.session.commit()
        with within(shared.beside.path):
            grant.org_path = shared.beside.path
            db.session.commit()
            assert db.session.scalar(select(func.count(Case.id))) == 1


def test_who_sees_by_it_may_change_the_file_but_not_take_it(app: Flask, shared: Shared) -> None:
    with app.app_context(), within(shared.township.path):
        case = db.session.get_one(Case, shared.case.id)
        case.escalation = 1
        db.session.commit()
        case.org_path = shared.beside.path
        with pytest.raises(ScopeError):
            db.session.commit()
        db.session.rollback()
        db.session.add(Flag(case_id=case.id, child_id=case.child_id, org_path=case.org_path))
        with pytest.raises(ScopeError):
            db.session.flush()
        db.session.rollback()
        db.session.execute(update(Flag).values(rule="SEEN"))
        db.session.commit()
    with app.app_context(), within(shared.case.org_path):
        seen = select(Flag.case_id).where(Flag.rule == "SEEN")
        assert list(db.session.scalars(seen)) == [shared.case.id]


def test_the_pages_of_a_township_show_the_granted_file_and_no_other(
    desk: Desk, shared: Shared
) -> None:
    user = desk.sit(Role.TOWNSHIP_OFFICER, shared.township)
    listed = desk.client.page("/cases").links
    assert f"/cases/{shared.case.id}" in listed
    assert f"/cases/{shared.other.id}" not in listed
    assert desk.client.get(f"/cases/{shared.other.id}").status_code == 404
    page = desk.client.page(f"/cases/{shared.case.id}")
    assert shared.township.name in page.text  # among those who can see the child
    assert f"/cases/{shared.case.id}/follow-ups/new" in page.links
    assert desk.client.get(f"/cases/{shared.case.id}/follow-ups/new").status_code == 200
    with desk.backstage():
        grant = db.session.scalars(select(Grant)).one()
        assert grant.reason is GrantReason.LINE
        grant.ended_at = clock.now()
    assert desk.client.get(f"/cases/{shared.case.id}").status_code == 404
    assert user.role is Role.TOWNSHIP_OFFICER
