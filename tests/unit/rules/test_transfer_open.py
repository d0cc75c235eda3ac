from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, before, moved, pupil
from tracking.kernel.schooldays import add_school_days

LIMIT = add_school_days(TODAY, -20)
LONG_AGO = LIMIT - timedelta(days=5)


def out(moved_on: date = LONG_AGO, **columns: Any) -> Row:
    return moved(1, "transfer_out", moved_on, **{"to_school": OTHER, **columns})


def persons(bench: Bench, *movements: Row, **frames: Any) -> list[int]:
    return bench.persons("TRANSFER_OPEN", movements=movements, **frames)


@pytest.mark.parametrize("state", ["open", "done"])
def test_a_transfer_that_no_school_received_is_found_at_the_school_left(
    bench: Bench, state: str
) -> None:
    rows = bench.find("TRANSFER_OPEN", movements=[out(state=state)])
    assert [(r["person"], r["school_code"], r["to_school"]) for r in rows] == [(1, SCHOOL, OTHER)]
    assert (rows[0]["source"], rows[0]["moved_on"], rows[0]["state"]) == (
        "movements", LONG_AGO, state,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "found"), [(-1, [1]), (0, []), (1, [])])
def test_both_sides_have_ten_working_days(bench: Bench, days: int, found: list[int]) -> None:
    assert persons(bench, out(LIMIT + timedelta(days=days))) == found


def test_the_number_of_working_days_is_a_setting(bench: Bench) -> None:
    asked = out(LIMIT + timedelta(days=1))
    assert persons(bench, asked, working_days=10) == [1]


def test_standing_on_the_receiving_roll_ends_it(bench: Bench) -> None:
    assert persons(bench, out(), current=[pupil(1, school_code=OTHER)]) == []
    assert persons(bench, out(), current=[pupil(1, school_code=None)]) == []


def test_standing_on_the_roll_of_the_school_left_does_not(bench: Bench) -> None:
    assert persons(bench, out(state="open"), current=[pupil(1, status="transferring")]) == [1]


def test_a_completed_transfer_out_of_the_area_is_believed(bench: Bench) -> None:
    targets: list[Row] = [
        {"to_school": "9999999999"},
        {"to_school": "", "to_school_name": "外省小学"},
    ]
    for target in targets:
        assert persons(bench, out(**target, state="done")) == []
        assert persons(bench, out(**target, state="open")) == [1]


def test_a_completed_transfer_that_names_no_school_is_told(bench: Bench) -> None:
    assert persons(bench, out(to_school="", state="done")) == [1]


def test_a_receiving_school_without_a_new_roster_is_waited_for(bench: Bench) -> None:
    schools = ((SCHOOL, True), (OTHER, False))
    assert persons(bench, out(), schools=schools) == []
    long_ago = out(TODAY - timedelta(days=61))
    assert persons(bench, long_ago, schools=schools) == [1]
    assert persons(bench, long_ago, schools=schools, wait_days=61) == []


@pytest.mark.parametrize("kind", ["death", "abroad", "graduate"])
def test_another_end_on_record_explains_it(bench: Bench, kind: str) -> None:
    assert persons(bench, out(), moved(1, kind, LONG_AGO, row_no=99)) == []


def test_the_last_of_several_transfers_counts(bench: Bench) -> None:
    recent = out(LIMIT + timedelta(days=3), row_no=50)
    assert persons(bench, out(), recent) == []
    older = out(LONG_AGO - timedelta(days=30), from_school=OTHER, to_school=SCHOOL, row_no=50)
    rows = bench.find("TRANSFER_OPEN", movements=[older, out()])
    assert [(r["person"], r["school_code"]) for r in rows] == [(1, SCHOOL)]


def test_transfers_of_another_year_are_history(bench: Bench) -> None:
    assert persons(bench, out(TODAY - timedelta(days=366))) == []


@pytest.mark.parametrize("kind", ["transfer_in", "suspend", "leave"])
def test_other_movements_are_no_transfer(bench: Bench, kind: str) -> None:
    assert persons(bench, moved(1, kind, LONG_AGO, to_school=OTHER)) == []


@pytest.mark.parametrize("status", ["transferred", "transferring"])
def test_who_is_only_marked_as_transferred_on_two_rosters_is_found(
    bench: Bench, status: str
) -> None:
    known = moved(9, "transfer_out", TODAY)
    both: dict[str, Any] = {
        "previous": [before(1, status=status)],
        "current": [pupil(1, status=status)],
    }
    found = bench.find("TRANSFER_OPEN", movements=[known], **both)
    assert [(r["person"], r["source"], r["school_code"]) for r in found] == [
        (1, "registry", SCHOOL)
    ]
    assert persons(bench, known, **both | {"previous": [before(1)]}) == []
    arrived = pupil(1, school_code=OTHER, row_no=50)
    assert persons(bench, known, **both | {"current": [*both["current"], arrived]}) == []
    assert persons(bench, known, moved(1, "transfer_out", TODAY, row_no=8), **both) == []
    assert persons(bench, known, moved(1, "abroad", TODAY, row_no=8), **both) == []


def test_without_any_transfer_on_record_marks_alone_say_nothing(bench: Bench) -> None:
    both: dict[str, Any] = {
        "previous": [before(1, status="transferred")],
        "current": [pupil(1, status="transferred")],
    }
    assert persons(bench, **both) == []
