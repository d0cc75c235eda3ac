"""The same archive, scanned on each engine: the same findings and links, with the same proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo.city import CityPlan, build_city
from tests.bureaus import Bureau
from tests.integration.scan.cities import City
from tracking.flags.findings import Finding, Findings, find

pytestmark = pytest.mark.one_database  # what is compared lies in the archive


@pytest.fixture
def random_city(tmp_path: Path) -> City:
    plan = CityPlan(students=1_500, schools=9, last_monday=date(2026, 11, 2), seed=77)
    build_city(plan, tmp_path / "city")
    return City(tmp_path / "city")


def scanned(bureau: Bureau, day: date, engine: str) -> Findings:
    """What a scan of the day would find on an engine; nothing is written."""
    settings = replace(bureau.settings, engine=engine, spark_master="local[2]", memory="1GB")
    return find(day, settings, lambda _done, _steps: None)


def told(findings: Findings) -> dict[str, Any]:
    """All that a scan writes down, findings in an order of their own."""

    def order(finding: Finding) -> tuple[str, int, str]:
        return finding.rule.code, finding.person, finding.evidence_key

    return {
        "found": [(f.rule.code, f) for f in sorted(findings.found, key=order)],
        "same child": findings.same_child,
        "likely": findings.likely,
        "rules": findings.rules,
    }


def test_each_week_is_the_same_on_pandas(bureau: Bureau, small_city: City) -> None:
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day in small_city.days:
        small_city.take_in(bureau, day)
        expected = scanned(bureau, day, "embedded")
        assert told(scanned(bureau, day, "pandas")) == told(expected)
        assert expected.found or day == small_city.days[0]
        bureau.scan(day)


@pytest.mark.parametrize("name", ["small_city", "random_city"])
def test_one_scan_of_all_weeks_is_the_same(
    bureau: Bureau, name: str, request: pytest.FixtureRequest, other_engine: str
) -> None:
    city: City = request.getfixturevalue(name)
    bureau.add_organisations(city.folder / "organisations.csv")
    first, last = city.days[0], city.days[-1]
    for day in city.days:
        city.take_in(bureau, day)
        if day == first:
            bureau.scan(day)
    expected = scanned(bureau, last, "embedded")
    assert told(scanned(bureau, last, other_engine)) == told(expected)
    assert expected.found
    assert expected.likely or name == "small_city"
