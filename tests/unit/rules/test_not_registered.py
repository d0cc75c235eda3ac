from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, before, listed, moved, pupil

SIX, SEPTEMBER = date(2020, 5, 6), date(2026, 9, 10)


def found(bench: Bench, *household: Row, **frames: Any) -> list[int]:
    return bench.persons("NOT_REGISTERED", household=household or [listed(1)], **frames)


def result(code: str, until: date | None = None, **columns: Any) -> Row:
    return {"person": 1, "case_id": 1, "outcome": code, "valid_until": until, **columns}


def test_a_child_of_the_register_on_no_roll_is_found_where_it_lives(bench: Bench) -> None:
    entry = listed(1, household_region="150291", village="虚构村")
    rows = bench.find("NOT_REGISTERED", household=[entry, listed(2)], current=[pupil(2)])
    assert [(r["person"], r["source"], r["school_code"]) for r in rows] == [(1, "household", "")]
    assert (rows[0]["region"], rows[0]["village"]) == ("150291", "虚构村")
    assert (rows[0]["listed_on"], rows[0]["grade"]) == (date(2026, 10, 20), 7)


@pytest.mark.parametrize(
    ("born", "persons"),
    [
        (date(2011, 8, 31), []),
        (date(2011, 9, 1), [1]),
        (date(2020, 8, 31), [1]),
        (date(2020, 9, 1), []),
        (None, []),
    ],
)
def test_only_births_of_compulsory_school_age_count(
    bench: Bench, born: date | None, persons: list[int]
) -> None:
    assert found(bench, listed(1, birth_date=born)) == persons


@pytest.mark.parametrize("status", ["studying", "suspended", "drifted", "transferred", None])
def test_standing_on_a_roll_is_enough(bench: Bench, status: str | None) -> None:
    assert found(bench, current=[pupil(1, status=status, grade=None)]) == []


@pytest.mark.parametrize(("grade", "persons"), [(0, [1]), (1, []), (10, [])])
def test_a_preschool_is_no_school(bench: Bench, grade: int, persons: list[int]) -> None:
    assert found(bench, current=[pupil(1, grade=grade)]) == persons


@pytest.mark.parametrize("state", ["death", "moved", "abroad", "double", "other"])
def test_an_entry_that_ended_is_passed_over(bench: Bench, state: str) -> None:
    assert found(bench, listed(1, state=state)) == []
    assert found(bench, listed(1, ended_on=TODAY)) == []
    assert found(bench, listed(1, ended_on=TODAY + timedelta(days=1))) == [1]


def test_who_moved_within_the_city_stands_at_the_new_entry(bench: Bench) -> None:
    old, new = listed(1, state="moved"), listed(1, row_no=9, household_region="150292")
    rows = bench.find("NOT_REGISTERED", household=[old, new])
    assert [(r["person"], r["row_no"]) for r in rows] == [(1, 9)]
    assert found(bench, listed(1, state="death"), new) == []


@pytest.mark.parametrize("reason", ["death", "abroad", None])
def test_the_dead_and_those_abroad_are_not_looked_for(bench: Bench, reason: str | None) -> None:
    ended = listed(1, category=reason, ended_on=date(2020, 1, 1))
    assert found(bench, deaths=[ended]) == []


def test_the_dead_are_known_by_name_where_the_list_has_no_number(bench: Bench) -> None:
    dead = {**listed(77, category="death"), "person_key": 1001}
    assert found(bench, deaths=[dead]) == []
    sound = {"id_check": "ok", "id_key": 5}
    assert found(bench, listed(1, **sound), deaths=[{**dead, **sound, "id_key": 6}]) == [1]
    assert found(bench, listed(1, **sound), deaths=[dead]) == []


@pytest.mark.parametrize(
    ("there", "ended", "persons"),
    [
        ("150291", date(2026, 10, 25), []),
        ("", date(2026, 10, 25), []),
        ("150292", date(2026, 10, 25), [1]),
        ("150291", date(2026, 10, 1), [1]),
    ],
)
def test_a_later_cancellation_ends_the_entry_of_its_place(
    bench: Bench, there: str, ended: date, persons: list[int]
) -> None:
    gone = listed(1, category="moved", ended_on=ended, household_region=there)
    assert found(bench, listed(1, household_region="150291"), deaths=[gone]) == persons


