"""The sample city: every expected child, no other one, one case each at the right school."""

from __future__ import annotations

import pytest

from tests.bureaus import Bureau, ledger
from tests.integration.scan.cities import NOTHING, City, differences


def test_it_finds_exactly_the_expected_children_week_by_week_and_each_day_once(
    bureau: Bureau, small_city: City
) -> None:
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day in small_city.days:
        small_city.take_in(bureau, day)
        first = bureau.scan(day)
        assert differences(bureau, small_city, day) == NOTHING
        before = ledger()
        again = bureau.scan(day)
        assert (again.opened, again.joined) == (0, 0)
        assert again.counts == first.counts
        assert ledger() == before
    traps = {(e.rule, e.student_no) for e in small_city.truth("0")}
    wanted = {(e.rule, e.student_no) for e in small_city.truth("1")}
    assert not {(f.rule, f.student_no) for f in bureau.flags()} & (traps - wanted)


@pytest.mark.one_database  # which rosters are compared: the archive's part, not the database's
def test_scanning_each_day_after_all_files_came_finds_the_same(
    bureau: Bureau, small_city: City
) -> None:
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day in small_city.days:
        small_city.take_in(bureau, day)
    for day in small_city.days:
        bureau.scan(day)
        assert differences(bureau, small_city, day) == NOTHING


@pytest.mark.one_database
def test_one_single_scan_at_the_end_finds_all_who_are_missing_by_then(
    bureau: Bureau, small_city: City
) -> None:
    bureau.add_organisations(small_city.folder / "organisations.csv")
    for day in small_city.days:
        small_city.take_in(bureau, day)
    last = small_city.days[-1]
    bureau.scan(last)
    found = differences(bureau, small_city, last)
    back = small_city.came_back()
    assert [e for e in found["missed"] if e.student_no not in back] == []
    assert {**found, "missed": []} == NOTHING
