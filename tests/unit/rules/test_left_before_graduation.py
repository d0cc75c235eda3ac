from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, Row, before, moved, pupil

MARCH, JULY = date(2027, 3, 22), date(2027, 7, 20)


def autumn(person: int, **columns: Any) -> Row:
    return before(person, **{"grade": 9, "seen_on": date(2027, 1, 11), **columns})


def now(person: int, **columns: Any) -> Row:
    return pupil(person, **{"grade": 9, "seen_on": MARCH, **columns})


def persons(bench: Bench, **given: Any) -> list[int]:
    drawn = {"term_before": [autumn(1), autumn(2)], "current": [now(2)], "as_of": MARCH, **given}
    return bench.persons("LEFT_BEFORE_GRADUATION", **drawn)


def test_who_is_gone_after_the_holiday_is_found(bench: Bench) -> None:
    [row] = bench.find(
        "LEFT_BEFORE_GRADUATION", term_before=[autumn(1)], current=[now(2)], as_of=MARCH
    )
    assert (row["person"], row["school_code"], row["seen_on"]) == (1, SCHOOL, date(2027, 1, 11))


def test_it_is_told_some_days_into_the_spring_term_only(bench: Bench) -> None:
    early = {"current": [now(2, seen_on=date(2027, 3, 14))], "as_of": date(2027, 3, 14)}
    assert persons(bench, **early) == []
    assert persons(bench, **early, days=13) == [1]
    winter = date(2027, 1, 25)
    assert persons(bench, current=[now(2, seen_on=winter)], as_of=winter) == []


def test_a_school_without_a_new_roster_is_waited_for(bench: Bench) -> None:
    assert persons(bench, current=[now(2, seen_on=date(2027, 1, 18))]) == []
    set_aside = [now(2), now(2, snapshot_id=5, row_no=9)]
    assert persons(bench, current=set_aside) == []


def test_standing_on_another_roll_is_not_gone(bench: Bench) -> None:
    assert persons(bench, current=[now(2), now(1, school_code=OTHER)]) == []


@pytest.mark.parametrize("kind", ["transfer_out", "death", "abroad", "leave", "graduate"])
def test_an_exit_on_record_explains_it(bench: Bench, kind: str) -> None:
    assert persons(bench, movements=[moved(1, kind, date(2027, 2, 20))]) == []
    assert persons(bench, movements=[moved(1, kind, date(2026, 8, 20))]) == [1]


def test_an_end_that_is_only_asked_for_explains_nothing(bench: Bench) -> None:
    asked = moved(1, "abroad", date(2027, 2, 20), state="open")
    assert persons(bench, movements=[asked]) == [1]


def test_a_death_on_the_list_explains_it(bench: Bench) -> None:
    dead = {"person": 1, "category": "death", "snapshot_id": 9, "row_no": 1}
    assert persons(bench, deaths=[dead]) == []


@pytest.mark.parametrize(
    "other", [{"grade": 8}, {"status": "transferred"}, {"status": "graduated"}]
)
def test_only_grade_nine_of_the_autumn_is_looked_at(bench: Bench, other: dict[str, Any]) -> None:
    assert persons(bench, term_before=[autumn(1, **other), autumn(2)]) == []


GRADUATE = {"person": 2, "graduated_on": date(2027, 7, 1), "snapshot_id": 9, "row_no": 2}


def july(bench: Bench, **given: Any) -> list[int]:
    roll = [now(1, seen_on=JULY), now(2, seen_on=JULY)]
    return persons(bench, **{"current": roll, "as_of": JULY, "graduates": [GRADUATE], **given})


def test_in_july_who_has_no_graduation_among_graduates_is_found(bench: Bench) -> None:
    assert july(bench) == [1]
    assert july(bench, graduates=[]) == []
    assert july(bench, as_of=date(2027, 7, 14)) == []


def test_a_record_of_graduation_or_another_way_explains_it(bench: Bench) -> None:
    assert july(bench, movements=[moved(1, "graduate", date(2027, 7, 2))]) == []
    assert july(bench, movements=[moved(1, "repeat", date(2027, 7, 2))]) == []
    marked = [now(1, seen_on=JULY, status="graduated"), now(2, seen_on=JULY)]
    assert july(bench, current=marked) == []
    higher = [now(1, seen_on=JULY, grade=10, school_code=OTHER), now(2, seen_on=JULY)]
    assert july(bench, current=higher) == []
