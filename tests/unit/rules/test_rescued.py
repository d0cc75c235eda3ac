from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.unit.rules.conftest import OTHER, SCHOOL, TODAY, Bench, listed, pupil

SCHOOLS = (
    {"school_code": SCHOOL, "county": "150291", "is_fresh": True},
    {"school_code": OTHER, "county": "150292", "is_fresh": True},
)


def found(bench: Bench, frames: dict[str, Any] | None = None, **columns: Any) -> list[int]:
    given = {"category": "rescued", "residence_region": "150291", **columns}
    rows = {"welfare": [listed(1, **given)], "schools": SCHOOLS, **(frames or {})}
    return bench.persons("RESCUED", **rows)


def test_a_minor_in_care_on_no_roll_is_found(bench: Bench) -> None:
    assert found(bench) == [1]
    assert found(bench, {"current": [pupil(1)]}) == []


@pytest.mark.parametrize("category", ["orphan", "hardship", None])
def test_other_lists_are_the_business_of_other_rules(bench: Bench, category: str | None) -> None:
    assert found(bench, category=category) == []


def test_on_the_roll_of_another_county_it_goes_to_that_school(bench: Bench) -> None:
    child = listed(1, category="rescued", residence_region="150291003")
    rows = bench.find(
        "RESCUED", welfare=[child], schools=SCHOOLS, current=[pupil(1, school_code=OTHER)]
    )
    assert [(r["person"], r["school_code"], r["region"]) for r in rows] == [(1, OTHER, "150291003")]


def test_one_school_in_the_county_is_enough(bench: Bench) -> None:
    twice = [pupil(1, school_code=OTHER), pupil(1, row_no=8)]
    assert found(bench, {"current": twice}) == []


@pytest.mark.parametrize(
    ("columns", "school"),
    [
        ({"residence_region": ""}, OTHER),
        ({"residence_region": "虚构东区"}, OTHER),
        ({}, "9999999999"),
        ({}, None),
    ],
)
def test_a_county_that_is_not_known_is_not_another_one(
    bench: Bench, columns: dict[str, Any], school: str | None
) -> None:
    assert found(bench, {"current": [pupil(1, school_code=school)]}, **columns) == []


@pytest.mark.parametrize(
    ("columns", "persons"),
    [
        ({"birth_date": None}, [1]),
        ({"birth_date": date(2008, 1, 1)}, []),
        ({"birth_date": date(2022, 1, 1)}, []),
        ({"valid_until": TODAY - timedelta(days=1)}, []),
    ],
)
def test_a_minor_whose_birth_date_nobody_knows_is_looked_for(
    bench: Bench, columns: dict[str, Any], persons: list[int]
) -> None:
    assert found(bench, **columns) == persons


def test_a_result_in_force_accounts_for_the_child(bench: Bench) -> None:
    assert found(bench, {"cases": [{"person": 1, "outcome": "V09"}]}) == []
