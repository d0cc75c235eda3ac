"""The wall in the data layer: whoever forgets to filter still sees and writes the own rows only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, delete, exists, func, select, text, update
from sqlalchemy.orm import aliased, joinedload

from models.case import Case
from models.child import Child
from models.database import db
from models.flag import Flag
from models.frames import frame
from models.organisation import Organisation
from models.scope import EVERYWHERE, ScopeError, bulk_insert, covers, relocate, within
from models.vocabulary.organisations import Level
from tests.builders import a_case, a_child, a_city, a_flag, an_organisation
from tests.conftest import Backstage


@pytest.fixture
def cases(backstage: Backstage) -> tuple[Case, Case]:
    """A flagged case of the first school, and one of a school in another county."""
    with backstage():
        city = a_city()
        near, far = (
            a_case(owner=city.schools[0]),
            a_case(owner=city.schools[2], child=a_child(city.schools[2])),
        )
        a_flag(near)
        a_flag(far)
        return near, far


def numbers(statement: Select[Any]) -> list[Any]:
    return sorted(db.session.scalars(statement))


def test_every_way_to_read_is_narrowed(app: Flask, cases: tuple[Case, Case]) -> None:
    near, far = cases
    other = aliased(Case)
    with app.app_context(), within(near.org_path):
        assert numbers(select(Case.id)) == [near.id]
        assert [case.id for case in db.session.query(Case)] == [near.id]
        assert db.session.get(Case, far.id) is None
        assert db.session.scalar(select(func.count(Case.id))) == 1
        assert numbers(select(other.id)) == [near.id]
        assert numbers(select(Flag.case_id).join(Flag.case)) == [near.id]
        assert numbers(select(Child.id).where(exists().where(Child.id == Case.child_id))) == [
            near.child_id
        ]
        assert numbers(select(Case.id).where(Case.id.in_(select(Flag.case_id)))) == [near.id]
        assert numbers(select(Case.id).union_all(select(other.id)).subquery().select()) == [
            near.id,
            near.id,
        ]
        assert list(frame(select(Case.number)).number) == [near.number]


def test_what_hangs_on_a_row_is_narrowed_too(
    app: Flask, backstage: Backstage, cases: tuple[Case, Case]
) -> None:
    near, far = cases
    with backstage():
        db.session.get_one(Flag, 1).case_id = far.id
        flag = db.session.get_one(Flag, 2)
        flag.case_id, path = near.id, flag.org_path
    with app.app_context(), within(near.org_path):
        assert db.session.get_one(Case, near.id).flags == []
        query = select(Case).options(joinedload(Case.flags))
        assert db.session.scalars(query).unique().one().flags == []
    assert path == far.org_path


@pytest.mark.parametrize("change", ["update", "delete"])
def test_mass_changes_reach_the_own_rows_only(
    app: Flask, backstage: Backstage, cases: tuple[Case, Case], change: str
) -> None:
    near, far = cases
    with app.app_context(), within(near.org_path):
        statement = update(Flag).values(rule="GONE") if change == "update" else delete(Flag)
        db.session.execute(statement)
        db.session.commit()
    with backstage():
        untouched = select(Flag.case_id).where(Flag.rule == "VANISHED")
        assert numbers(untouched) == [far.id]


def moved_out(_near: Case, far: Case) -> None:
    db.session.scalars(select(Case)).one().org_path = far.org_path


def added_outside(_near: Case, far: Case) -> None:
    db.session.add(Child(name="", student_no="", id_number="", details={}, org_path=far.org_path))


def added_nowhere(_near: Case, _far: Case) -> None:
    db.session.add(Child(name="", student_no="", id_number="", details={}, org_path="no-slash"))


@pytest.mark.parametrize("write", [moved_out, added_outside, added_nowhere])
def test_no_row_is_written_outside(
    app: Flask,
    backstage: Backstage,
    cases: tuple[Case, Case],
    write: Callable[[Case, Case], None],
) -> None:
    near, far = cases
    with app.app_context(), within(near.org_path):
        write(near, far)
        with pytest.raises(ScopeError):
            db.session.commit()
        db.session.rollback()
        row = {"name": "", "student_no": "", "id_number": "", "details": {}, "class_no": ""}
        with pytest.raises(ScopeError):
            bulk_insert(
                Child, [row | {"org_path": near.org_path}, row | {"org_path": far.org_path}]
            )
        assert len(bulk_insert(Child, [row | {"org_path": near.org_path}])) == 1
        db.session.rollback()
    with backstage():
        assert {case.org_path for case in db.session.scalars(select(Case))} == {
            near.org_path,
            far.org_path,
        }
        assert db.session.scalar(select(func.count(Child.id))) == 2


def test_a_row_loaded_elsewhere_cannot_be_deleted_here(
    app: Flask, cases: tuple[Case, Case]
) -> None:
    near, far = cases
    with app.app_context():
        with within(EVERYWHERE):
            strange = db.session.scalars(select(Flag).where(Flag.case_id == far.id)).one()
        with within(near.org_path):
            db.session.delete(strange)
            with pytest.raises(ScopeError):
                db.session.flush()


def test_statements_without_entities_are_refused(app: Flask, cases: tuple[Case, Case]) -> None:
    with app.app_context(), within(cases[0].org_path):
        for statement in (text("SELECT 1"), select(Case.__table__), text("DELETE FROM flags")):
            with pytest.raises(ScopeError):
                db.session.execute(statement)


def test_without_a_scope_no_owned_row_is_read_or_written(
    app: Flask, cases: tuple[Case, Case]
) -> None:
    near, _far = cases
    with app.app_context():
        for statement in (select(Case), select(func.count(Flag.id)), update(Flag).values(rule="X")):
            with pytest.raises(ScopeError):
                db.session.execute(statement)
        with pytest.raises(ScopeError):
            db.session.get(Case, near.id)
        db.session.add(Flag(org_path=near.org_path))
        with pytest.raises(ScopeError):
            db.session.flush()


def test_scopes_do_not_nest_and_end_with_their_block(app: Flask) -> None:
    with app.app_context():
        with within("150200/"), pytest.raises(ScopeError), within(EVERYWHERE):
            pass
        with pytest.raises(ScopeError), within("150200"):
            pass
        with within("150200/"):
            assert numbers(select(Case.id)) == []
        with pytest.raises(ScopeError):
            numbers(select(Case.id))


def test_a_code_that_begins_with_another_code_is_another_place(
    app: Flask, backstage: Backstage
) -> None:
    codes = ("1502", "15029", "1502_", "1502%", "1502-9", "1502Ａ")
    with backstage():
        made = {code: an_organisation(Level.COUNTY, code=code) for code in codes}
        rows = {code: a_child(organisation).id for code, organisation in made.items()}
    with app.app_context():
        for code in codes:
            with within(f"{code}/"):
                assert numbers(select(Child.id)) == [rows[code]], code
    assert not covers("1502/", "15029/3115100002/")
    assert covers("1502/", "1502/3115100002/")


def test_an_organisation_that_moves_takes_its_rows_along(
    app: Flask, backstage: Backstage, cases: tuple[Case, Case]
) -> None:
    near, far = cases
    old, new = near.org_path, "150200/150292/2115100001/"
    with app.app_context(), within("150200/150292/"):
        relocate({old: new})
        db.session.commit()
        assert numbers(select(Case.id)) == sorted([near.id, far.id])
        assert numbers(select(Flag.case_id)) == sorted([near.id, far.id])
    with backstage():
        assert db.session.get_one(Child, near.child_id).org_path == new
        assert db.session.scalar(select(func.count(Organisation.id))) == 6
