from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, listed, pupil

SENT = date(2026, 10, 10)


def sent(person: int = 1, **columns: Any) -> Row:
    return listed(person, **{"dispatched_on": SENT, "batch": "第1批", **columns})


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    return bench.persons("DISPATCHED", **{"dispatched": [sent(**columns)], **(frames or {})})


def test_a_name_without_a_result_is_found_at_the_school_it_was_sent_with(bench: Bench) -> None:
    rows = bench.find("DISPATCHED", dispatched=[sent(school_code=OTHER, birth_date=None)])
    assert [(r["person"], r["source"], r["school_code"]) for r in rows] == [
        (1, "dispatched", OTHER)
    ]
    assert (rows[0]["dispatched_on"], rows[0]["status"]) == (SENT, None)


def test_a_child_that_attends_is_answered_for_by_its_school(bench: Bench) -> None:
    twice = [pupil(1, status="drifted"), pupil(1, row_no=8, school_code=OTHER)]
    rows = bench.find("DISPATCHED", dispatched=[sent(school_code=SCHOOL)], current=twice)
    assert [(r["school_code"], r["status"]) for r in rows] == [(OTHER, "studying")]
    left = bench.find("DISPATCHED", dispatched=[sent()], current=[pupil(1, status="drifted")])
    assert [(r["school_code"], r["status"]) for r in left] == [(SCHOOL, "drifted")]


@pytest.mark.parametrize(
    ("result", "persons"),
    [
        ("", [1]),
        ("未核查", [1]),
        ("核查中", [1]),
        ("疑似辍学", [1]),
        ("未复学", [1]),
        ("失联", [1]),
        ("待复核", [1]),
        ("已复学", []),
        ("在校就读", []),
        ("转学", []),
        ("休学", []),
        ("死亡", []),
        ("排除疑似", []),
        ("V05", []),
        ("V21", [1]),
    ],
)
def test_the_result_of_the_list_itself_counts(
    bench: Bench, result: str, persons: list[int]
) -> None:
    assert found(bench, result=result) == persons


def test_a_name_sent_again_after_its_answer_is_asked_again(bench: Bench) -> None:
    answered = sent(result="已复学")
    again = sent(row_no=9, batch="第2批", dispatched_on=TODAY)
    rows = bench.find("DISPATCHED", dispatched=[answered, again])
    assert [(r["row_no"], r["dispatched_on"]) for r in rows] == [(9, TODAY)]
    assert found(bench, {"dispatched": [sent(), sent(row_no=9, result="已复学")]}) == []


@pytest.mark.parametrize("state", ["closed", "excluded"])
@pytest.mark.parametrize(("days", "persons"), [(-1, [1]), (0, []), (5, [])])
def test_a_file_that_ended_since_answers_it(
    bench: Bench, state: str, days: int, persons: list[int]
) -> None:
    file = {"person": 1, "state": state, "closed_on": SENT + timedelta(days=days)}
    assert found(bench, {"cases": [file]}) == persons


def test_an_open_file_does_not(bench: Bench) -> None:
    file = {"person": 1, "state": "verifying", "closed_on": None, "outcome": None}
    assert found(bench, {"cases": [file]}) == [1]


def test_a_result_in_force_answers_it_until_it_runs_out(bench: Bench) -> None:
    on_leave = {"person": 1, "state": "closed", "closed_on": date(2026, 3, 1), "outcome": "V05"}
    assert found(bench, {"cases": [{**on_leave, "valid_until": TODAY}]}) == []
    assert found(bench, {"cases": [{**on_leave, "valid_until": SENT}]}) == [1]


def test_without_a_date_the_first_file_of_the_batch_tells_the_day(bench: Bench) -> None:
    first = sent(dispatched_on=None, seen_on=SENT)
    repeated = sent(dispatched_on=None, seen_on=TODAY, snapshot_id=5)
    file = {"person": 1, "state": "closed", "closed_on": SENT + timedelta(days=3)}
    assert found(bench, {"dispatched": [first, repeated], "cases": [file]}) == []


def test_names_still_to_be_sent_and_the_dead_are_passed_over(bench: Bench) -> None:
    assert found(bench, dispatched_on=TODAY + timedelta(days=1)) == []
    assert found(bench, {"deaths": [listed(1, category="death")]}) == []
