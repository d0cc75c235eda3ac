"""The ladder: which rung is due for which state, and what proves that it was climbed."""

from __future__ import annotations

import pytest

from models.vocabulary.cases import CaseState as S
from models.vocabulary.cases import EventKind as K
from models.vocabulary.organisations import Level
from tracking.cases.ladder import CLIMBED, LADDER, Standing, marks_of, rung_of
from tracking.cases.policy import OPEN
from tracking.thresholds.ladder import RUNGS


def standings(state: S, *marks: str, reached: bool = True) -> dict[str, Standing]:
    return {rung.key: rung.standing(state, marks, is_reached=reached) for rung in LADDER}


def due(state: S, *marks: str) -> set[str]:
    return {key for key, how in standings(state, *marks).items() if how is Standing.DUE}


def test_every_rung_has_its_day_and_its_basis_and_they_ascend() -> None:
    assert [rung.key for rung in LADDER] == list(RUNGS)
    days = [rung.default for rung in LADDER]
    assert days == sorted(days)
    assert all(rung.tells and str(rung.basis) for rung in LADDER)


@pytest.mark.parametrize(
    ("state", "marks", "expected"),
    [
        (S.ASSIGNED, (), {"contact", "visit", "school_report", "suspected", "written_report",
                          "township", "order"}),
        (S.VERIFYING, ("contact", "visit"), {"school_report", "suspected", "written_report",
                                             "township", "order"}),
        (S.SUBMITTED, ("contact", "result"), {"suspected"}),
        (S.PERSUADING, ("contact", "paper:dropout_report"), {"township", "order"}),
        (S.REPORTED, ("township",), {"order"}),
        (S.DROPOUT, (), {"legal"}),
        (S.DROPOUT, ("paper:reminder",), set()),
        (S.LEGAL, (), set()),
    ],
)  # fmt: skip
def test_a_file_that_is_old_enough_has_these_rungs_due(
    state: S, marks: tuple[str, ...], expected: set[str]
) -> None:
    assert due(state, *marks) == expected


def test_the_ladder_is_over_when_the_child_is_back_placed_or_elsewhere() -> None:
    over = set(S) - set(CLIMBED)
    assert over == {S.RETURNED, S.PLACED, S.HANDED_OVER, S.EXCLUDED, S.CLOSED}
    assert set(CLIMBED) <= OPEN
    for state in over:
        assert set(standings(state).values()) == {Standing.OVER}
        assert standings(state, "contact")["contact"] is Standing.DONE


def test_a_rung_is_ahead_until_its_day_and_done_when_the_file_has_gone_on() -> None:
    early = standings(S.ASSIGNED, reached=False)
    assert set(early.values()) == {Standing.AHEAD}
    assert standings(S.PERSUADING)["suspected"] is Standing.DONE
    assert standings(S.SUBMITTED)["township"] is Standing.AHEAD  # a review stops the clock


@pytest.mark.parametrize(
    ("kind", "facts", "level", "marks"),
    [
        (K.FOLLOW_UP, {"form": "call"}, Level.SCHOOL, {"contact"}),
        (K.FOLLOW_UP, {"form": "home_visit"}, Level.TOWNSHIP, {"contact", "visit", "township"}),
        (K.SUBMITTED, {}, Level.SCHOOL, {"result"}),
        (K.PAPER, {"paper": "order"}, Level.TOWNSHIP, {"paper:order"}),
        (K.PAPER, {"paper": "order", "void": True}, Level.TOWNSHIP, set()),
        (K.NOTE, {}, None, set()),
    ],
)
def test_entries_prove_rungs(
    kind: K, facts: dict[str, object], level: Level | None, marks: set[str]
) -> None:
    assert marks_of(kind, facts, level) == marks


def test_a_rung_that_is_kept_no_more_has_no_words() -> None:
    assert rung_of("contact") is LADDER[0]
    assert rung_of("of yesterday") is None
