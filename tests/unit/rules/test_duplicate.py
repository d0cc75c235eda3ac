from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, pupil


def numbered(person: int, id_key: int = 77, **columns: Any) -> Row:
    return pupil(person, **{"id_key": id_key, "id_check": "ok", "student_key": person, **columns})


def nameless(person: int, person_key: int | None = 88, **columns: Any) -> Row:
    return pupil(
        person,
        **{"person_key": person_key, "id_check": "missing", "student_key": person, **columns},
    )


def found(bench: Bench, *current: Row, **given: Any) -> list[tuple[int, str, str]]:
    rows = bench.find("DUPLICATE", current=current, **given)
    return [(r["person"], r["school_code"], r["other_school"]) for r in rows]


def test_both_rows_of_one_number_name_each_other(bench: Bench) -> None:
    rows = [numbered(1), numbered(2, school_code=OTHER), numbered(3, 78)]
    assert found(bench, *rows) == [(1, SCHOOL, OTHER), (2, OTHER, SCHOOL)]


def test_rows_that_were_linked_to_one_child_are_one_finding(bench: Bench) -> None:
    rows = [numbered(1), numbered(1, school_code=OTHER, row_no=50)]
    assert len(found(bench, *rows)) == 1


def test_three_rows_give_each_child_once(bench: Bench) -> None:
    rows = [numbered(n, school_code=f"211510000{n}") for n in (1, 2, 3)]
    assert [row[0] for row in found(bench, *rows)] == [1, 2, 3]


def test_two_student_numbers_at_one_school_are_told(bench: Bench) -> None:
    assert len(found(bench, numbered(1), numbered(2))) == 2


def test_one_row_in_two_files_of_a_school_is_not(bench: Bench) -> None:
    again = numbered(1, snapshot_id=5, row_no=9)
    assert found(bench, numbered(1), again) == []
    assert found(bench, numbered(1), numbered(2, snapshot_id=5)) == []


def test_without_a_number_name_birth_and_sex_tell(bench: Bench) -> None:
    rows = [nameless(1), nameless(2, school_code=OTHER)]
    assert [row[0] for row in found(bench, *rows)] == [1, 2]
    namesake = numbered(3, person_key=88, school_code=OTHER)
    assert found(bench, nameless(1), namesake) == []
    assert found(bench, nameless(1, None), nameless(2, None)) == []


@pytest.mark.parametrize("check", ["check", "length", "character", "date"])
def test_a_filler_that_many_share_is_the_business_of_another_rule(bench: Bench, check: str) -> None:
    rows = [numbered(n, id_check=check, school_code=c) for n, c in ((1, SCHOOL), (2, OTHER))]
    assert found(bench, *rows) == []


@pytest.mark.parametrize("status", ["transferring", "transferred", "graduated", "dead", "abroad"])
def test_who_has_left_one_of_the_schools_is_not_registered_twice(bench: Bench, status: str) -> None:
    assert found(bench, numbered(1, status=status), numbered(2, school_code=OTHER)) == []


def test_an_old_roster_is_not_held_against_a_new_one(bench: Bench) -> None:
    old = numbered(1, seen_on=TODAY - timedelta(days=7), snapshot_id=1)
    new = numbered(2, school_code=OTHER)
    assert found(bench, old, new) == []
    assert len(found(bench, old, new, apart_days=7)) == 2
