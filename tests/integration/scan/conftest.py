from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bureaus import Bureau
from tests.integration.scan.cities import City
from tracking.kernel.settings import Settings

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def bureau(settings: Settings) -> Iterator[Bureau]:
    """An installation that sees everything for the length of the test."""
    built = Bureau(settings)
    with built.open():
        yield built


@pytest.fixture
def small_city() -> City:
    return City(SAMPLES / "small-city")
