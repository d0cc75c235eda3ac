"""One small made-up city for all tests of the generator."""

from __future__ import annotations

from datetime import date

import pytest

from demo.city import CityPlan, build_city
from tests.unit.demo.reading import City, read_city


@pytest.fixture(scope="session")
def plan() -> CityPlan:
    return CityPlan(students=1_200, schools=9, last_monday=date(2026, 11, 2))


@pytest.fixture(scope="session")
def city(plan: CityPlan, tmp_path_factory: pytest.TempPathFactory) -> City:
    return read_city(build_city(plan, tmp_path_factory.mktemp("city")))
