from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import SCHOOL, TODAY, Bench, before, listed, moved, pupil

CITY = ({"school_code": SCHOOL, "county": "150291", "is_fresh": True},)


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    return bench.persons(
        "RESIDENT_NOT_ENROLLED",
        **{"residence": [listed(1, **columns)], "schools": CITY, **(frames or {})},
    )


def test_a_child_with_a_permit_on_no_roll_is_found_where_it_lives(bench: Bench) -> None:
    child = listed(1, residence_region="150291", household_region="110101", permit="居住证")
    rows = bench.find("RESIDENT_NOT_ENROLLED", residence=[child], schools=CITY)
    assert [(r["person"], r["source"], r["region"]) for r in rows] == [(1, "residence", "150291")]
    assert found(bench, {"current": [pupil(1)]}) == []


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"valid_until": TODAY}, [1]),
        ({"valid_until": TODAY - timedelta(days=1)}, []),
        ({"since": TODAY}, [1]),
        ({"since": TODAY + timedelta(days=1)}, []),
        ({"permit": "已注销"}, []),
        ({"permit": "有效"}, [1]),
        ({"permit": "流出人口"}, []),
        ({"permit": "流入人口"}, [1]),
        ({"birth_date": date(2020, 9, 1)}, []),
    ],
)
def test_only_permits_in_force_count(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert found(bench, **columns) == persons


@pytest.mark.parametrize(
    ("region", "persons"),
    [
        ("150291", [1]),
        ("150292003", [1]),
        ("110101", []),
        ("虚构东区", [1]),
        ("", [1]),
        (None, [1]),
    ],
)
def test_a_region_of_another_city_is_passed_over(
    bench: Bench, region: str | None, persons: list[int]
) -> None:
    assert found(bench, residence_region=region) == persons


def test_where_no_county_has_a_code_every_region_is_believed(bench: Bench) -> None:
    assert found(bench, {"schools": ((SCHOOL, True),)}, residence_region="110101") == [1]


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"schooling": "在户籍地就读"}, []),
        ({"schooling": "外省就读"}, []),
        ({"schooling": "中职一年级"}, []),
        ({"schooling": "未在户籍地就读"}, [1]),
        ({"schooling": "在读"}, [1]),
        ({"schooling": "未入学"}, [1]),
        ({"school_code": "9999999999"}, []),
        ({"school_code": SCHOOL}, [1]),
        ({"school_name": "外省某小学"}, []),
        ({"school_name": "虚构第1小学"}, [1]),
    ],
)
def test_schooling_elsewhere_is_believed(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert found(bench, **columns) == persons


def test_what_accounts_for_a_child_accounts_for_it_here(bench: Bench) -> None:
    assert found(bench, {"movements": [moved(1, "transfer_out", date(2025, 9, 1))]}) == []
    assert found(bench, {"cases": [{"person": 1, "outcome": "V04"}]}) == []
    assert found(bench, {"deaths": [listed(1)]}) == []
    waiting = {"year_before": [before(1, grade=6)], "as_of": date(2026, 9, 15)}
    rows = {"residence": [listed(1, seen_on=date(2026, 9, 1))]}
    assert found(bench, {**rows, **waiting}) == []
