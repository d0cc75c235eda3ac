from __future__ import annotations

import pytest

from tests.unit.rules.conftest import SCHOOL, Bench, pupil


@pytest.mark.parametrize("check", ["length", "character", "date", "check", "sex", "birth"])
def test_a_fault_of_the_number_is_told(bench: Bench, check: str) -> None:
    row = bench.find("ID_INVALID", current=[pupil(1, id_check=check), pupil(2, id_check="ok")])[0]
    assert (row["person"], row["school_code"], row["id_check"]) == (1, SCHOOL, check)


@pytest.mark.parametrize("check", ["ok", "missing", "other_kind", None])
def test_a_number_in_order_or_none_or_of_another_kind_is_no_fault(
    bench: Bench, check: str | None
) -> None:
    assert bench.persons("ID_INVALID", current=[pupil(1, id_check=check)]) == []


@pytest.mark.parametrize(("status", "found"), [("suspended", [1]), ("transferred", [])])
def test_who_has_left_is_not_asked_about(bench: Bench, status: str, found: list[int]) -> None:
    row = pupil(1, id_check="check", status=status)
    assert bench.persons("ID_INVALID", current=[row]) == found
