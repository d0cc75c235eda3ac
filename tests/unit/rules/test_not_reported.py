from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, Bench, Row, before, called, pupil

SEPTEMBER = date(2026, 9, 14)


def last_term(person: int, **columns: Any) -> Row:
    return before(person, **{"seen_on": date(2026, 6, 20), "grade": 6, **columns})


def now(person: int, mark: str = "", **columns: Any) -> Row:
    reported = {"yes": True, "no": False}.get(mark)
    return pupil(person, **{"seen_on": SEPTEMBER, "reported": reported, **columns})


def persons(bench: Bench, *current: Row, **given: Any) -> list[int]:
    drawn = {"term_before": [last_term(1), last_term(2)], "as_of": SEPTEMBER, **given}
    return bench.persons("NOT_REPORTED", current=current, **drawn)


def test_who_attended_last_term_and_has_not_reported_is_found(bench: Bench) -> None:
    found = bench.find(
        "NOT_REPORTED",
        current=[now(1, "no"), now(2, "yes")],
        term_before=[last_term(1), last_term(2)],
        as_of=SEPTEMBER,
    )
    assert [(r["person"], r["school_code"], r["term_on"]) for r in found] == [
        (1, SCHOOL, date(2026, 9, 1))
    ]


@pytest.mark.parametrize("marks", [("", ""), ("no", "no"), ("no", "")])
def test_a_school_where_nobody_is_marked_as_reported_has_told_nothing(
    bench: Bench, marks: tuple[str, str]
) -> None:
    others = [now(3, "yes", school_code=OTHER)]
    assert persons(bench, *(now(n, m) for n, m in enumerate(marks, 1)), *others) == []


def test_a_blank_mark_counts_where_only_those_who_reported_are_marked(bench: Bench) -> None:
    assert persons(bench, now(1), now(2, "yes")) == [1]
    assert persons(bench, now(1), now(2, "yes", class_no="02")) == []
    assert persons(bench, now(1), now(2, "yes"), now(3, "no")) == []


def test_a_week_may_pass(bench: Bench) -> None:
    early = [now(n, m, seen_on=date(2026, 9, 7)) for n, m in ((1, "no"), (2, "yes"))]
    assert persons(bench, *early, as_of=date(2026, 9, 7)) == []
    assert persons(bench, *early) == []
    assert persons(bench, *early, days=6) == [1]


def test_the_roster_of_last_term_tells_nothing_about_this_one(bench: Bench) -> None:
    old = [now(n, m, seen_on=date(2026, 6, 25)) for n, m in ((1, "no"), (2, "yes"))]
    assert persons(bench, *old) == []


@pytest.mark.parametrize("presence", ["present", "excused", "home_taught", "elsewhere"])
def test_who_was_seen_since_has_come(bench: Bench, presence: str) -> None:
    seen = called(1, presence, date(2026, 9, 9))
    assert persons(bench, now(1, "no"), now(2, "yes"), roll_call=[seen]) == []


def test_a_roll_call_tells_it_as_well(bench: Bench) -> None:
    calls = [called(n, None, SEPTEMBER, reported=m) for n, m in ((1, False), (2, True))]
    assert persons(bench, now(1), now(2), roll_call=calls) == [1]
    assert persons(bench, now(1), now(2), roll_call=calls[:1]) == []
    assert persons(bench, now(1, "yes"), now(2), roll_call=calls) == []


def test_only_pupils_of_last_term_who_still_attend_are_looked_at(bench: Bench) -> None:
    rows = [now(1, "no"), now(2, "yes")]
    assert persons(bench, *rows, term_before=[]) == []
    assert persons(bench, *rows, term_before=[last_term(1, status="suspended")]) == []
    assert persons(bench, now(1, "no", status="suspended"), now(2, "yes")) == []
    assert persons(bench, now(1, "no", grade=10), now(2, "yes")) == []


def test_having_reported_at_another_school_is_enough(bench: Bench) -> None:
    assert persons(bench, now(1, "no"), now(1, "yes", school_code=OTHER), now(2, "yes")) == []
