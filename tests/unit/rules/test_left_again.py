from __future__ import annotations

import pytest

from tests.unit.rules.conftest import OTHER, Bench
from tests.unit.rules.files import a_file, ago, found, known


@pytest.mark.parametrize("state", ["returned", "closed"])
@pytest.mark.parametrize("rule", ["ABSENT", "VANISHED", "LEFT_SCHOOL"])
def test_who_came_back_and_is_gone_again_is_found(bench: Bench, state: str, rule: str) -> None:
    [row] = bench.find("LEFT_AGAIN", cases=[a_file(1, state)], found=[found(1, rule, OTHER)])
    assert (row["case_id"], row["recorded_on"]) == (1, ago(30))
    assert row["school_code"] == OTHER


@pytest.mark.parametrize("state", ["assigned", "persuading", "excluded", "placed"])
def test_a_file_that_never_recorded_a_return_is_no_relapse(bench: Bench, state: str) -> None:
    cases = [a_file(1, state)]
    assert bench.persons("LEFT_AGAIN", cases=cases, found=[found(1, "VANISHED")]) == []


def test_a_return_counts_for_half_a_year(bench: Bench) -> None:
    cases = [a_file(1, "closed", state_since=ago(181)), a_file(2, "closed", state_since=ago(180))]
    gone = [found(1, "VANISHED"), found(2, "VANISHED")]
    assert bench.persons("LEFT_AGAIN", cases=cases, found=gone) == [2]
    assert bench.persons("LEFT_AGAIN", cases=cases, found=gone, within_days=181) == [1, 2]


def test_a_mark_that_was_never_taken_out_of_the_roll_is_not_new(bench: Bench) -> None:
    cases, gone = [a_file(1, "returned")], [found(1, "LEFT_SCHOOL")]
    stands = [known(1, "LEFT_SCHOOL", ago(7), is_standing=True)]
    assert bench.persons("LEFT_AGAIN", cases=cases, found=gone, known=stands) == []
    went = [known(1, "LEFT_SCHOOL", ago(40))]
    assert bench.persons("LEFT_AGAIN", cases=cases, found=gone, known=went) == [1]


def test_findings_of_other_rules_are_no_relapse(bench: Bench) -> None:
    cases = [a_file(1, "returned")]
    assert bench.persons("LEFT_AGAIN", cases=cases, found=[found(1, "TRANSFER_OPEN")]) == []
