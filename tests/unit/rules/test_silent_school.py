from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, Row, called


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def known(code: str, roster: int | None, roll_call: int | None = None) -> Row:
    return {
        "school_code": code,
        "is_fresh": roster == 0,
        "last_roster_on": None if roster is None else ago(roster),
        "last_roll_call_on": None if roll_call is None else ago(roll_call),
    }


def silent(bench: Bench, *schools: Row, **given: Any) -> list[tuple[str, str]]:
    rows = bench.find("SILENT_SCHOOL", schools=schools, **given)
    assert all((r["person"], r["source"], r["region"]) == (0, "ledger", "") for r in rows)
    return sorted((r["school_code"], r["why"]) for r in rows)


@pytest.mark.parametrize(("days", "is_silent"), [(0, False), (14, False), (15, True), (None, True)])
def test_no_roster_for_two_weeks_is_told(
    bench: Bench, *, days: int | None, is_silent: bool
) -> None:
    found = silent(bench, known(SCHOOL, days), known(OTHER, 0))
    assert found == ([(SCHOOL, "roster")] if is_silent else [])


def test_roll_calls_are_waited_for_where_any_come_in(bench: Bench) -> None:
    schools = [known(SCHOOL, 0), known(OTHER, 0, 0)]
    calls = [called(1, "present", TODAY, school_code=OTHER)]
    assert silent(bench, *schools) == []
    assert silent(bench, *schools, roll_call=calls) == [(SCHOOL, "roll_call")]
    long_ago = [known(SCHOOL, 0, 36), known(OTHER, 0, 35)]
    assert silent(bench, *long_ago, roll_call=calls) == [(SCHOOL, "roll_call")]


def test_a_young_term_gives_time_for_the_first_roll_call(bench: Bench) -> None:
    calls = [called(1, "present", TODAY, school_code=OTHER)]
    schools = [known(SCHOOL, 0), known(OTHER, 0, 0)]
    assert silent(bench, *schools, roll_call=calls, roll_call_days=63) == []


def test_it_says_the_day_of_the_last_one(bench: Bench) -> None:
    [row] = bench.find("SILENT_SCHOOL", schools=[known(SCHOOL, 20)])
    assert (row["last_on"], row["why"]) == (ago(20), "roster")
