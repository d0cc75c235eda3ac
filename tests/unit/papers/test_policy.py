"""The ladder: the next paper is locked until the one before is proven, and says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from models.vocabulary.cases import CaseState as S
from models.vocabulary.organisations import Level
from models.vocabulary.papers import PaperKind as K
from models.vocabulary.papers import PaperState
from tracking.cases.policy import MOVES
from tracking.papers.kinds import issuable, kinds
from tracking.papers.policy import LADDER, Ground, Issued, Stand, former_of, locks_of, steps

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Flask("words")
    Babel(app, default_locale="en")
    with app.app_context():
        yield


def proven(kind: K, **changes: object) -> Issued:
    """A paper that was delivered with its scan, and whose days are over."""
    day = date(2026, 11, 2)
    paper = Issued(kind, PaperState.DELIVERED, f"{kind.value}-1", date(2026, 11, 20), day, True)
    return replace(paper, **changes)  # type: ignore[arg-type]


def ground(state: S, *papers: Issued, on: str = "", level: Level = Level.TOWNSHIP) -> Ground:
    switched = frozenset(on.split())
    return Ground(state, papers, switched, level, needs_scan=True, today=TODAY)


def missing(found: Ground, kind: K) -> list[str]:
    return [str(lock) for lock in locks_of(found, kinds()[kind])]


def test_an_order_waits_until_the_notice_to_return_is_proven() -> None:
    notice = proven(K.RETURN_NOTICE)
    assert missing(ground(S.DROPOUT), K.ORDER) == [
        "“Notice to return by a day” has to be issued and delivered first."
    ]
    sent = replace(notice, state=PaperState.ISSUED, delivered_on=None, due_on=None)
    assert "is not recorded yet" in missing(ground(S.DROPOUT, sent), K.ORDER)[0]
    assert "scan" in missing(ground(S.DROPOUT, replace(notice, has_scan=False)), K.ORDER)[0]
    running = replace(notice, due_on=TODAY)
    assert missing(ground(S.DROPOUT, running), K.ORDER)[0].endswith("run until 2026-11-25.")
    assert missing(ground(S.DROPOUT, notice), K.ORDER) == []


def test_a_void_paper_proves_nothing_and_a_second_one_does_not_undo_the_first() -> None:
    notice = proven(K.RETURN_NOTICE)
    void = replace(notice, state=PaperState.VOID)
    assert missing(ground(S.DROPOUT, void), K.ORDER)
    second = replace(notice, state=PaperState.ISSUED, reference="second")
    both = ground(S.DROPOUT, notice, second)
    assert missing(both, K.ORDER) == []
    former = former_of(both, kinds()[K.ORDER])
    assert former is not None
    assert former.reference == notice.reference


def test_penalty_and_court_are_off_until_somebody_switches_them_on() -> None:
    legal = (proven(K.ORDER), proven(K.REMINDER))
    for kind, switch in ((K.PENALTY, "penalty"), (K.ENFORCEMENT, "court"), (K.COMPLAINT, "court")):
        assert "switched off" in missing(ground(S.LEGAL, *legal), kind)[0]
        assert missing(ground(S.LEGAL, *legal, on=switch), kind) == []


def test_a_penalty_that_was_issued_has_to_be_proven_before_the_court() -> None:
    papers = (proven(K.ORDER), proven(K.REMINDER), proven(K.PENALTY, due_on=TODAY))
    assert "run until" in missing(ground(S.LEGAL, *papers, on="court penalty"), K.COMPLAINT)[0]


def test_the_state_and_the_level_of_the_office_are_named() -> None:
    found = missing(ground(S.PERSUADING, level=Level.SCHOOL), K.ORDER)
    assert "Dropout confirmed" in found[0]
    assert found[-1] == "It is issued by: County bureau, Township or subdistrict."


def test_the_picture_shows_done_now_and_locked() -> None:
    papers = (proven(K.PERSUASION_NOTICE), proven(K.RETURN_NOTICE, due_on=TODAY))
    found = {s.kind.code: s.stand for s in steps(ground(S.DROPOUT, *papers), LADDER)}
    assert found[K.PERSUASION_NOTICE] is Stand.DONE
    assert found[K.RETURN_NOTICE] is Stand.NOW
    assert found[K.ORDER] is Stand.LOCKED


def test_kinds_rest_on_moves_and_states_that_exist() -> None:
    assert set(issuable()) == set(K) - {K.DELIVERY_RECEIPT}
    for kind in issuable().values():
        assert kind.levels, kind.code
        if kind.leads:
            assert MOVES[kind.leads].sources <= kind.states, kind.code
        if kind.after:
            assert kinds()[kind.after].needs_delivery, kind.code