@pytest.mark.parametrize("kind", ["transfer_out", "abroad", "death"])
def test_a_completed_departure_accounts_for_the_child(bench: Bench, kind: str) -> None:
    left = moved(1, kind, date(2024, 3, 1), to_school="9999999999")
    assert found(bench, movements=[left]) == []
    back = moved(1, "transfer_in", date(2025, 3, 1), row_no=50)
    assert found(bench, movements=[left, back]) == [1]


@pytest.mark.parametrize("kind", ["abroad", "death"])
def test_a_departure_that_is_only_asked_for_does_not(bench: Bench, kind: str) -> None:
    assert found(bench, movements=[moved(1, kind, TODAY, state="open")]) == [1]


def test_a_transfer_under_way_is_followed_by_another_rule_for_some_time(bench: Bench) -> None:
    for columns in ({"state": "open"}, {"to_school": OTHER}):
        recent = moved(1, "transfer_out", TODAY - timedelta(days=120), **columns)
        old = moved(1, "transfer_out", TODAY - timedelta(days=121), **columns)
        assert found(bench, movements=[recent]) == []
        assert found(bench, movements=[old]) == [1]
        assert found(bench, movements=[old], transfer_days=121) == []


@pytest.mark.parametrize("kind", ["delete", "leave", "suspend", "correction"])
def test_other_movements_account_for_nothing(bench: Bench, kind: str) -> None:
    assert found(bench, movements=[moved(1, kind, TODAY)]) == [1]


@pytest.mark.parametrize(
    ("born", "grade", "persons"),
    [
        (date(2014, 5, 6), 9, []),
        (date(2014, 5, 6), 6, [1]),
        (date(2014, 5, 6), None, [1]),
        (date(2012, 5, 6), None, []),
    ],
)
def test_who_finished_grade_nine_is_done(
    bench: Bench, born: date, grade: int | None, persons: list[int]
) -> None:
    graduated = moved(1, "graduate", date(2026, 7, 1), from_grade=grade)
    assert found(bench, listed(1, birth_date=born), movements=[graduated]) == persons


def test_who_stood_in_grade_nine_last_summer_is_done(bench: Bench) -> None:
    early = listed(1, birth_date=date(2012, 5, 6))
    assert found(bench, early, year_before=[before(1, grade=9)]) == []
    assert found(bench, early, year_before=[before(1, grade=9, status="drifted")]) == [1]
    assert found(bench, early, year_before=[before(1, grade=8)]) == [1]


@pytest.mark.parametrize("code", ["V02", "V04", "V05", "V06", "V12", "V14"])
def test_a_result_in_force_accounts_for_the_child(bench: Bench, code: str) -> None:
    assert found(bench, cases=[result(code)]) == []
    assert found(bench, cases=[result(code, TODAY)]) == []
    assert found(bench, cases=[result(code, TODAY - timedelta(days=1))]) == [1]


@pytest.mark.parametrize("code", ["V01", "V17", "V20", "V21", "V22", "V23", None])
def test_other_results_do_not(bench: Bench, code: Any) -> None:
    assert found(bench, cases=[result(code)]) == [1]


def test_rosters_of_september_are_waited_for(bench: Bench) -> None:
    entering, older = listed(1, birth_date=SIX), listed(2)
    moving_up = [before(2, grade=6)]
    assert found(bench, entering, older, year_before=moving_up, as_of=SEPTEMBER) == []
    assert found(bench, entering, older, as_of=SEPTEMBER) == [2]
    assert found(bench, entering, older, year_before=moving_up, as_of=date(2026, 9, 30)) == [1, 2]
    early = {"as_of": SEPTEMBER, "entry_days": 9}
    assert found(bench, entering, older, year_before=moving_up, **early) == [1, 2]


def test_a_row_without_any_key_is_nobody(bench: Bench) -> None:
    assert bench.persons("NOT_REGISTERED", household=[{**listed(1), "person": None}]) == []


def test_where_it_stood_before_does_not_count_as_a_roll(bench: Bench) -> None:
    assert found(bench, year_before=[before(1, grade=5, school_code=SCHOOL)]) == [1]


def test_a_deferral_in_the_list_of_disabled_children_is_believed_while_it_may_be(
    bench: Bench,
) -> None:
    for born, persons in ((SIX, []), (date(2014, 5, 6), [1])):
        deferred = listed(1, birth_date=born, placement="deferred")
        child = listed(1, birth_date=born)
        assert found(bench, child, disability=[deferred]) == persons
        assert found(bench, child, disability=[listed(1, placement="none")]) == [1]
