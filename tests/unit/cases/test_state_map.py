"""The picture of states shows each of them, and no way that nobody may go."""

from __future__ import annotations

from models.vocabulary.cases import CaseState as S
from tracking.cases import policy
from tracking.cases.state_map import PLACES, WAYS, drawing


def test_every_state_stands_in_the_picture() -> None:
    assert set(PLACES) == set(S)
    picture = drawing(lambda state: state.value, "states")
    assert all(f">{state.value}<" in picture for state in S)


def test_every_way_is_one_that_the_table_allows() -> None:
    moves = policy.MOVES
    allowed = {(s, t) for move in moves.values() for s in move.sources for t in move.targets}
    reviewed = {(s, t) for s in moves["submit"].sources for t in moves["approve"].targets}
    allowed |= reviewed  # a result that is submitted and approved
    assert set(WAYS) - allowed == set()


def test_a_label_is_no_markup() -> None:
    assert "<b>" not in drawing(lambda _state: "<b>", "x")
