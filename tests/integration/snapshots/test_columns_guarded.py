"""The snapshot firewall on columns: gone empty, or holding something else than before."""

from __future__ import annotations

from datetime import date

import pytest

from models.vocabulary.snapshots import PartState as P
from tests.conftest import Backstage
from tests.integration.snapshots.towns import (
    EAST,
    MIDDLE,
    WEST,
    Town,
    child,
    move,
    part,
    pupils,
    states,
    waiting,
    week,
)

pytestmark = pytest.mark.one_database  # judged by the rows of files; test_firewall has both
FIRST = range(1, 41)
SECOND = pupils(range(100, 130), MIDDLE)
FAR = pupils(range(200, 230), WEST)
WHOLE = [*pupils(FIRST), *SECOND, *FAR]


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("name", "name"),
        ("id_number", "id_number"),
        ("grade", "grade"),
        ("phone", "guardian1_phone"),
    ],
)
def test_a_column_that_went_empty_sets_its_school_aside(
    town: Town, backstage: Backstage, cell: str, field: str
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        blank = town.take([*pupils(FIRST, **{cell: ""}), *SECOND, *FAR], week(2))
        assert states(blank) == {EAST: P.EMPTIED, MIDDLE: P.ACCEPTED, WEST: P.ACCEPTED}
        assert (field in part(blank).columns, part(blank).affected) == (True, 40)
        assert part(blank).lost == 0
        assert waiting() == [EAST]


def test_sex_and_date_of_birth_may_stand_in_the_identity_number_alone(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        spare = town.take([*pupils(FIRST, born="", sex=""), *SECOND, *FAR], week(2))
        assert set(states(spare).values()) == {P.ACCEPTED}
        blank = town.take([*pupils(FIRST, born="", sex="", id_number=""), *SECOND, *FAR], week(3))
        assert states(blank)[EAST] is P.EMPTIED
        assert part(blank).columns == ["birth_date", "id_number", "sex"]


def test_a_column_that_was_mostly_empty_before_may_stay_so(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take([*pupils(FIRST, phone=""), *SECOND, *FAR], week(1))
        again = town.take([*pupils(FIRST, phone=""), *SECOND, *FAR], week(2))
        assert set(states(again).values()) == {P.ACCEPTED}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"born": "20110506"}, "birth_date"),
        ({"grade": "二年级"}, "grade"),
        ({"grade": "六年级"}, "grade"),
    ],
)
def test_a_column_that_means_something_else_sets_its_school_aside(
    town: Town, backstage: Backstage, cells: dict[str, str], column: str
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        other = town.take([*pupils(FIRST, **cells), *SECOND, *FAR], week(2))
        assert states(other) == {EAST: P.CHANGED, MIDDLE: P.ACCEPTED, WEST: P.ACCEPTED}
        assert (part(other).columns, part(other).affected) == ([column], 40)


def test_a_column_of_sexes_turned_round_sets_its_school_aside(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        lines = [child(n) for n in FIRST]
        turned = [
            child(n, sex="女" if line[2] == "男" else "男") for n, line in enumerate(lines, 1)
        ]
        other = town.take([*turned, *SECOND, *FAR], week(2))
        assert states(other)[EAST] is P.CHANGED
        assert part(other).columns == ["sex"]


def test_promotion_is_believed_in_summer_and_at_no_other_time(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, date(2026, 6, 22))
        after = [*pupils(FIRST, grade="八年级"), *SECOND, *FAR]
        assert set(states(town.take(after, date(2026, 9, 7))).values()) == {P.ACCEPTED}
        assert set(states(town.take([*after, child(99)], date(2026, 11, 9))).values()) == {
            P.ACCEPTED
        }
        again = [*pupils(FIRST, grade="九年级"), *SECOND, *FAR]
        assert states(town.take(again, date(2026, 11, 16)))[EAST] is P.CHANGED


def test_movements_do_not_excuse_a_column_that_went_empty(town: Town, backstage: Backstage) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        cut = town.take([*pupils(range(1, 21), phone=""), *SECOND, *FAR], week(2))
        assert states(cut)[EAST] is P.SHRUNK
        town.take_moves([move(line, "转学(转出)") for line in pupils(range(21, 41))], week(2))
        assert states(cut)[EAST] is P.EMPTIED
        assert waiting() == [EAST]
