from __future__ import annotations

from datetime import date

import pytest

from tests.unit.rules.conftest import Bench
from tests.unit.rules.files import a_file, ago


@pytest.mark.parametrize(
    ("contact", "persons"), [(ago(31), [1]), (ago(30), []), (ago(1), []), (None, [1])]
)
def test_a_missing_child_is_looked_for_every_thirty_days(
    bench: Bench, contact: date | None, persons: list[int]
) -> None:
    cases = [a_file(1, "missing", state_since=ago(40), last_contact_on=contact)]
    assert bench.persons("RECHECK_DUE", cases=cases) == persons


def test_without_a_contact_the_day_counts_on_which_the_file_came_to_this(bench: Bench) -> None:
    [row] = bench.find("RECHECK_DUE", cases=[a_file(1, "missing", state_since=ago(12))], days=10)
    assert row["tried_on"] == ago(12)
    assert bench.persons("RECHECK_DUE", cases=[a_file(1, "missing", state_since=ago(12))]) == []


@pytest.mark.parametrize("state", ["persuading", "handed_over", "returned", "excluded"])
def test_other_files_are_not_searched(bench: Bench, state: str) -> None:
    cases = [a_file(1, state, last_contact_on=ago(90), state_since=ago(99))]
    assert bench.persons("RECHECK_DUE", cases=cases) == []
