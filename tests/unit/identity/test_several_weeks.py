"""A scan that covers several weeks at once follows each child through all of them."""

from __future__ import annotations

from datetime import date

from tests.unit.identity.conftest import Bench, row

STAYS = row(student="G9", id="9", name="留守安")
LATER = date(2013, 7, 8)


def test_a_number_that_changed_twice_leads_to_the_present_one(bench: Bench) -> None:
    weeks = [
        [row(student="L1", id="1"), STAYS],
        [row(student="L2", id="1", local="F1"), STAYS],
        [row(student="G3", local="F1"), STAYS],
    ]
    found = bench.resolve(*weeks)
    assert len(set(bench.persons(found.previous))) == 2
    assert set(bench.persons(found.previous)) == set(bench.persons(found.current))


def test_who_was_renumbered_and_then_left_is_missing_once(bench: Bench) -> None:
    weeks = [
        [row(student="L1", id="1"), STAYS],
        [row(student="G2", id="1"), STAYS],
        [STAYS],
    ]
    found = bench.resolve(*weeks)
    gone = set(bench.persons(found.previous)) - set(bench.persons(found.current))
    assert len(gone) == 1
    assert found.certain.num_rows == 1


def test_a_homophone_that_came_in_between_is_the_child(bench: Bench) -> None:
    family = {"phone": "199", "guardian": "虚构家长"}
    new = row(student="G2", name="安宁萍", **family)
    weeks = [[row(student="G1", **family), STAYS], [new, STAYS], [new, STAYS]]
    found = bench.resolve(*weeks)
    assert len(found.likely) == 1
    assert set(bench.persons(found.previous)) == set(bench.persons(found.current))


def test_who_left_before_is_not_taken_for_who_stands_there_since_the_first_week(
    bench: Bench,
) -> None:
    settled = row(student="G2", id="2", local="F1", birth_date=LATER)
    weeks = [[row(student="G1", local="F1"), settled], [settled], [settled]]
    found = bench.resolve(*weeks)
    assert (found.certain.num_rows, len(found.likely)) == (0, 0)


def test_a_school_that_begins_later_brings_no_newcomers(bench: Bench) -> None:
    elsewhere = row(student="G2", local="F1", birth_date=LATER, school_code="2115100002")
    found = bench.resolve([row(student="G1", local="F1"), STAYS], [elsewhere], [elsewhere, STAYS])
    assert (found.certain.num_rows, len(found.likely)) == (0, 0)


def test_a_child_is_never_taken_for_one_who_left_with_it(bench: Bench) -> None:
    weeks = [
        [STAYS],
        [row(student="G1", local="F1"), row(student="G2", local="F1", sex="1"), STAYS],
        [STAYS],
    ]
    found = bench.resolve(*weeks)
    assert (found.certain.num_rows, len(found.likely)) == (0, 0)
