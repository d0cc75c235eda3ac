"""A child that is missing again begins the next episode, also when the finding reads the same."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.case import Case
from models.database import db
from models.flag import Flag
from models.vocabulary.cases import CaseState
from tests.conftest import Backstage
from tests.integration.snapshots.towns import Town, pupils, week

pytestmark = pytest.mark.one_database  # scans take long; the story scans on both

ALL = pupils(range(1, 31))


def marked(word: str) -> list[tuple[str, ...]]:
    """The roster with a status for its last pupil."""
    *others, last = ALL
    place = last.index("在读")
    return [*others, (*last[:place], word, *last[place + 1 :])]


def case() -> Case:
    db.session.expire_all()
    return db.session.scalars(select(Case)).one()


def settle(state: CaseState) -> None:
    case().state = state
    db.session.commit()


def scans(town: Town, words: list[str], first: int) -> date:
    """A roster and a scan a week, with these words for the last pupil; the last day."""
    for number, word in enumerate(words, first):
        town.take(marked(word), week(number))
        town.scan(week(number))
    return week(first + len(words) - 1)


def test_the_same_mark_after_a_return_is_a_new_episode(town: Town, backstage: Backstage) -> None:
    with backstage():
        scans(town, ["在读", "退学"], 1)
        settle(CaseState.EXCLUDED)
        scans(town, ["在读", "在读"], 3)
        day = scans(town, ["退学"], 5)
        found = case()
        assert (found.episode, found.state) == (2, CaseState.ASSIGNED)
        flags = db.session.scalars(select(Flag).order_by(Flag.id)).all()
        assert [(f.rule, f.episode) for f in flags] == [("LEFT_SCHOOL", 1), ("LEFT_SCHOOL", 2)]
        assert flags[1].as_of == day
        scans(town, ["退学"], 6)
        assert case().episode == 2


def test_a_mark_that_stays_after_it_was_handled_is_not_told_again(
    town: Town, backstage: Backstage
) -> None:
    with backstage():
        scans(town, ["在读", "退学"], 1)
        settle(CaseState.EXCLUDED)
        scans(town, ["退学", "退学"], 3)
        assert (case().episode, case().state) == (1, CaseState.EXCLUDED)
        assert len(db.session.scalars(select(Flag)).all()) == 1
