from __future__ import annotations

from datetime import date

import pytest

from tests.unit.rules.conftest import Bench
from tests.unit.rules.files import a_file, ago


@pytest.mark.parametrize(
    ("lesson", "since", "idle"),
    [
        (ago(15), ago(60), ago(15)),
        (ago(14), ago(60), None),
        (None, ago(15), ago(15)),
        (None, ago(14), None),
        (ago(50), ago(10), None),  # a lesson before the placement
    ],
)
def test_a_child_taught_at_home_has_lessons_every_two_weeks(
    bench: Bench, lesson: date | None, since: date, idle: date | None
) -> None:
    placed = a_file(1, "placed", outcome="V07", last_lesson_on=lesson, state_since=since)
    rows = bench.find("HOME_TEACHING_IDLE", cases=[placed])
    assert [row["idle_on"] for row in rows] == ([idle] if idle else [])


@pytest.mark.parametrize(("state", "outcome"), [("placed", "V08"), ("excluded", "V05")])
def test_other_placements_want_no_visits(bench: Bench, state: str, outcome: str) -> None:
    cases = [a_file(1, state, outcome=outcome, state_since=ago(90))]
    assert bench.persons("HOME_TEACHING_IDLE", cases=cases) == []


def test_the_number_of_days_is_the_bureaus(bench: Bench) -> None:
    cases = [a_file(1, "placed", outcome="V07", last_lesson_on=ago(10))]
    assert bench.persons("HOME_TEACHING_IDLE", cases=cases, idle_days=7) == [1]
