"""Several candidates: each newcomer is one child, and people's decisions come first."""

from __future__ import annotations

from tests.unit.identity.conftest import Bench, Row, row
from tracking.identity.matching import Decided
from tracking.identity.resolve import Known

FAMILY = {"phone": "199", "guardian": "虚构家长"}
OLD = {"student": "G1", "local": "F1", **FAMILY}


def persons(bench: Bench, *weeks: list[Row]) -> tuple[int, int]:
    """The persons of the first row before and the first row now."""
    found = bench.resolve(*weeks)
    match = found.likely[0].link
    return match["person"], match["to_person"]


def missing(bench: Bench, known: Known | None, *weeks: list[Row]) -> int:
    """How many old persons are on no present row."""
    found = bench.resolve(*weeks, known=known)
    return len(set(bench.persons(found.previous)) - set(bench.persons(found.current)))


def test_of_two_who_left_the_one_with_the_name_is_the_newcomer(bench: Bench) -> None:
    twins = [row(**OLD), row(student="G5", name="安宁萍", **FAMILY)]
    found = bench.resolve(twins, [row(student="G2", name="安宁萍", **FAMILY)])
    assert [m.link["row_no"] for m in found.likely] == [2]
    gone = set(bench.persons(found.previous)) - set(bench.persons(found.current))
    assert len(gone) == 1


def test_the_newcomer_who_is_another_child_for_certain_explains_nobody_else(bench: Bench) -> None:
    twins = [row(student="G1", name="安宁萍", **FAMILY), row(student="L5", id="5", **FAMILY)]
    assert missing(bench, None, twins, [row(student="G5", id="5", **FAMILY)]) == 1


def test_two_registrations_of_one_child_become_one(bench: Bench) -> None:
    twice = [row(**OLD), row(student="G7", school_code="2115100002", **FAMILY)]
    assert missing(bench, None, twice, [row(student="G2", **FAMILY)]) == 0


def test_a_refused_pair_is_two_children(bench: Bench) -> None:
    weeks = [row(**OLD)], [row(student="G2", **FAMILY)]
    pair = persons(bench, *weeks)
    known = Known(Decided(refused=frozenset({pair})))
    assert missing(bench, None, *weeks) == 0
    assert missing(bench, known, *weeks) == 1


def test_an_accepted_pair_is_one_child_and_not_proposed_again(bench: Bench) -> None:
    weeks = [row(**OLD)], [row(student="G2", **FAMILY)]
    known = Known(Decided(accepted=frozenset({persons(bench, *weeks)})))
    found = bench.resolve(*weeks, known=known)
    assert found.likely == []
    assert found.accepted.num_rows == 1
    assert missing(bench, known, *weeks) == 0


def test_a_refused_pair_does_not_stand_in_the_way_of_the_next_best(bench: Bench) -> None:
    better, other = row(student="G2", **FAMILY), row(student="G3", name="安宁萍", **FAMILY)
    weeks = [row(**OLD)], [better, other]
    pair = persons(bench, *weeks)
    known = Known(Decided(refused=frozenset({pair})))
    found = bench.resolve(*weeks, known=known)
    assert [m.link["to_row_no"] for m in found.likely] == [2]


def test_who_was_taken_for_another_is_looked_for_once_more(bench: Bench) -> None:
    stays = row(student="G9", id="9", name="留守安")
    again = bench.frame([row(**OLD)], snapshot=7)
    assert missing(bench, Known(missing=again), [stays], [stays]) == 1


def test_a_name_that_was_noted_as_the_former_one_is_the_name(bench: Bench) -> None:
    new = row(student="G2", name="安新", former="安宁平", **FAMILY)
    assert bench.links([row(**OLD)], [new]) == (0, 1)
