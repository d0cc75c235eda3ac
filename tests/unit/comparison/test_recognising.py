"""Rows of lists get the person of the roll: by which keys, and by which never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from models.vocabulary.snapshots import SnapshotKind
from tracking.comparison.lists import recognised
from tracking.kernel.engine import EmbeddedEngine
from tracking.snapshots.form import FORMS

Row = dict[str, Any]
BORN, OTHER_DAY = date(2014, 5, 6), date(2014, 5, 7)
DAY = date(2026, 10, 20)
PERSON, PLACE = [("person", pa.int64())], [("snapshot_id", pa.int64()), ("seen_on", pa.date32())]


@pytest.fixture
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine() as running:
        yield running


def pupil(person: int, **columns: Any) -> Row:
    """A row of the roll; its person is its student number."""
    place = {"snapshot_id": 1, "row_no": person, "seen_on": DAY}
    keys = {"student_key": person, "id_key": person + 100, "id_check": "ok"}
    return {"person": person, "birth_date": BORN, **place, **keys, **columns}


def entry(row_no: int = 1, **columns: Any) -> Row:
    """A row of a list."""
    return {"row_no": row_no, "snapshot_id": 2, "seen_on": DAY, "birth_date": BORN, **columns}


def persons(
    engine: EmbeddedEngine, entries: list[Row], roll: list[Row], told: list[Row] | None = None
) -> list[int]:
    """Who the rows of a list are, in their order; `told` are people known from elsewhere."""
    household = FORMS[SnapshotKind.HOUSEHOLD]
    registry = FORMS[SnapshotKind.REGISTRY]
    entered, enrolled = (
        engine.table(pa.Table.from_pylist(rows, schema=pa.schema([*clear(form), *added])))
        for rows, form, added in ((entries, household, PLACE), (roll, registry, [*PERSON, *PLACE]))
    )
    numbers = pa.schema([*PERSON, ("id_key", pa.int64()), ("student_key", pa.int64())])
    others = engine.table(pa.Table.from_pylist(told or [], schema=numbers))
    rows = engine.collect(recognised(engine, entered, enrolled, others)).to_pylist()
    return [r["person"] for r in sorted(rows, key=lambda r: r["row_no"])]


def clear(form: pa.Schema) -> list[pa.Field]:
    return [field for field in form if field.name != "sealed"]


def test_by_the_identity_number(engine: EmbeddedEngine) -> None:
    assert persons(engine, [entry(id_key=101)], [pupil(1), pupil(2)]) == [1]


def test_by_the_student_number(engine: EmbeddedEngine) -> None:
    assert persons(engine, [entry(student_key=2, id_key=999)], [pupil(1), pupil(2)]) == [2]


def test_the_identity_number_outweighs_the_student_number(engine: EmbeddedEngine) -> None:
    assert persons(engine, [entry(student_key=2, id_key=101)], [pupil(1), pupil(2)]) == [1]


def test_by_the_local_number_with_the_same_birth_date_only(engine: EmbeddedEngine) -> None:
    roll = [pupil(1, local_key=7)]
    rows = [
        entry(1, local_key=7, id_key=901),
        entry(2, local_key=7, id_key=902, birth_date=OTHER_DAY),
        entry(3, local_key=7, id_key=903, birth_date=None),
    ]
    assert persons(engine, rows, roll) == [1, 902, 903]


def test_by_name_birth_date_and_sex_where_a_number_is_lacking(engine: EmbeddedEngine) -> None:
    assert persons(engine, [entry(person_key=50)], [pupil(1, person_key=50)]) == [1]
    bare = pupil(1, person_key=50, id_key=None, id_check="missing")
    assert persons(engine, [entry(person_key=50, id_key=900, id_check="ok")], [bare]) == [1]


def test_a_number_that_is_not_in_order_does_not_part_them(engine: EmbeddedEngine) -> None:
    wrong = entry(person_key=50, id_key=900, id_check="check")
    assert persons(engine, [wrong], [pupil(1, person_key=50)]) == [1]


def test_two_numbers_in_order_are_two_children(engine: EmbeddedEngine) -> None:
    namesake = entry(person_key=50, id_key=900, id_check="ok")
    assert persons(engine, [namesake], [pupil(1, person_key=50)]) == [900]


@pytest.mark.parametrize("witness", ["phone_key", "guardian_key", "guardian_id_key"])
def test_unless_a_witness_agrees(engine: EmbeddedEngine, witness: str) -> None:
    row = entry(person_key=50, id_key=900, id_check="ok", **{witness: 70})
    assert persons(engine, [row], [pupil(1, person_key=50, **{witness: 70})]) == [1]
    assert persons(engine, [row], [pupil(1, person_key=50, **{witness: 71})]) == [900]
    assert persons(engine, [row], [pupil(1, person_key=50)]) == [900]


def test_twins_are_never_taken_for_each_other(engine: EmbeddedEngine) -> None:
    family = {"phone_key": 70, "guardian_key": 71, "guardian_id_key": 72}
    twin = entry(person_key=51, id_key=900, id_check="ok", **family)
    assert persons(engine, [twin], [pupil(1, person_key=50, **family)]) == [900]


def test_every_row_comes_back_once(engine: EmbeddedEngine) -> None:
    twice = [pupil(1), pupil(1, row_no=8), pupil(2, id_key=101)]
    rows = [entry(1, id_key=101), entry(2, id_key=101), entry(3, id_key=900), entry(4)]
    found = persons(engine, rows, twice)
    assert len(found) == len(rows)
    assert found[0] == found[1] == 1
    assert found[2:] == [900, None]


def test_who_is_on_no_roll_is_a_person_of_its_own(engine: EmbeddedEngine) -> None:
    rows = [entry(1, id_key=900), entry(2, student_key=800), entry(3, person_key=700)]
    assert persons(engine, rows, []) == [900, 800, 700]


def test_who_is_on_no_roll_may_be_told_of_elsewhere(engine: EmbeddedEngine) -> None:
    """A movement with both numbers, or an earlier roll: else its departure would not be known."""
    left = {"person": 5, "student_key": 5, "id_key": 105}
    rows = [entry(1, id_key=105), entry(2, student_key=5), entry(3, id_key=900)]
    assert persons(engine, rows, [pupil(1)], [left]) == [5, 5, 900]


def test_the_roll_outweighs_what_is_told_elsewhere(engine: EmbeddedEngine) -> None:
    old_number = {"person": 0, "student_key": 0, "id_key": 101}
    assert persons(engine, [entry(id_key=101)], [pupil(1)], [old_number]) == [1]


def test_of_two_registrations_under_one_identity_number_the_student_number_tells(
    engine: EmbeddedEngine,
) -> None:
    twice = [pupil(1, id_key=100), pupil(2, id_key=100)]
    rows = [entry(1, id_key=100, student_key=2), entry(2, id_key=100, student_key=1)]
    assert persons(engine, rows, twice) == [2, 1]
