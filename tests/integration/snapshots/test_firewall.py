"""The snapshot firewall: what cannot be believed is set aside for its school only, and told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.database import db
from models.flag import Flag
from models.vocabulary.roles import Role
from models.vocabulary.snapshots import PartState as P
from models.vocabulary.snapshots import SnapshotState
from tests.builders import a_user
from tests.conftest import Backstage
from tests.integration.snapshots.rosters import Line
from tests.integration.snapshots.towns import (
    EAST,
    MIDDLE,
    WEST,
    Town,
    child,
    move,
    number_of,
    part,
    pupils,
    states,
    told,
    waiting,
    week,
)
from tracking.kernel.errors import RefusedError
from tracking.snapshots import service
from tracking.thresholds.service import change

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

FIRST = range(1, 41)
SECOND = pupils(range(100, 130), MIDDLE)
FAR = pupils(range(200, 230), WEST)
WHOLE = [*pupils(FIRST), *SECOND, *FAR]


def flagged() -> list[str]:
    """Student numbers of all children whom a rule has found."""
    return sorted(flag.child.student_no for flag in db.session.scalars(select(Flag)))


def numbers(lines: list[Line]) -> list[str]:
    return sorted(number_of(line) for line in lines)


def test_a_school_that_lost_too_many_is_set_aside_and_the_others_go_on(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        cut = town.take([*pupils(range(1, 21)), *SECOND, *FAR], week(2))
        assert cut.state is SnapshotState.PARTIAL
        assert states(cut) == {EAST: P.SHRUNK, MIDDLE: P.ACCEPTED, WEST: P.ACCEPTED}
        assert (part(cut).rows_before, part(cut).lost) == (40, 20)
        assert waiting() == [EAST]


def test_a_grade_that_is_missing_sets_its_school_aside(town: Town, backstage: Backstage) -> None:
    with backstage():
        others = pupils(range(41, 141), grade="八年级")
        town.take([*pupils(range(1, 16)), *others, *pupils([150, 151], grade="九年级")], week(1))
        cut = town.take([*pupils([1, 2, 3]), *others], week(2))
        assert part(cut).lost == 14  # 12 % of the school, 80 % of a grade, all of a small one
        assert states(cut) == {EAST: P.SHRUNK}


def test_a_school_whose_pupils_all_graduated_in_november_is_set_aside(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        town.scan(week(1))
        ended = town.take([*pupils(FIRST, status="毕业"), *SECOND, *FAR], week(2))
        assert states(ended) == {EAST: P.CHANGED, MIDDLE: P.ACCEPTED, WEST: P.ACCEPTED}
        assert (part(ended).columns, part(ended).affected) == (["status"], 40)
        town.scan(week(2))
        assert flagged() == []


def test_a_small_loss_is_believed_and_found(town: Town, backstage: Backstage) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        town.scan(week(1))
        less = town.take([*pupils(range(1, 38)), *SECOND, *FAR], week(2))
        assert set(states(less).values()) == {P.ACCEPTED}
        town.scan(week(2))
        assert flagged() == numbers(pupils([38, 39, 40]))


def test_the_bureaus_own_thresholds_decide(town: Town, backstage: Backstage) -> None:
    with backstage():
        officer = a_user(Role.CITY_OFFICER, town.city.bureau)
        change("guard.children", 3, "Decision of 2026", by=officer, version=0)
        change("guard.share", 0.05, "Decision of 2026", by=officer, version=0)
        town.take(WHOLE, week(1))
        less = town.take([*pupils(range(1, 38)), *SECOND, *FAR], week(2))
        assert states(less)[EAST] is P.SHRUNK


def test_a_school_that_is_missing_from_its_countys_file_is_asked_for(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        without = town.take([*SECOND], week(2))
        assert states(without) == {EAST: P.ABSENT, MIDDLE: P.ACCEPTED}
        assert told() == [(EAST, EAST), ("150291", EAST)]


def test_a_roster_sent_again_alone_does_not_call_the_other_schools_missing(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        officer = a_user(Role.CITY_OFFICER, town.city.bureau)
        change("guard.covers", 0.6, "Decision of 2026", by=officer, version=0)
        town.take(WHOLE, week(1))
        assert states(town.take(pupils(FIRST), week(2))) == {EAST: P.ACCEPTED}


def test_an_older_file_does_not_replace_a_newer_one_nor_proves_who_is_there(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        town.scan(week(1))
        town.take([*pupils(range(1, 40)), *SECOND], week(3))
        older = town.take([*pupils(FIRST), *FAR], week(2))
        assert states(older) == {EAST: P.OUTDATED, WEST: P.ACCEPTED}
        town.scan(week(3))
        assert flagged() == numbers(pupils([40]))


def test_every_way_in_tells_school_and_bureau_once(town: Town, backstage: Backstage) -> None:
    with backstage():
        officer = a_user(Role.CITY_OFFICER, town.city.bureau)
        town.take(WHOLE, week(1), by=officer)
        assert told() == []
        cut = [*pupils(range(1, 21)), *SECOND, *FAR]
        town.take(cut, week(2), by=officer)
        assert told() == [(EAST, EAST), ("150291", EAST)]
        assert town.take(cut, week(2)).repeated
        assert len(told()) == 2


def test_movements_that_come_later_explain_a_roster(town: Town, backstage: Backstage) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        cut = town.take([*pupils(range(1, 21)), *SECOND, *FAR], week(2))
        left = [move(line, "转学(转出)") for line in pupils(range(21, 41))]
        town.take_moves(left[:15], week(1))
        assert states(cut)[EAST] is P.ACCEPTED
        assert part(cut).lost == 5
        assert waiting() == []


def test_a_school_whose_pupils_all_left_on_record_need_not_send_anything(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        town.take(SECOND, week(2))
        assert waiting() == [EAST]
        town.take_moves([move(line, "转学(转出)", MIDDLE) for line in pupils(FIRST)], week(2))
        assert waiting() == []


def test_a_person_believes_a_roster_with_a_reason(town: Town, backstage: Backstage) -> None:
    with backstage():
        officer = a_user(Role.COUNTY_OFFICER, town.city.counties[0])
        town.take(WHOLE, week(1))
        town.scan(week(1))
        cut = town.take([*pupils(range(1, 29)), *SECOND, *FAR], week(2))
        town.scan(week(2))
        assert flagged() == []
        service.release(part(cut), by=officer, reason="The village was resettled.")
        assert waiting() == []
        town.scan(week(2))
        assert flagged() == numbers(pupils(range(29, 41)))
        with pytest.raises(RefusedError):
            service.release(part(cut), by=officer, reason="Again.")


def test_a_school_without_pupils_is_believed_and_its_pupils_are_looked_for(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        officer = a_user(Role.COUNTY_OFFICER, town.city.counties[0])
        town.take(WHOLE, week(1))
        town.scan(week(1))
        moved = pupils(range(11, 41), MIDDLE)
        gone = town.take([*moved, *SECOND], week(2))
        assert part(gone).lost == 10
        town.scan(week(2))
        assert flagged() == []
        service.release(part(gone), by=officer, reason="The teaching point was closed.")
        town.scan(week(2))
        assert flagged() == numbers(pupils(range(1, 11)))
        later = town.take([*moved, *SECOND], week(3))
        assert states(later) == {MIDDLE: P.ACCEPTED}


def test_only_the_newest_roster_of_a_school_can_be_believed(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        officer = a_user(Role.CITY_OFFICER, town.city.bureau)
        town.take(WHOLE, week(1))
        cut = town.take([*pupils(range(1, 21)), *SECOND, *FAR], week(2))
        town.take(WHOLE, week(3))
        with pytest.raises(RefusedError):
            service.release(part(cut), by=officer, reason="It was right.")


def test_a_child_that_vanished_meanwhile_is_found_with_the_next_good_roster(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        found = []
        # The 40th pupil disappears in the second week; in the third the school is left out.
        weeks = (
            WHOLE,
            [*pupils(range(1, 21)), *SECOND, *FAR],
            [*SECOND, *FAR],
            [*pupils(range(1, 40)), *SECOND, *FAR],
        )
        for number, lines in enumerate(weeks, 1):
            town.take(lines, week(number))
            town.scan(week(number))
            found.append((waiting(), flagged()))
        child = numbers(pupils([40]))
        assert found == [([], []), ([EAST], []), ([EAST], []), ([], child)]


def test_a_child_on_a_roster_that_was_set_aside_is_not_called_missing_elsewhere(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        town.take(WHOLE, week(1))
        town.scan(week(1))
        here = [*pupils(FIRST, phone=""), child(100, EAST, phone="")]
        town.take([*here, *SECOND[1:], *FAR], week(2))
        town.scan(week(2))
        assert waiting() == [EAST]
        assert flagged() == []
