"""The table of states: where a case can go, who may move it, and by when."""

from __future__ import annotations

from datetime import date

import pytest

from models.vocabulary.cases import CaseState as S
from models.vocabulary.flags import FlagStatus
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.roles import BUREAU_WORK, SCHOOL_WORK, Role
from tracking.cases import policy
from tracking.cases.policy import (
    AFTER_OUTCOME,
    DEADLINES,
    FINAL,
    MOVES,
    OPEN,
    Settled,
    is_told_again,
)
from tracking.kernel.schooldays import add_school_days

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)


def ways() -> set[tuple[S, S]]:
    """Every step from state to state that the table allows."""
    moves = {(s, t) for move in MOVES.values() for s in move.sources for t in move.targets}
    return moves | set(policy.AFTER_CONTACT.items())


def reached() -> set[S]:
    found, steps = set(MOVES["open"].targets), ways()
    while more := {t for s, t in steps if s in found} - found:
        found |= more
    return found


def test_every_state_that_has_an_act_is_reached_from_opening() -> None:
    assert reached() == set(S)


def test_every_open_state_has_a_way_on_and_a_deadline() -> None:
    for state in OPEN:
        assert any(policy.can_move(name, state) for name in MOVES), state
        assert state in DEADLINES, state


def test_an_ended_case_waits_for_nothing_but_a_new_hit() -> None:
    for state in FINAL:
        assert state not in DEADLINES
        leading = {m.name for m in MOVES.values() if state in m.sources and m.targets}
        assert leading <= {"reopen", "expire"}  # what else is possible writes on the file only


def test_a_school_never_ends_a_case() -> None:
    held = {
        right for role in (Role.SCHOOL_ADMIN, Role.TOWNSHIP_OFFICER) for right in role.permissions
    }
    for move in MOVES.values():
        if move.targets & (FINAL | policy.REVIEWED) and move.name != "return":
            assert move.permission not in held, move.name


def test_whoever_proposes_a_result_does_not_decide_on_it() -> None:
    propose, decide = MOVES["submit"].permission, MOVES["approve"].permission
    assert not any({propose, decide} <= role.permissions for role in Role)
    assert propose in SCHOOL_WORK
    assert decide in BUREAU_WORK


def test_a_missing_child_is_never_closed() -> None:
    assert S.MISSING in OPEN
    assert AFTER_OUTCOME[V.V22] is S.MISSING
    # A roster that shows the child at another school has found it, and a person confirms that.
    others = [move for move in MOVES.values() if move.name != "confirm_return"]
    assert not {t for move in others if S.MISSING in move.sources for t in move.targets} & FINAL


def test_every_outcome_leads_somewhere_and_only_lawful_ones_end_a_case() -> None:
    assert set(AFTER_OUTCOME) == set(V)
    assert set(AFTER_OUTCOME.values()) == policy.REVIEWED
    ending = {code for code, state in AFTER_OUTCOME.items() if state in FINAL}
    assert not ending & {V.V03, V.V04, V.V17, V.V20, V.V21, V.V22, V.V23}


def test_a_returned_child_is_observed_before_the_case_is_closed() -> None:
    assert AFTER_OUTCOME[V.V23] is S.RETURNED
    assert MOVES["close"].sources == {S.RETURNED}
    assert DEADLINES[S.RETURNED] == 30


@pytest.mark.parametrize(
    ("state", "since", "due"),
    [
        (S.ASSIGNED, MONDAY, date(2026, 11, 17)),
        (S.ASSIGNED, FRIDAY, date(2026, 11, 23)),
        (S.VERIFYING, FRIDAY, date(2026, 11, 25)),
        (S.ASSIGNED, date(2026, 9, 30), date(2026, 10, 8)),  # the National Day holidays lie between
    ],
)
def test_deadlines_are_counted_in_school_days(state: S, since: date, due: date) -> None:
    assert add_school_days(since, DEADLINES[state]) == due


@pytest.mark.parametrize(
    ("overdue", "level"), [(-1, 0), (0, 0), (2, 0), (3, 1), (7, 1), (8, 2), (99, 2)]
)
def test_the_county_is_told_after_three_days_the_city_after_eight(overdue: int, level: int) -> None:
    assert policy.escalation_level(overdue) == level


APPROVED, YEAR_LATER = date(2026, 9, 7), date(2027, 9, 7)


@pytest.mark.parametrize(
    ("code", "until"),
    [
        (V.V03, APPROVED), (V.V04, APPROVED), (V.V05, YEAR_LATER), (V.V06, YEAR_LATER),
        (V.V12, YEAR_LATER),
    ],
)  # fmt: skip
def test_what_holds_for_a_time_ends_on_the_day_that_was_said(code: V, until: date) -> None:
    state = AFTER_OUTCOME[code]
    assert Settled(state, code, APPROVED).explained_until == until
    for status in (FlagStatus.EXCUSED, FlagStatus.CONFIRMED):
        file = Settled(state, code, APPROVED, valid_until=FRIDAY)
        assert not is_told_again(status, file, FRIDAY, had_gone=False)
        assert is_told_again(status, file, date(2026, 11, 21), had_gone=False)


@pytest.mark.parametrize("code", sorted(set(V) - set(policy.EXPIRES)))
def test_every_other_outcome_explains_a_finding_that_stays_for_good(code: V) -> None:
    file = Settled(AFTER_OUTCOME[code], code, APPROVED, valid_until=APPROVED)
    assert not is_told_again(FlagStatus.EXCUSED, file, date(2036, 1, 1), had_gone=False)


def test_a_finding_that_nobody_handled_or_that_was_wrong_does_not_expire() -> None:
    file = Settled(S.EXCLUDED, V.V05, APPROVED, valid_until=APPROVED)
    for status in (FlagStatus.OPEN, FlagStatus.WRONG):
        assert not is_told_again(status, file, FRIDAY, had_gone=False)


def test_a_file_that_went_on_after_its_result_tells_nothing_twice() -> None:
    file = Settled(S.PERSUADING, V.V05, APPROVED, valid_until=APPROVED)
    assert not is_told_again(FlagStatus.EXCUSED, file, FRIDAY, had_gone=False)


@pytest.mark.parametrize("state", list(S))
def test_a_finding_that_had_gone_comes_back_when_its_episode_has_ended(state: S) -> None:
    told = is_told_again(FlagStatus.CONFIRMED, Settled(state), FRIDAY, had_gone=True)
    assert told == (state in policy.ENDED_EPISODE)


def test_who_attends_again_is_confirmed_by_a_bureau_and_observed_first() -> None:
    for name in ("confirm_return", "refuse_return"):
        assert MOVES[name].permission in BUREAU_WORK
        assert MOVES[name].permission not in SCHOOL_WORK
        assert not MOVES[name].sources & {S.RETURNED, S.SUBMITTED, S.PLACED, *FINAL}
    assert MOVES["confirm_return"].targets == {S.RETURNED, S.EXCLUDED}
