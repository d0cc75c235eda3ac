from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, before, moved, pupil

LAST_WEEK = TODAY - timedelta(days=7)


def vanished(bench: Bench, **frames: Any) -> list[int]:
    return bench.persons("VANISHED", **{"previous": [before(1)], **frames})


def test_a_child_on_no_roll_and_without_a_record_has_vanished(bench: Bench) -> None:
    rows = bench.find(
        "VANISHED", previous=[before(1, class_no="03"), before(2)], current=[pupil(2)]
    )
    assert [(r["person"], r["school_code"], r["class_no"]) for r in rows] == [(1, SCHOOL, "03")]
    assert (rows[0]["source"], rows[0]["snapshot_id"], rows[0]["row_no"]) == ("registry", 1, 1)
    assert rows[0]["seen_on"] == date(2026, 10, 26)


@pytest.mark.parametrize("where", [SCHOOL, OTHER, None])
def test_standing_on_any_roll_is_not_vanished(bench: Bench, where: str | None) -> None:
    assert vanished(bench, current=[pupil(1, school_code=where)]) == []


@pytest.mark.parametrize("status", ["suspended", "whereabouts_unknown", "unknown"])
def test_on_a_roll_with_another_status_is_not_vanished(bench: Bench, status: str) -> None:
    assert vanished(bench, current=[pupil(1, status=status)]) == []


@pytest.mark.parametrize("status", ["graduated", "transferred", "dead", "abroad"])
def test_who_had_left_before_does_not_vanish(bench: Bench, status: str) -> None:
    assert vanished(bench, previous=[before(1, status=status)]) == []


@pytest.mark.parametrize("status", ["suspended", "dropped_out", "whereabouts_unknown"])
def test_who_was_away_before_can_still_vanish(bench: Bench, status: str) -> None:
    assert vanished(bench, previous=[before(1, status=status)]) == [1]


@pytest.mark.parametrize("kind", ["transfer_out", "graduate", "death", "abroad", "delete", "leave"])
def test_an_exit_on_record_explains_it(bench: Bench, kind: str) -> None:
    assert vanished(bench, movements=[moved(1, kind, LAST_WEEK, state="done")]) == []


@pytest.mark.parametrize("kind", ["transfer_out", "delete", "leave"])
def test_an_exit_under_way_is_followed_by_other_rules(bench: Bench, kind: str) -> None:
    assert vanished(bench, movements=[moved(1, kind, LAST_WEEK, state="open")]) == []


@pytest.mark.parametrize("kind", ["graduate", "death", "abroad"])
def test_an_end_that_is_only_asked_for_explains_nothing(bench: Bench, kind: str) -> None:
    assert vanished(bench, movements=[moved(1, kind, LAST_WEEK, state="open")]) == [1]


def test_an_exit_that_lies_in_the_future_explains_nothing(bench: Bench) -> None:
    gone = moved(1, "death", date(2099, 1, 1), state="done")
    assert vanished(bench, movements=[gone]) == [1]


@pytest.mark.parametrize("kind", ["suspend", "resume", "transfer_in", "other"])
def test_other_movements_explain_nothing(bench: Bench, kind: str) -> None:
    assert vanished(bench, movements=[moved(1, kind, LAST_WEEK)]) == [1]


def test_an_exit_from_another_school_explains_nothing(bench: Bench) -> None:
    gone = moved(1, "transfer_out", LAST_WEEK, from_school=OTHER)
    assert vanished(bench, movements=[gone]) == [1]


def test_an_exit_that_names_no_school_explains_it(bench: Bench) -> None:
    assert vanished(bench, movements=[moved(1, "transfer_out", LAST_WEEK, from_school="")]) == []


def test_an_exit_long_ago_explains_nothing(bench: Bench) -> None:
    gone = [moved(1, "transfer_out", TODAY - timedelta(days=121))]
    assert vanished(bench, movements=gone) == [1]
    assert vanished(bench, movements=gone, exit_days=130) == []


@pytest.mark.parametrize(("days_later", "found"), [(1, [1]), (0, []), (-1, [])])
def test_a_later_return_to_the_school_undoes_an_exit(
    bench: Bench, days_later: int, found: list[int]
) -> None:
    back_on = LAST_WEEK + timedelta(days=days_later)
    back = moved(1, "transfer_in", back_on, from_school=OTHER, to_school=SCHOOL)
    assert vanished(bench, movements=[moved(1, "transfer_out", LAST_WEEK), back]) == found


@pytest.mark.parametrize(("grade", "found"), [(1, [1]), (9, [1]), (None, [1]), (0, []), (10, [])])
def test_only_grades_of_compulsory_school_count(
    bench: Bench, grade: int | None, found: list[int]
) -> None:
    assert vanished(bench, previous=[before(1, grade=grade)]) == found


def test_without_any_row_nobody_is_found(bench: Bench) -> None:
    assert vanished(bench, previous=[]) == []


@pytest.mark.parametrize(("category", "found"), [("death", []), (None, []), ("moved", [1])])
def test_who_is_on_the_list_of_deaths_is_explained(
    bench: Bench, category: str | None, found: list[int]
) -> None:
    dead = {"person": 1, "category": category, "snapshot_id": 9, "row_no": 1}
    assert vanished(bench, deaths=[dead]) == found


@pytest.mark.parametrize(("grade", "found"), [(8, [1]), (3, [1]), (6, []), (9, []), (None, [])])
def test_graduated_from_the_middle_of_a_school_is_no_explanation(
    bench: Bench, grade: int | None, found: list[int]
) -> None:
    assert vanished(bench, current=[pupil(1, status="graduated", grade=grade)]) == found
