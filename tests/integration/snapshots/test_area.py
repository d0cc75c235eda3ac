"""A county's file touches no other county."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.database import db
from models.flag import Flag
from models.snapshot import Snapshot, SnapshotPart
from models.user import User
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import PartState as P
from tests.builders import a_user
from tests.conftest import Backstage, SignInAs
from tests.integration.snapshots.towns import (
    EAST,
    MIDDLE,
    WEST,
    Town,
    move,
    part,
    pupils,
    states,
    told,
    week,
)
from tests.pages import PageClient
from tracking.kernel.engine import EmbeddedEngine
from tracking.kernel.errors import FileRefusedError
from tracking.snapshots import issues, queries, rejected, rolls

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

OWN = pupils(range(1, 31))
SECOND = pupils(range(50, 80), MIDDLE)
FAR = pupils(range(100, 130), WEST)


@pytest.fixture
def officer(town: Town, backstage: Backstage) -> User:
    """Who works in the county of the first two schools."""
    with backstage():
        return a_user(Role.COUNTY_OFFICER, town.city.counties[0])


def schools_in_archive(town: Town) -> set[str]:
    """The schools whose rows lie in the archive."""
    with EmbeddedEngine() as engine:
        last = queries.latest_usable(queries.registry_parts(week(9))).values()
        table = engine.collect(rolls.roll(engine, town.settings.archive_dir, last))
    return set(table["school_code"].to_pylist())


def test_rows_of_schools_outside_the_area_are_left_out_and_named_once(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        result = town.take([*OWN, *FAR, *pupils([300], "9999999999")], week(1), by=officer)
        assert states(result) == {EAST: P.ACCEPTED, WEST: P.FOREIGN, "9999999999": P.UNKNOWN}
        assert part(result, WEST).rows == 30
        assert result.report["notes"]["foreign_school"] == {WEST: 30}
        assert any(WEST in words for words in issues.note_words(result.report))
        assert schools_in_archive(town) == {EAST, "9999999999"}


def test_what_nobody_knows_belongs_to_the_importers_area(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        town.take([*OWN, *FAR, *pupils([300], "9999999999")], week(1), by=officer)
        paths = {p.school_code: p.org_path for p in db.session.scalars(select(SnapshotPart))}
        assert paths[EAST] == town.city.schools[0].path
        assert paths[WEST] == paths["9999999999"] == town.city.counties[0].path


def test_a_countys_file_cannot_make_children_of_another_county_missing(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        town.take([*OWN, *SECOND, *FAR], week(1))
        town.scan(week(1))
        result = town.take([*OWN, *SECOND, *FAR[:25]], week(2), by=officer)
        assert states(result) == {EAST: P.ACCEPTED, MIDDLE: P.ACCEPTED, WEST: P.FOREIGN}
        town.scan(week(2))
        assert list(db.session.scalars(select(Flag.id))) == []
        assert told() == []


def test_a_file_of_another_county_is_refused(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        with pytest.raises(FileRefusedError):
            town.take(FAR, week(1), by=officer)
        assert list(db.session.scalars(select(SnapshotPart.id))) == []


def test_the_city_and_the_command_line_speak_for_everybody(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        city = a_user(Role.CITY_OFFICER, town.city.bureau)
        for number, by in enumerate((city, None), 1):
            result = town.take([*OWN, *FAR], week(number), by=by)
            assert states(result) == {EAST: P.ACCEPTED, WEST: P.ACCEPTED}


def test_movements_out_of_other_counties_are_left_out(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        town.take([*OWN, *FAR], week(1))
        town.scan(week(1))
        away, here = FAR[-1], OWN[-1]
        moves = [
            move(away, "转学(转出)", EAST, WEST),
            move(here, "转学(转出)", WEST, EAST),
            move(FAR[0], "转学(转入)", EAST, WEST),
            move(FAR[1], "转学(转入)", WEST, EAST),
            move(FAR[2], "死亡", "", ""),
        ]
        result = town.take_moves(moves, week(2), by=officer)
        assert result.report["notes"]["foreign_school"] == {WEST: 2, "-": 1}
        with EmbeddedEngine() as engine:
            files = queries.movement_snapshots(week(2))
            known = engine.collect(rolls.movements(engine, town.settings.archive_dir, files))
        kept = zip(known["from_school"].to_pylist(), known["kind"].to_pylist(), strict=True)
        assert sorted(kept) == [
            (EAST, "transfer_out"),
            (WEST, "transfer_in"),
        ]
        town.take([*OWN[:-1], *FAR[:-1]], week(2))
        town.scan(week(2))
        found = {f.child.student_no: f.rule for f in db.session.scalars(select(Flag))}
        assert found == {away[0]: "VANISHED"}


def test_the_same_file_of_two_counties_is_two_snapshots(
    town: Town, backstage: Backstage, officer: User
) -> None:
    with backstage():
        other = a_user(Role.COUNTY_OFFICER, town.city.counties[1])
        first = town.take([*OWN, *FAR], week(1), by=officer)
        second = town.take([*OWN, *FAR], week(1), by=other)
        assert (first.repeated, second.repeated) == (False, False)
        assert first.snapshot_id != second.snapshot_id
        assert schools_in_archive(town) == {EAST, WEST}
        assert town.take([*OWN, *FAR], week(1), by=officer).repeated
        town.take([*OWN, *FAR], week(1))
        assert town.take([*OWN, *FAR], week(1), by=officer).repeated


def test_the_rows_in_error_of_a_wider_file_are_not_a_countys_to_see(
    town: Town, backstage: Backstage, client: PageClient, sign_in_as: SignInAs
) -> None:
    with backstage():
        result = town.take([*OWN, *FAR], week(1))
        number = result.snapshot_id
        kept = db.session.get_one(Snapshot, number)
        issue = {"row": 2, "column": "name", "code": "no_name", "value": ""}
        row = {"row": 2, "issues": [issue], "cells": ["y"]}
        broken = {"headers": ["x"], "tables": [""], "rows": [row]}
        rejected.keep(town.settings.archive_dir, kept, broken)
        county, bureau = town.city.counties[0], town.city.bureau
    address = f"/snapshots/{number}/rows-in-error.csv"
    sign_in_as(Role.COUNTY_OFFICER, county)
    assert client.get(f"/snapshots/{number}").status_code == 200
    assert client.get(address).status_code == 404
    sign_in_as(Role.CITY_OFFICER, bureau)
    assert client.get(address).status_code == 200
