from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, Row, before, pupil

OTHERS = pupil(9, id_key=99)
LONG_AGO = date(2025, 9, 1)


def persons(bench: Bench, *current: Row, **given: Any) -> list[int]:
    return bench.persons("ID_MISSING", current=[*current, OTHERS], **given)


def test_who_came_before_this_term_and_has_no_number_is_told(bench: Bench) -> None:
    row = bench.find("ID_MISSING", current=[pupil(1, entered_on=LONG_AGO), OTHERS])[0]
    assert (row["person"], row["school_code"]) == (1, SCHOOL)
    assert persons(bench, pupil(1, entered_on=date(2026, 9, 1))) == []
    assert persons(bench, pupil(1)) == []


def test_standing_without_a_number_on_the_last_terms_roll_tells_it(bench: Bench) -> None:
    assert persons(bench, pupil(1), term_before=[before(1)]) == [1]
    assert persons(bench, pupil(1), term_before=[before(1, id_key=5)]) == []


def test_a_document_of_no_kind_is_no_number(bench: Bench) -> None:
    assert persons(bench, pupil(1, entered_on=LONG_AGO, id_key=5, id_type="Z")) == [1]
    assert persons(bench, pupil(1, entered_on=LONG_AGO, id_key=5, id_type="1")) == []


def test_a_roster_without_any_number_tells_nothing(bench: Bench) -> None:
    assert persons(bench, pupil(1, entered_on=LONG_AGO, school_code=OTHER)) == []


def test_who_has_left_is_not_asked_about(bench: Bench) -> None:
    assert persons(bench, pupil(1, entered_on=LONG_AGO, status="graduated")) == []
