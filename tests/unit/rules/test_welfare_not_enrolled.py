from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, TODAY, Bench, listed, moved, pupil


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    child = listed(1, **{"category": "orphan", "category_text": "孤儿", **columns})
    return bench.persons("WELFARE_NOT_ENROLLED", **{"welfare": [child], **(frames or {})})


@pytest.mark.parametrize(
    ("category", "persons"),
    [
        ("orphan", [1]),
        ("unattended", [1]),
        ("destitute", [1]),
        ("hardship", [1]),
        ("left_behind", [1]),
        ("allowance", []),
        ("low_income", []),
        ("rescued", []),
        (None, []),
    ],
)
def test_children_who_are_looked_after_first_are_found_when_on_no_roll(
    bench: Bench, category: str | None, persons: list[int]
) -> None:
    assert found(bench, category=category) == persons
    assert found(bench, {"current": [pupil(1)]}, category=category) == []


@pytest.mark.parametrize("rule", ["ABSENT", "NOT_REPORTED", "LEFT_SCHOOL"])
def test_a_child_found_absent_goes_to_the_school_that_was_found(bench: Bench, rule: str) -> None:
    rows = bench.find(
        "WELFARE_NOT_ENROLLED",
        welfare=[listed(1, category="left_behind", category_text="留守儿童")],
        current=[pupil(1)],
        found=[{"person": 1, "rule": rule, "school_code": OTHER}],
    )
    assert [(r["person"], r["source"], r["school_code"]) for r in rows] == [(1, "welfare", OTHER)]
    assert rows[0]["category_text"] == "留守儿童"


def test_other_findings_are_no_absence(bench: Bench) -> None:
    noticed = [{"person": 1, "rule": "AGE_GRADE", "school_code": OTHER}]
    assert found(bench, {"current": [pupil(1)], "found": noticed}) == []


def test_who_is_on_no_roll_and_found_absent_is_one_finding(bench: Bench) -> None:
    noticed = [{"person": 1, "rule": "LEFT_SCHOOL", "school_code": OTHER}]
    assert found(bench, {"found": noticed}) == [1]


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"valid_until": TODAY}, [1]),
        ({"valid_until": TODAY - timedelta(days=1)}, []),
        ({"benefit_state": "正常"}, [1]),
        ({"benefit_state": "停保"}, []),
        ({"benefit_state": "已退出"}, []),
        ({"schooling": "中职"}, []),
        ({"birth_date": date(1980, 1, 1)}, []),
        ({"birth_date": None}, []),
    ],
)
def test_benefits_that_ended_and_grown_ups_are_passed_over(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert found(bench, **columns) == persons


def test_one_of_several_entries_is_enough(bench: Bench) -> None:
    entries = [listed(1, category="allowance"), listed(1, row_no=9, category="unattended")]
    rows = bench.find("WELFARE_NOT_ENROLLED", welfare=entries)
    assert [(r["person"], r["row_no"]) for r in rows] == [(1, 9)]


def test_what_accounts_for_a_child_accounts_for_it_here(bench: Bench) -> None:
    assert found(bench, {"movements": [moved(1, "transfer_out", date(2025, 9, 1))]}) == []
    assert found(bench, {"cases": [{"person": 1, "outcome": "V12"}]}) == []
    assert found(bench, {"deaths": [listed(1)]}) == []
