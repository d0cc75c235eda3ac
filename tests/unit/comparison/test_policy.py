"""Which roster of a school is compared with which."""

from __future__ import annotations

from datetime import date

import pytest

from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus
from models.vocabulary.snapshots import PartState as P
from tracking.cases.policy import MOVES
from tracking.comparison.policy import Comparison, compare
from tracking.flags.policy import STILL_CHECKED, is_judgeable
from tracking.snapshots.policy import Part

WEEKS = [date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 26)]


def parts(*states: P | None, school: str = "A") -> list[Part]:
    """One part per week, as snapshot 1, 2, 3 …; None is a week without one."""
    return [
        Part(school, number, WEEKS[number - 1], state)
        for number, state in enumerate(states, 1)
        if state is not None
    ]


def ids(found: list[Part]) -> list[int]:
    return sorted(part.snapshot_id for part in found)


def test_the_newest_roster_is_compared_with_the_one_before() -> None:
    found = compare(parts(P.ACCEPTED, P.ACCEPTED), {"A": 1})
    assert (ids(found.previous), ids(found.current)) == ([1], [2])
    assert found.fresh == {"A"}


def test_a_school_that_was_never_scanned_is_compared_with_all_its_rosters() -> None:
    found = compare(parts(P.ACCEPTED, P.ACCEPTED, P.ACCEPTED), {})
    assert (ids(found.previous), ids(found.current)) == ([1, 2], [3])


def test_a_first_roster_has_nothing_to_be_compared_with() -> None:
    found = compare(parts(P.ACCEPTED), {})
    assert (ids(found.previous), ids(found.current)) == ([], [1])
    assert found.fresh == {"A"}


def test_rosters_that_no_scan_saw_are_looked_through_too() -> None:
    found = compare(parts(P.ACCEPTED, P.ACCEPTED, P.ACCEPTED), {"A": 1})
    assert (ids(found.previous), ids(found.current)) == ([1, 2], [3])


def test_without_a_newer_roster_the_old_one_stands_and_accuses_nobody() -> None:
    found = compare(parts(P.ACCEPTED), {"A": 1})
    assert (found.previous, found.current) == ([], [])
    assert ids(found.stale) == [1]
    assert found.fresh == set()
    assert found.standing["A"].snapshot_id == 1


@pytest.mark.parametrize("state", [P.SHRUNK])
def test_a_roster_set_aside_proves_who_is_present_and_accuses_nobody(state: P) -> None:
    found = compare(parts(P.ACCEPTED, state), {"A": 1})
    assert (ids(found.previous), ids(found.current), ids(found.stale)) == ([], [2], [1])
    assert found.fresh == set()


def test_the_next_good_roster_is_compared_with_the_last_good_one() -> None:
    found = compare(parts(P.ACCEPTED, P.SHRUNK, P.ACCEPTED), {"A": 1})
    assert (ids(found.previous), ids(found.current)) == ([1], [3])


@pytest.mark.parametrize("state", [P.RELEASED, P.UNKNOWN])
def test_a_roster_that_a_person_accepted_counts_in_full(state: P) -> None:
    found = compare(parts(P.ACCEPTED, state), {"A": 1})
    assert (ids(found.previous), ids(found.current)) == ([1], [2])


def test_each_school_is_compared_for_itself() -> None:
    found = compare(
        [*parts(P.ACCEPTED, P.ACCEPTED), *parts(P.ACCEPTED, school="B")], {"A": 1, "B": 1}
    )
    assert found.fresh == {"A"}
    assert [p.school_code for p in found.stale] == ["B"]


def test_two_files_of_one_day_follow_the_order_of_their_import() -> None:
    both = [Part("A", number, WEEKS[0], P.ACCEPTED) for number in (7, 8)]
    found = compare(reversed(both), {"A": 7})
    assert (ids(found.previous), ids(found.current)) == ([7], [8])


def test_only_rosters_of_the_newest_week_are_recent() -> None:
    found = compare(
        [*parts(P.ACCEPTED), *parts(None, None, P.ACCEPTED, school="B")], {"A": 1, "B": 1}
    )
    assert found.recent_schools() == {"B"}
    assert Comparison().recent_schools() == set()


def test_without_any_part_nothing_is_compared() -> None:
    assert compare([], {"A": 1}) == Comparison()


def test_a_flag_can_be_judged_as_long_as_the_case_allows_it() -> None:
    assert MOVES["mark_wrong"].sources == STILL_CHECKED
    assert is_judgeable(FlagStatus.OPEN, CaseState.CLUE)
    assert not is_judgeable(FlagStatus.WRONG, CaseState.CLUE)
    assert not is_judgeable(FlagStatus.OPEN, CaseState.DROPOUT)
