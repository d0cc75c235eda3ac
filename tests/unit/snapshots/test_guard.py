"""Counting on hand-drawn rosters: who is gone, what is filled, what became of those who stayed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from models.vocabulary.snapshots import SnapshotKind
from tracking.kernel.engine import EmbeddedEngine
from tracking.snapshots import guard
from tracking.snapshots.form import FORMS
from tracking.snapshots.policy import Counts, Losses

Row = dict[str, Any]
FORM = FORMS[SnapshotKind.REGISTRY]
REGISTER = FORMS[SnapshotKind.MOVEMENTS]
SCHOOL, OTHER = "2115100001", "2115100002"
DAYS = (date(2026, 11, 9), date(2026, 11, 16))
BORN = date(2013, 5, 6)


def pupil(number: int, school: str | None = SCHOOL, **columns: Any) -> Row:
    given = {"student_key": number, "id_key": 1000 + number, "name_key": 1, "phone_key": 2}
    facts = {
        "sex": "1",
        "birth_date": BORN,
        "grade": 7,
        "school_code": school,
        "status": "studying",
    }
    return {**given, **facts, **columns}


@pytest.fixture
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine() as opened:
        yield opened


def counted(
    engine: EmbeddedEngine,
    before: list[Row],
    now: list[Row],
    movements: list[Row] | None = None,
    days: tuple[date, date] = DAYS,
) -> Counts:
    then, new = (engine.table(pa.Table.from_pylist(rows, schema=FORM)) for rows in (before, now))
    moves = engine.table(pa.Table.from_pylist(movements or [], schema=REGISTER))
    return guard.counts(engine, then, new, moves, {SCHOOL: days, OTHER: days})[SCHOOL]


def test_who_is_in_the_file_under_any_number_or_left_on_record_is_not_lost(
    engine: EmbeddedEngine,
) -> None:
    before = [pupil(n, grade=6 + n % 2) for n in range(1, 9)]
    now = [
        pupil(1),
        pupil(2, OTHER),
        pupil(99, id_key=1003),
        pupil(4, None),
    ]
    left = [
        {"student_key": 5, "kind": "graduate"},
        {"id_key": 1006, "kind": "death"},
        {"student_key": 7, "kind": "repeat"},
    ]
    losses = counted(engine, before, now, left).losses
    assert (losses.before, losses.lost) == (8, 2)
    assert sorted(losses.grades) == [(4, 1), (4, 1)]


def test_each_grade_is_counted_for_itself(engine: EmbeddedEngine) -> None:
    before = [pupil(n, grade=1 if n <= 2 else 2) for n in range(1, 13)]
    now = [pupil(n, grade=2) for n in range(7, 13)]
    assert counted(engine, before, now).losses == Losses(12, 6, ((2, 2), (10, 4)))


def test_filled_cells_are_counted_before_and_now(engine: EmbeddedEngine) -> None:
    before = [pupil(n) for n in range(1, 5)]
    now = [pupil(1), *(pupil(n, sex=None, id_key=None) for n in range(2, 5))]
    found = counted(engine, before, now)
    assert found.now == 4
    assert found.filled["sex"] == found.filled["id_number"] == (4, 1)
    assert found.filled["name"] == (4, 4)


def test_only_those_who_stayed_tell_what_a_column_means(engine: EmbeddedEngine) -> None:
    before = [pupil(n) for n in range(1, 7)]
    now = [
        pupil(1),
        pupil(2, sex="2"),
        pupil(3, birth_date=date(2003, 5, 6), sex=None),
        pupil(4, OTHER, sex="2"),
        pupil(5, grade=8),
        pupil(5, grade=8),
        pupil(6, grade=None),
    ]
    found = counted(engine, before, now)
    assert found.stayed == 5
    assert found.changed == {"sex": 1, "birth_date": 1, "grade": 1, "status": 0, "in_school": 0}


def test_a_school_that_is_not_in_the_file_lost_everybody(engine: EmbeddedEngine) -> None:
    found = counted(engine, [pupil(1), pupil(2)], [pupil(9, OTHER)])
    assert (found.losses.lost, found.now, found.stayed) == (2, 0, 0)


def test_who_is_not_on_the_roll_any_more_without_a_record_counts_as_a_change(
    engine: EmbeddedEngine,
) -> None:
    before = [*(pupil(n) for n in range(1, 7)), pupil(7, status="suspended")]
    now = [
        pupil(1, status="graduated"),
        pupil(2, status="left_otherwise", in_school=False),
        pupil(3, status="transferred"),
        pupil(4, status="unknown"),
        pupil(5, status="suspended"),
        pupil(6, status="dropped_out"),
        pupil(6),
        pupil(7),
    ]
    recorded = [{"student_key": 3, "kind": "transfer_out"}]
    found = counted(engine, before, now, recorded).changed
    assert (found["status"], found["in_school"]) == (2, 1)


def test_who_had_left_before_does_not_count_again(engine: EmbeddedEngine) -> None:
    away: dict[str, Any] = {"status": "graduated", "in_school": False}
    assert counted(engine, [pupil(1, **away)], [pupil(1, **away)]).changed["status"] == 0


@pytest.mark.parametrize(
    ("grade", "days", "count"),
    [
        (9, (date(2026, 6, 1), date(2026, 7, 6)), 0),
        (6, (date(2026, 6, 22), date(2026, 9, 7)), 0),
        (7, (date(2026, 6, 22), date(2026, 9, 7)), 1),
        (9, (date(2026, 11, 9), date(2026, 11, 16)), 1),
    ],
)
def test_a_last_grade_graduates_in_summer_and_at_no_other_time(
    engine: EmbeddedEngine, grade: int, days: tuple[date, date], count: int
) -> None:
    before, now = pupil(1, grade=grade), pupil(1, grade=grade, status="graduated")
    assert counted(engine, [before], [now], days=days).changed["status"] == count
