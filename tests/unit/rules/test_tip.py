from __future__ import annotations

from datetime import date
from typing import Any

from tests.unit.rules.conftest import SCHOOL, Bench


def told(person: int, **columns: Any) -> dict[str, Any]:
    given = {"tip": 5, "channel": "hotline", "received_on": date(2026, 10, 30), "area": "150291"}
    return {"person": person, "school_code": "", **given, **columns}


def test_an_accepted_tip_is_a_finding_of_the_county_that_accepted_it(bench: Bench) -> None:
    [found] = bench.find("TIP", tips=[told(1)])
    assert (found["person"], found["source"], found["region"]) == (1, "ledger", "150291")
    assert (found["tip"], found["channel"]) == (5, "hotline")


def test_a_tip_that_names_the_school_leads_there(bench: Bench) -> None:
    [found] = bench.find("TIP", tips=[told(1, school_code=SCHOOL)])
    assert found["school_code"] == SCHOOL


def test_who_gave_it_is_no_part_of_the_finding(bench: Bench) -> None:
    [found] = bench.find("TIP", tips=[told(1)])
    assert not {"reporter", "account", "child_name"} & found.keys()
