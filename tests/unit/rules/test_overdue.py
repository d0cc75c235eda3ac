from __future__ import annotations

from tests.unit.rules.conftest import TODAY, Bench
from tests.unit.rules.files import a_file, ago


def test_an_open_file_is_overdue_from_the_day_after_its_deadline(bench: Bench) -> None:
    cases = [
        a_file(1, "assigned", due_on=ago(1)),
        a_file(2, "assigned", due_on=TODAY),
        a_file(3, "persuading"),
    ]
    [row] = bench.find("OVERDUE", cases=cases)
    assert (row["person"], row["case_id"], row["due_on"]) == (1, 1, ago(1))
    assert row["source"] == "ledger"


def test_an_ended_file_is_never_overdue(bench: Bench) -> None:
    ended = [a_file(n, s, due_on=ago(9)) for n, s in enumerate(("closed", "excluded"), 1)]
    assert bench.persons("OVERDUE", cases=ended) == []


def test_a_file_with_several_keys_is_told_once(bench: Bench) -> None:
    cases = [a_file(n, "assigned", case_id=7, due_on=ago(1)) for n in (31, 32, 33)]
    assert bench.persons("OVERDUE", cases=cases) == [31]
