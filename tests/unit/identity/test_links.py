"""Who is the same child although a number changed, and who is not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.identity.conftest import Bench, Row, row

LATER = date(2013, 7, 8)
OLD = {"student": "G1", "id": "1", "local": "F1"}
FAMILY = {"phone": "199", "guardian": "虚构家长"}
NONE, CERTAIN, LIKELY = (0, 0), (1, 0), (0, 1)


def test_the_same_student_number_needs_no_link(bench: Bench) -> None:
    kept = row(**OLD), row(student="G1", id="2", local="F2", name="安宁和", birth_date=LATER)
    found = bench.resolve([kept[0]], [kept[1]])
    assert (found.certain.num_rows, len(found.likely)) == NONE
    assert bench.persons(found.previous) == bench.persons(found.current)


def test_a_renumbered_child_is_known_by_its_identity_number(bench: Bench) -> None:
    found = bench.resolve([row(student="L1", id="1")], [row(student="G1", id="1")])
    assert (found.certain.num_rows, len(found.likely)) == CERTAIN
    assert bench.persons(found.previous) == bench.persons(found.current)


@pytest.mark.parametrize(
    ("change", "links"),
    [
        ({"name": "安宁和"}, CERTAIN),
        ({"birth_date": LATER}, CERTAIN),
        ({"name": "安宁和", "birth_date": LATER}, NONE),
    ],
)
def test_an_identity_number_needs_the_same_birth_date_or_name(
    bench: Bench, change: Row, links: tuple[int, int]
) -> None:
    assert bench.links([row(student="L1", id="1")], [row(student="G1", id="1", **change)]) == links


def test_a_corrected_identity_number_is_bridged_by_the_local_number(bench: Bench) -> None:
    new = row(student="G2", id="2", local="F1")
    assert bench.links([row(**OLD)], [new]) == CERTAIN


@pytest.mark.parametrize("change", [{"birth_date": LATER}, {"sex": "1"}])
def test_a_local_number_under_other_personal_data_is_a_likely_link(
    bench: Bench, change: Row
) -> None:
    assert bench.links([row(**OLD)], [row(student="G2", id="2", local="F1", **change)]) == LIKELY


def test_a_local_number_that_somebody_had_all_along_links_nobody(bench: Bench) -> None:
    settled = row(student="G2", id="2", local="F1", birth_date=LATER)
    assert bench.links([row(**OLD), settled], [settled]) == NONE


@pytest.mark.parametrize(
    "witness", [{"phone": "199"}, {"guardian": "虚构家长"}, {"guardian_id": "77"}]
)
def test_name_birth_date_and_sex_need_a_second_witness(bench: Bench, witness: Row) -> None:
    assert bench.links([row(**OLD, **witness)], [row(student="G2", **witness)]) == LIKELY
    assert bench.links([row(**OLD, **witness)], [row(student="G2")]) == NONE


def test_a_namesake_is_not_taken_for_the_child(bench: Bench) -> None:
    old = row(**OLD, **FAMILY)
    assert bench.links([old], [row(student="G2", phone="188", guardian="另一家长")]) == NONE
    assert bench.links([old], [row(student="G2", sex="1", **FAMILY)]) == NONE
    assert bench.links([old], [row(student="G2", birth_date=LATER, **FAMILY)]) == NONE


@pytest.mark.parametrize("name", ["安宁萍", "安宁凭"], ids=["homophone", "other tone"])
def test_a_name_that_sounds_the_same_needs_one_witness(bench: Bench, name: str) -> None:
    for word, text in FAMILY.items():
        witness = {word: text}
        new = row(student="G2", name=name, **witness)
        assert bench.links([row(**OLD, **witness)], [new]) == LIKELY
    assert bench.links([row(**OLD)], [row(student="G2", name=name)]) == NONE


def test_one_character_mistyped_needs_guardian_and_telephone(bench: Bench) -> None:
    new = {"student": "G2", "name": "安林平"}
    assert bench.links([row(**OLD, **FAMILY)], [row(**new, **FAMILY)]) == LIKELY
    for missing in FAMILY:
        rest = {key: value for key, value in FAMILY.items() if key != missing}
        assert bench.links([row(**OLD, **rest)], [row(**new, **rest)]) == NONE


def test_a_twin_is_not_taken_for_the_child(bench: Bench) -> None:
    twin = row(student="G2", id="2", local="F2", name="安思远", **FAMILY)
    assert bench.links([row(**OLD, **FAMILY), twin], [twin]) == NONE
    assert bench.links([row(**OLD, **FAMILY)], [twin]) == NONE


def test_a_twin_with_a_like_name_who_was_there_before_is_not_the_child(bench: Bench) -> None:
    twin = row(student="G2", id="2", local="F2", name="安宁萍", **FAMILY)
    assert bench.links([row(**OLD, **FAMILY), twin], [twin]) == NONE


def test_names_are_opened_only_where_they_decide(bench: Bench) -> None:
    others = [row(student=f"G{n}", id=str(n), **FAMILY) for n in range(5, 25)]
    assert bench.links([row(**OLD), *others], [row(student="G1"), *others]) == NONE
    assert bench.opened == []


def test_a_linked_child_is_one_person_in_the_movements_too(bench: Bench) -> None:
    old, new = row(student="L1", id="1"), row(student="G1", id="1")
    found = bench.resolve([old], [new], movements=[row(student="L1", id="1")])
    assert bench.persons(found.movements) == bench.persons(found.current)


def test_a_row_without_a_student_number_is_known_by_its_next_number(bench: Bench) -> None:
    for keys in ({"id": "1"}, {"local": "F1"}, {}):
        found = bench.resolve([row(**keys)], [row(**keys)])
        assert bench.persons(found.previous) == bench.persons(found.current)
        assert (found.certain.num_rows, len(found.likely)) == NONE


def test_two_new_numbers_of_one_child_become_one_person(bench: Bench) -> None:
    news = [row(student="G2", id="1"), row(student="G3", id="1", school_code="2115100002")]
    found = bench.resolve([row(student="L1", id="1")], news)
    assert bench.persons(found.previous)[0] in bench.persons(found.current)
