from __future__ import annotations

from datetime import date

import pytest

from tests.unit.rules.conftest import Bench
from tests.unit.rules.files import a_file, ago

HANDED = date(2026, 10, 12)  # fifteen working days before 2 November, without the day itself


@pytest.mark.parametrize(
    ("since", "persons"), [(HANDED, []), (date(2026, 10, 11), [1]), (date(2026, 8, 3), [1])]
)
def test_the_other_side_has_fifteen_working_days(
    bench: Bench, since: date, persons: list[int]
) -> None:
    cases = [a_file(1, "handed_over", state_since=since)]
    assert bench.persons("HANDOVER_SILENT", cases=cases) == persons


def test_the_number_of_days_is_the_bureaus(bench: Bench) -> None:
    cases = [a_file(1, "handed_over", state_since=HANDED)]
    [row] = bench.find("HANDOVER_SILENT", cases=cases, working_days=14)
    assert (row["case_id"], row["handed_over_on"]) == (1, HANDED)


@pytest.mark.parametrize("state", ["persuading", "missing", "excluded", "submitted"])
def test_other_files_wait_for_no_receipt(bench: Bench, state: str) -> None:
    assert bench.persons("HANDOVER_SILENT", cases=[a_file(1, state, state_since=ago(90))]) == []
